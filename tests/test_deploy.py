"""The files given for a real host: the examples of front server are opened by the servers they are for, the units read by systemd."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_command_line import free_port

from liane.kit.postgres import locate

DEPLOY = locate.CHECKOUT / "deploy"
HOST = "dossiers.exemple.fr"


def unit(name: str, key: str) -> str:
    """What one of our units says under this key."""
    found = re.search(rf"^{key}=(.*)$", (DEPLOY / "systemd" / name).read_text("utf-8"), re.MULTILINE)
    assert found
    return found.group(1)


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        pytest.skip(f"{name} is not on this machine")
    return found


def certified(text: str, folder: Path) -> str:
    """The same example, with a certificate of passage."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    order = (tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}")
    subprocess.run((*order, "-keyout", str(key), "-out", str(certificate)), check=True, capture_output=True)
    return text.replace("fullchain.pem", str(certificate)).replace("privkey.pem", str(key))


def wait_for(state: Callable[[], object]) -> None:
    """Until it is so; forty seconds at most."""
    limit = time.monotonic() + 40
    while not state():
        assert time.monotonic() < limit
        time.sleep(0.1)


@dataclass
class Front:
    """An example of HTTPS server, open on a port of passage, before a house that does not answer."""

    port: int

    def ask(self, path: str, weight: int = 0) -> tuple[int, dict[str, str], str]:
        """One request, that announces a body of so many bytes; its own name is told to TLS, as a browser does."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        with context.wrap_socket(line, server_hostname=HOST) as speaking:
            order = f"{'POST' if weight else 'GET'} {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
            speaking.sendall(f"{order}Content-Length: {weight}\r\n\r\n".encode())
            answer = http.client.HTTPResponse(speaking)
            answer.begin()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read().decode()


@contextmanager
def standing(command: tuple[str, ...], port: int, folder: Path) -> Iterator[Front]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=env)
    try:
        wait_for(lambda: _listens(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "said").read_text()
        yield Front(port)
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def says_the_truth_and_is_closed(front: Front) -> None:
    """What the front says itself: in words that fit what happened, protected like the pages."""
    for path, weight, status, words in (
        ("/connexion/", 0, 502, "Liane ne répond pas en ce moment"),
        ("/metrics", 0, 404, "Cette page n’existe pas"),
        ("//metrics", 0, 404, "Cette page n’existe pas"),
    ):
        code, headers, text = front.ask(path, weight)
        assert (code, words in text) == (status, True), (path, code, text)
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
        assert "default-src 'none'" in headers["content-security-policy"] and headers["cache-control"] == "no-store"
        assert headers.get("server", "nginx") == "nginx"  # no version, and Caddy says nothing


def test_the_example_for_nginx_is_read_by_nginx(tmp_path: Path) -> None:
    nginx, secure, clear = tool("nginx"), free_port(), free_port()
    site = re.sub(r"/etc/letsencrypt/live/[^/]+/", "", (DEPLOY / "nginx" / "liane.conf").read_text("utf-8"))
    site = certified(site, tmp_path).replace("/var/log/nginx", str(tmp_path))
    site = re.sub(r"listen \[::\]:.*;", "", site).replace("listen 80;", f"listen 127.0.0.1:{clear};")
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{secure} ").replace(":8000", f":{free_port()}")
    folders = "\n".join(f"{k}_temp_path {tmp_path}/{k};" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}} http {{ access_log {tmp_path}/access; {folders}\n{site} }}"
    )
    command = (nginx, "-c", str(tmp_path / "nginx.conf"))
    answer = subprocess.run((*command, "-t"), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    with standing(command, secure, tmp_path) as front:
        says_the_truth_and_is_closed(front)
        code, headers, text = front.ask("/personnes/", 41 << 20)
        assert (code, text[:27]) == (413, "Cet envoi est trop lourd : ") and "strict-transport-security" in headers
        typed = http.client.HTTPConnection("127.0.0.1", clear, timeout=20)
        typed.request("GET", "/personnes/0190/", headers={"Host": HOST})
        assert typed.getresponse().getheader("Location") == f"https://{HOST}/personnes/0190/"
        typed.close()
    assert (tmp_path / "access").read_text() == ""  # an address names a record: neither door keeps it


def test_the_example_for_caddy_is_read_by_caddy(tmp_path: Path) -> None:
    caddy, secure = tool("caddy"), free_port()
    site = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8").replace(":8000", f":{free_port()}")
    site = site.replace(f"\n{HOST} {{", f"\nhttps://{HOST}:{secure} {{\n\ttls fullchain.pem privkey.pem\n", 1)
    file = tmp_path / "Caddyfile"
    file.write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{certified(site, tmp_path)}")
    words = ("--config", str(file), "--adapter", "caddyfile")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    answer = subprocess.run((caddy, "validate", *words), capture_output=True, text=True, check=False, env=env)
    assert answer.returncode == 0, answer.stderr
    with standing((caddy, "run", *words), secure, tmp_path) as front:
        says_the_truth_and_is_closed(front)


def test_the_units_are_understood_by_systemd(tmp_path: Path) -> None:
    """Without a complaint: a misspelt line of the sandbox would be left out with a mere warning."""
    analyze, units = tool("systemd-analyze"), []
    for file in sorted((DEPLOY / "systemd").iterdir()):
        text = file.read_text("utf-8").replace("/opt/liane/.venv/bin/python", sys.executable)
        (tmp_path / file.name).write_text(text, "utf-8")
        units.append(str(tmp_path / file.name))
    answer = subprocess.run((analyze, "verify", "--man=no", *units), capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout + answer.stderr) == (0, "")


def test_systemd_waits_until_the_house_is_open() -> None:
    """«systemctl start» comes back when the pages answer: ./liane doctor, typed next, finds an open house."""
    assert unit("liane.service", "Type") == "notify" and unit("liane.service", "NotifyAccess") == "main"


@pytest.mark.parametrize("name", ["liane-backup.service", "liane-essai.service"])
def test_a_backup_that_ends_leaves_the_database_to_the_house_that_uses_it(name: str) -> None:
    """Begun while the house was closed, it opened the database: systemd must not close it with the rest of the command."""
    assert unit(name, "KillMode") == "process"
