"""Headers that every answer carries, whatever made it (security.md E)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "manifest-src 'self'",
    )
)
_PASSKEYS = ("publickey-credentials-get", "publickey-credentials-create")
_NEVER = (
    "accelerometer", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer",
    "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": ", ".join(
        (
            *(f"{own}=(self)" for own in ("camera", "microphone", *_PASSKEYS)),
            *(f"{none}=()" for none in _NEVER),
        )
    ),
    "X-Permitted-Cross-Domain-Policies": "none",
    "Server": "liane",  # in the place of the name that the web server would give of itself
}


class SecurityHeaders:
    """No inline script or style, no third party, no framing, nothing personal in a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL) or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        if settings.TLS_EXPECTED:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
