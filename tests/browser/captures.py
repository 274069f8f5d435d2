"""Take the pictures of docs/captures from the demonstration house: `.venv/bin/python tests/browser/captures.py`.

They are made small (a palette, 120 kB at most) so that the repository stays light.
"""

import io
import sys
from pathlib import Path

import django

from liane.config.testing import plugin  # before Django reads its settings

django.setup()

from PIL import Image  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from screens import Screens, record_of  # noqa: E402
from serving import ARGUMENTS, CHROMIUM, served  # noqa: E402

from liane.kit.postgres import locate, server  # noqa: E402

FOLDER = locate.CHECKOUT / "docs" / "captures"
HEAVIEST = 120_000
# name, who, width, scheme, what is shown: the record of Sam, or an address
SHOTS = (
    ("dossier", "karim", 1440, "light", ""),
    ("dossier-mobile", "karim", 390, "light", ""),
    ("releve", "maud", 1440, "light", "/releve/"),
    ("releve-sombre", "ines", 834, "dark", "/releve/"),
    ("personnes", "karim", 1440, "light", "/personnes/"),
    ("ma-journee", "maud", 1440, "light", "/"),
)


def small(png: bytes) -> bytes:
    """The same picture with as many colours as its weight allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        picture.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= HEAVIEST:
            break
    return out.getvalue()


def shoot(page: Page, name: str, address: str) -> Path:
    """One picture of what stands in the window."""
    page.goto(address or record_of(page, "Belkacem"))
    page.evaluate("document.fonts.ready")
    target = FOLDER / f"{name}.png"
    target.write_bytes(small(page.screenshot()))
    return target


def main() -> int:
    """Each picture, from a house opened for the occasion."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        server.start(plugin.HOME, durable=False) as running,
        served(running) as address,
        sync_playwright() as playwright,
    ):
        screens = Screens(playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS), address)
        for name, slug, width, scheme, where in SHOTS:
            made = shoot(screens(slug, width, scheme), name, where)
            sys.stdout.write(f"{made.name} {made.stat().st_size // 1000} ko\n")
        screens.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
