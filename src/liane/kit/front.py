"""What stands before the house: the server that speaks TLS. Only those that are named are believed about who comes.

A visitor can write any header; the last address added by a known front is the only one that is not hers to choose
(ASVS 4.1.3). Without it the tries of a sign-in would be counted on the front itself, for everybody at once.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from liane.kit.networks import address, among, visitor
from liane.kit.pages import render

TOLD_BY_A_FRONT = ("FORWARDED_FOR", "FORWARDED_PROTO", "FORWARDED_HOST", "FORWARDED_PORT", "REAL_IP")
PROBES = ("/healthz", "/metrics")
IN_CLEAR = {
    "title": "Cette adresse n’est pas protégée",
    "sentence": "Liane ne s’ouvre qu’en https. Rien n’a été enregistré.",
    "action": "Écrivez l’adresse avec https:// devant. Si cela recommence, prévenez la personne qui s’occupe de Liane : "
    "le serveur placé devant doit transmettre X-Forwarded-Proto.",
}


class Front:
    """Gives REMOTE_ADDR and the scheme their true values, and refuses what arrives in clear when TLS is expected."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        told = {name: str(meta.pop(f"HTTP_X_{name}", "")) for name in TOLD_BY_A_FRONT}
        meta.pop("HTTP_FORWARDED", None)
        peer = address(str(meta.get("REMOTE_ADDR", "")))
        fronts = tuple(settings.PROXIES)
        request.is_local = bool(peer and peer.is_loopback and not told["FORWARDED_FOR"])  # type: ignore[attr-defined]
        if request.is_local and request.path in PROBES:  # type: ignore[attr-defined]
            meta["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
            return self.get_response(request)
        if peer and among(peer, fronts):
            meta["wsgi.url_scheme"] = "https" if told["FORWARDED_PROTO"].split(",")[-1].strip() == "https" else "http"
            peer = visitor(peer, told["FORWARDED_FOR"], fronts)
        meta["REMOTE_ADDR"] = str(peer or "")
        if settings.TLS_EXPECTED and not request.is_secure():
            return render(request, "kit/error.html", IN_CLEAR, status=403)
        return self.get_response(request)
