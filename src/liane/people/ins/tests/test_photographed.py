"""An INS code read by the camera of a telephone: found whatever the angle, and nothing of the photo is kept."""

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFilter

from liane.documents.models import StoredFile, Upload
from liane.kit.apart import SOURCES
from liane.kit.pictures import PictureRefused, codes, codes_in
from liane.people.ins.datamatrix import written
from liane.people.ins.drawing import modules
from liane.people.ins.matricule import NIR, key_of
from liane.testing import House

Browser = Callable[[str], Any]
BODY = "2920313055042"
SAM = written(
    matricule=BODY + key_of(BODY), oid=NIR, first_names="Samia", birth_name="Belkacem", sex="F",
    birth_date=date(1992, 3, 12), place_code="13055",
)  # fmt: skip


def photo(text: str = SAM, *, module: int = 8, angle: float = 0, blur: float = 0, kind: str = "JPEG") -> bytes:
    """The drawing of our own papers, on a sheet lying on a grey table."""
    rows = modules(text)
    side = len(rows) + 4
    code = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, black in enumerate(row):
            code.putpixel((x + 2, y + 2), 0 if black else 255)
    sheet = code.resize((side * module, side * module), Image.Resampling.NEAREST)
    table = Image.new("L", (1600, 1200), 205)
    turned = sheet.rotate(angle, expand=True, fillcolor=205)
    table.paste(turned, (250, 150))
    out = io.BytesIO()
    table.convert("RGB").filter(ImageFilter.GaussianBlur(blur)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("module", "angle", "blur", "kind"),
    [(8, 0, 0, "PNG"), (8, 17, 1.5, "JPEG"), (6, 90, 1, "WEBP"), (10, 203, 2.5, "JPEG"), (4, 45, 0.8, "JPEG")],
)
def test_a_code_is_read_turned_small_and_a_little_blurred(module: int, angle: float, blur: float, kind: str) -> None:
    assert codes_in(photo(module=module, angle=angle, blur=blur, kind=kind)) == [SAM]


def test_a_photo_without_any_code_gives_none() -> None:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 90).convert("RGB").save(out, "JPEG")
    assert codes_in(out.getvalue()) == []


@pytest.mark.parametrize("sent", [b"", b"%PDF-1.4 not a photo", photo()[:400]])
def test_what_is_not_a_photo_is_refused_in_words(sent: bytes) -> None:
    with pytest.raises(PictureRefused, match="pas une photo lisible"):
        codes_in(sent)


def test_a_reader_that_falls_or_takes_too_long_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("child", 1)

    fallen = subprocess.CompletedProcess[bytes]((), -9, b"", b"")
    for child in (lambda *_, **__: fallen, late):
        monkeypatch.setattr(codes, "ask", child)
        with pytest.raises(PictureRefused, match="trop de points"):
            codes_in(photo())


def test_the_processes_that_answer_pages_do_not_carry_the_reader() -> None:
    asked = "import sys; import liane.kit.pictures; sys.exit('zxingcpp' in sys.modules)"
    environment = {"PYTHONPATH": str(SOURCES)}
    assert subprocess.run([sys.executable, "-c", asked], env=environment, check=False).returncode == 0


def sent(data: bytes) -> dict[str, Any]:
    return {"code": "", "photo": SimpleUploadedFile("code.jpg", data, "image/jpeg")}


def test_a_photographed_code_finds_her_and_nothing_of_the_photo_is_kept(house: House, client_of: Browser) -> None:
    answer = client_of("nicole").post("/personnes/code/", sent(photo(angle=12, blur=1)))
    page = answer.content.decode()
    assert answer.status_code == 200 and "SAMIA BELKACEM, le 12/03/1992" in page
    assert f'href="/personnes/{house.sam.pk}/"' in page and BODY not in page
    assert not StoredFile.objects.exists() and not Upload.objects.exists()


def test_a_photographed_code_is_compared_to_her_record(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/identite/code/"
    page = client_of("nicole").post(address, sent(photo())).content.decode()
    assert "Ce que dit le code" in page and "BELKACEM" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (photo("https://exemple.fr"), "pas un code INS complet"),
        (b"not a photo", "pas une photo lisible"),
        (b"x" * (10 * 1024 * 1024 + 1), "La limite est de 10"),
    ],
)
def test_a_bad_photo_says_why(house: House, client_of: Browser, data: bytes, said: str) -> None:
    for address in ("/personnes/code/", f"/personnes/{house.sam.pk}/identite/code/"):
        answer = client_of("nicole").post(address, sent(data))
        assert answer.status_code == 422 and said in answer.content.decode()


def test_a_photo_without_a_code_says_how_to_take_it(house: House, client_of: Browser) -> None:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "grey").save(out, "PNG")
    answer = client_of("nicole").post("/personnes/code/", sent(out.getvalue()))
    assert answer.status_code == 422 and "Photographiez le carré de près" in answer.content.decode()
    page = client_of("nicole").get("/personnes/code/").content.decode()
    assert 'type="file" accept="image/*" capture="environment"' in page


def test_what_the_scanner_typed_comes_before_the_photo(house: House, client_of: Browser) -> None:
    answer = client_of("nicole").post("/personnes/code/", sent(b"not a photo") | {"code": SAM})
    assert answer.status_code == 200 and "SAMIA BELKACEM" in answer.content.decode()
