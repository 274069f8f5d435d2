"""Names as the national service reads them (requirements I-008, I-010): made at the moment of the call, never stored.

What she is called is kept as it is written, accents and all. What travels is A to Z, space, apostrophe and hyphen.
"""

import re
import unicodedata

_LETTERS = str.maketrans({
    "Œ": "OE", "Æ": "AE", "ß": "SS", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Ħ": "H", "ı": "I",
})  # fmt: skip
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ´`′", "'"))
_HYPHENS = str.maketrans(dict.fromkeys("‐‑–—", "-"))
_ALLOWED = re.compile(r"[^A-Z '\-]")
_JOINED = re.compile(r"[ '\-]+")


class NameRefused(ValueError):
    """A name that the national service would not read, with the sentence that says why."""


def _plain(name: str) -> str:
    text = name.translate(_APOSTROPHES).translate(_HYPHENS).upper().translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


def for_the_service(name: str, *, is_first_name: bool = False) -> str:
    """The name in A to Z, space, apostrophe, hyphen. A sign that has no such writing is refused, never dropped in silence."""
    text = _plain(name)
    if strange := sorted(set(_ALLOWED.findall(text))):
        raise NameRefused(
            f"Le signe «\u00a0{''.join(strange[:3])}\u00a0» n’est pas lu par le service national d’identité. "
            "Écrivez le nom comme sur la pièce, en lettres latines."
        )
    if not text or text[0] in " -" or not any(c.isalpha() for c in text):
        raise NameRefused("Un nom commence par une lettre.")
    if is_first_name and ("--" in text or text[-1] in "-'"):
        raise NameRefused("Un prénom n’a pas de double tiret, et ne finit ni par un tiret ni par une apostrophe.")
    return text


def listed(first_names: str) -> list[str]:
    """The first names one by one: parted by commas when there are some, else by spaces. «Jean-Marc» is one."""
    parts = first_names.split(",") if "," in first_names else first_names.split()
    return [" ".join(part.split()) for part in parts if part.strip()]


def comparable(name: str) -> str:
    """Hyphen, apostrophe and space are the same (EXI ID 10)."""
    return _JOINED.sub(" ", _plain(name.replace(",", " "))).strip()


def begins(first_names: str, first: str) -> bool:
    """Is the first birth first name the start of the list? «Jean-Pierre» begins «JEAN PIERRE, Marie»."""
    whole, start = comparable(first_names), comparable(first)
    return bool(start) and (whole == start or whole.startswith(f"{start} "))
