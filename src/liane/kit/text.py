"""Text is text: what is typed is kept as typed, without what could deceive the eye; names are folded to compare."""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
# Controls, and marks that reverse or hide text on screen (Trojan Source). Right-to-left letters themselves stay,
# and so does U+200D, which joins emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_NOT_LETTER = re.compile(r"[^A-Z0-9]+")
_SOUNDS = [
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"GEAU|GEO", "JO"),
        (r"G(?=[EIY])", "J"),
        (r"GN", "N"),
        (r"GU(?=[EI])", "G"),
        (r"C(?=[EIY])", "S"),
        (r"SCH|CH|SH", "1"),
        (r"CK|QU|C|Q", "K"),
        (r"PH", "F"),
        (r"H", ""),
        (r"EAU|AU", "O"),
        (r"OU", "U"),
        (r"W", "V"),
        (r"AI|EI|AE|OE", "E"),
        (r"Y", "I"),
        (r"(?<=.)[XZ]$", ""),
        (r"[XZ]", "S"),
        (r"(?<=..)[DTSPE]+$", ""),
        (r"(.)\1+", r"\1"),
    )
]


def clean(text: str) -> str:
    """Composed form, line ends as \\n, without control or direction marks. Emoji and every alphabet stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "ignore").decode()  # a lone surrogate cannot be stored
    return _INVISIBLE.sub("", text)


def clean_line(text: str) -> str:
    """The same, on one line, spaces folded."""
    return " ".join(clean(text).split())


def thousands(number: int) -> str:
    """«10 485 760»: thousands apart, as one writes them in French."""
    return f"{number:,}".replace(",", "\u202f")


def initials(name: str) -> str:
    """«KD» for «Karim Duval»: the two letters of an avatar."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def of(name: str) -> str:
    """«de Sam», «d’Étienne»: French elides before a vowel, and a team reads its own names aloud."""
    return f"d’{name}" if fold(name)[:1] in tuple("AEIOU") else f"de {name}"


def fold(text: str) -> str:
    """Capital letters without accents, apostrophes and hyphens as spaces (INS traits are compared so, RNIV)."""
    flat = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).upper()
    return _NOT_LETTER.sub(" ", flat).strip()


def sound(word: str) -> str:
    """Phonetic key of one word, for French ears: «Dupont», «Dupond» and «Dupon» are heard alike."""
    key = fold(word).replace(" ", "")
    for pattern, heard in _SOUNDS:
        key = pattern.sub(heard, key)
    return key or fold(word).replace(" ", "")
