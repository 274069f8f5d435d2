"""Two browsers: one in this process, to see what a page asks; one over HTTP, as everybody."""

import http.client
import secrets
import string
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request."""

    path: str
    fields: dict[str, str] | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None  # sent with the fields, as a form without script sends it

    @property
    def method(self) -> str:
        """A request that carries fields writes."""
        return "GET" if self.fields is None else "POST"


class Unexpected(RuntimeError):
    """The house did not answer as it should: its speed means nothing."""


def sign_in(account: Any) -> Client:
    """A browser in this process, in which somebody of the cast is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account, backend=_BACKEND)
    return client


class Browser:
    """One client over HTTP, whose connection stays open."""

    def __init__(self, port: int, client: Client) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}",
            "Accept": "text/html",
        }

    def send(self, ask: Ask) -> tuple[float, int]:
        """Milliseconds from the first byte sent to the last received, and how many were received."""
        headers, body = self._made(ask)
        begun = time.perf_counter()
        self.connection.request(ask.method, ask.path, body, headers)
        answer = self.connection.getresponse()
        received = answer.read()
        elapsed = (time.perf_counter() - begun) * 1000
        if answer.status != ask.status:
            raise Unexpected(f"{ask.method} {ask.path} : {answer.status} au lieu de {ask.status}")
        return elapsed, len(received)

    def answer(self, ask: Ask) -> tuple[int, str]:
        """Whatever is answered, and what it says."""
        headers, body = self._made(ask)
        self.connection.request(ask.method, ask.path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")

    def written(self, ask: Ask) -> bytes:
        """The same request, as it travels."""
        headers, body = self._made(ask)
        lines = [f"{ask.method} {ask.path} HTTP/1.1", "Host: 127.0.0.1", *(f"{n}: {v}" for n, v in headers.items())]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + (body or b"")

    def _made(self, ask: Ask) -> tuple[dict[str, str], bytes | None]:
        """What is sent: the cookies of the person, and her fields with the token of the form."""
        headers = self.headers | ask.headers
        if ask.fields is None:
            return headers, None
        fields = {**ask.fields, "csrfmiddlewaretoken": self.token}
        if ask.file is None:
            return headers | {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(fields).encode()
        mark = secrets.token_hex(16)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()
        ]
        name, data = ask.file
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="fichiers"; filename="{name}"\r\n\r\n'.encode())
        body = b"".join([*parts, data, f"\r\n--{mark}--\r\n".encode()])
        return headers | {"Content-Type": f"multipart/form-data; boundary={mark}"}, body
