"""The photo of a person: redrawn, without what a telephone writes in it, and nothing but a photo."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.people.models import Portrait
from liane.testing import House

Browser = Callable[[str], Any]


def picture(size: tuple[int, int] = (900, 600), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> io.BytesIO:
    """A photo as a telephone makes it: too big, turned, and telling where it was taken."""
    image = Image.new(mode, size, "olive" if mode == "RGB" else 0)
    exif = Image.Exif()
    exif[0x010E] = "chambre 12"
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **options)
    out.seek(0)
    out.name = "photo.jpg"
    return out


def test_a_photo_is_redrawn_and_tells_nothing_more(house: House, client_of: Browser) -> None:
    client, base = client_of("karim"), f"/personnes/{house.sam.pk}/photo/"
    assert client.post(f"{base}changer/", {"photo": picture()}).status_code == 303
    stored = bytes(Portrait.objects.get().image)
    drawn = Image.open(io.BytesIO(stored))
    assert (drawn.format, drawn.size) == ("WEBP", (256, 256))
    assert not drawn.getexif()
    assert b"chambre 12" not in stored
    answer = client.get(base)
    assert answer.content == stored
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert base in client.get(f"/personnes/{house.sam.pk}/essentiel/").content.decode()
    assert client_of("helene").get(base).status_code == 404
    assert client.post(f"{base}retirer/").status_code == 303
    assert client.get(base).status_code == 404


def named(data: bytes, name: str) -> io.BytesIO:
    """A file as it is sent."""
    out = io.BytesIO(data)
    out.name = name
    return out


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "n’est pas une photo lisible"),
        (b"MZ\x90\x00 not a photo", "n’est pas une photo lisible"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "n’est pas une photo lisible"),
        (lambda: picture().getvalue()[:200], "n’est pas une photo lisible"),
        (b"\xff\xd8" + b"0" * (11 * 1024 * 1024), "La limite est de 10"),
        (lambda: picture((20000, 9000), "PNG", mode="1").getvalue(), "trop de points"),
    ],
)
def test_what_is_not_a_photo_is_refused_in_words(
    house: House, client_of: Browser, data: bytes | Callable[[], bytes], sentence: str
) -> None:
    sent = named(data if isinstance(data, bytes) else data(), "photo.jpg")
    answer = client_of("karim").post(f"/personnes/{house.sam.pk}/photo/changer/", {"photo": sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Portrait.objects.exists()


def test_a_person_without_a_photo_is_no_refusal(house: House, client_of: Browser) -> None:
    photo = f"/personnes/{house.sam.pk}/photo/"
    assert client_of("karim").get(photo).status_code == client_of("helene").get(photo).status_code == 404
    refused = JournalEntry.objects.filter(kind=Kind.RECORD_REFUSED)
    assert [entry.actor_name for entry in refused] == ["Hélène Vidal"]
