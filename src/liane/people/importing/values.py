"""Names, sex, telephones and codes as houses type them, taken as typed once tidied, never guessed silently."""

import re
import unicodedata
from dataclasses import dataclass

from liane.kit.tables import Cell
from liane.kit.text import clean_line, fold
from liane.nomenclatures.identity import place_fault
from liane.people.enums import Sex
from liane.people.importing.nir import has_nir
from liane.people.importing.refusals import ValueRefused, quoted
from liane.people.ins.columns import LONGEST_LIST
from liane.people.ins.places import chosen_place, place_codes

FEMALE = frozenset("F FEMME FEMININ FEMININE FILLE MME MADAME MLLE MELLE MADEMOISELLE 2 W MRS MS DAME MMES".split())
MALE = frozenset("M H HOMME MASCULIN GARCON MR MONSIEUR 1 MALE MASC M MSIEUR".split())
NO_SEX = frozenset(("", "I", "INCONNU", "INDETERMINE", "NON CONNU", "X", "ND", "NC", "AUTRE", "0", "9", "3", "N", "NR"))
CIVILITY = re.compile(r"\A(?:mmes?|mlle|melle|mr|m|monsieur|madame|mademoiselle)\b\.?\s+(?=\S)", re.IGNORECASE)
MARRIED = re.compile(
    r"\s*[,(/-]?\s*\b(?:épouse|epouse|épse|epse|ép|ep|veuve|vve|usage|marital)\b\.?\s*[:=]?\s*", re.IGNORECASE
)
BORN = re.compile(r"\s*[,(/-]?\s*\b(?:née?|ne|né\(e\)|nee)\b\.?\s*[:=]?\s*", re.IGNORECASE)
BROKEN_ACCENTS = re.compile("Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|\ufffd|Â[°©«»]")
NOTHING = frozenset(
    ("", "-", "—", "?", "x", "néant", "neant", "nc", "n/a", "na", "sans", "aucun", "aucune", "/", "inconnu", "ras")
)
PHONE = re.compile(r"(?:\+|00)?\d(?:[ ./\u00a0-]{0,2}\(?\d\)?){8,14}")


@dataclass(frozen=True, slots=True)
class Names:
    """Name of birth and name of use, as far as one cell tells them apart."""

    birth: str = ""
    used: str = ""


def plain(cell: Cell) -> str:
    """The text of a cell on one line; numbers as they read; «néant» and dashes are nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = clean_line(str(cell))
    return "" if text.lower() in NOTHING else text


def read_names(cell: Cell, limit: int = 100) -> Names:
    """«BELKACEM ép. ROUX», «ROUX née BELKACEM», «Mme Roux»: both names, each at its place."""
    text = CIVILITY.sub("", plain(cell))
    for mark, birth_first in ((MARRIED, True), (BORN, False)):
        parts = [part.strip(" ()[],/-") for part in mark.split(text, maxsplit=1)]
        if len(parts) == 2 and all(parts):
            first, second = (checked_name(part, limit) for part in parts)
            return Names(first, second) if birth_first else Names(second, first)
    return Names(checked_name(text, limit)) if text else Names()


def checked_name(text: str, limit: int = 100) -> str:
    """A name as typed, its spaces, hyphens and apostrophes tidied; an impossible sign is refused, never dropped."""
    tidy = re.sub(r"\s*[-‐‑–]\s*", "-", text).replace("`", "’").replace("´", "’").replace("'", "’")
    tidy = re.sub(r"\s*’\s*", "’", re.sub(r"\s+", " ", tidy)).strip(" -,;.")
    if BROKEN_ACCENTS.search(text):
        raise ValueRefused(
            f"les accents de {quoted(text)} sont abîmés.",
            "Enregistrez le fichier en UTF-8 ou en .xlsx, puis recommencez.",
        )
    if has_nir(text):
        raise ValueRefused("la case contient un numéro de Sécurité sociale.", "Effacez-le du tableau.")
    strange = sorted({sign for sign in tidy if not _is_name_sign(sign)})
    if strange:
        raise ValueRefused(f"{quoted(text)} contient «\u00a0{''.join(strange[:5])}\u00a0».", "Gardez seulement le nom.")
    if not any(sign.isalpha() for sign in tidy):
        raise ValueRefused(f"{quoted(text)} n’est pas un nom.", "Écrivez le nom en lettres.")
    if len(tidy) > limit:
        raise ValueRefused(f"le nom dépasse {limit} lettres.", "Raccourcissez-le.")
    return tidy


def _is_name_sign(sign: str) -> bool:
    """Letters of any alphabet with their marks, space, hyphen, apostrophe, dot of an initial."""
    return unicodedata.category(sign)[0] in "LM" or sign in " -’."


def read_first_names(cell: Cell, limit: int = LONGEST_LIST) -> str:
    """First names in their order, separated by commas when the house separated them; «Jean - Marc» is one."""
    text = CIVILITY.sub("", plain(cell))
    pieces = [piece for piece in re.split(r"\s*[,;/+]\s*|\s+et\s+", text) if piece]
    names = ", ".join(checked_name(piece, limit) for piece in pieces)
    if len(names) > limit:
        raise ValueRefused(f"les prénoms dépassent {limit} lettres.", "Raccourcissez-les.")
    return names


def read_full_name(cell: Cell) -> tuple[Names, str, str]:
    """«BELKACEM Samia», «Belkacem, Samia»: names, first names, and the doubt when the cut is a guess."""
    text = CIVILITY.sub("", plain(cell))
    if not text:
        return Names(), "", ""
    if "," in text:
        before, _, after = text.partition(",")
        return read_names(before), read_first_names(after), ""
    words = text.split()
    capitals = [len(word) > 1 and word.upper() == word and any(c.isalpha() for c in word) for word in words]
    if any(capitals) and not all(capitals):
        linking = {"ép.", "ep.", "épouse", "epouse", "née", "nee", "né", "ép", "ep", "(née", "(ép."}
        pairs = zip(words, capitals, strict=True)
        big = [word for word, is_big in pairs if is_big or word.lower() in linking or word in "-("]
        small = [word for word in words if word not in big]
        return read_names(" ".join(big)), read_first_names(" ".join(small)), ""
    if len(words) == 1:
        return read_names(text), "", ""
    cut = (
        2
        if words[0].lower()
        in {"de", "le", "la", "du", "des", "el", "al", "ben", "van", "von", "da", "di", "st", "saint"}
        else 1
    )
    if len(words) > 3 and words[0].lower() == "de" and words[1].lower() in {"la", "l’"}:
        cut = 3
    name, first = " ".join(words[:cut]), " ".join(words[cut:])
    return read_names(name), read_first_names(first), f"nom lu {quoted(name)}, prénom lu {quoted(first)}"


def read_sex(cell: Cell) -> Sex:
    """Sex or civility in any of the usual words."""
    word = fold(plain(cell))
    if word in FEMALE or word.split(" ")[0] in {"MADAME", "MME"}:
        return Sex.FEMALE
    if word in MALE or word.split(" ")[0] in {"MONSIEUR", "MR"}:
        return Sex.MALE
    if word in NO_SEX:
        return Sex.UNKNOWN
    raise ValueRefused(f"{quoted(plain(cell))} n’est pas compris.", "Écrivez F ou M, ou laissez vide.")


def read_phones(cell: Cell) -> tuple[str, str]:
    """The first two numbers of a cell, readable by a human being (the zero that a spreadsheet ate comes back); what is not a
    number is kept as typed, so that nothing is lost."""
    text = plain(cell)
    if not text:
        return "", ""
    found = [shown_phone(match.group(0)) for match in PHONE.finditer(text)]
    if not found:
        return text[:30], ""
    return found[0], (found[1] if len(found) > 1 else "")


def shown_phone(text: str) -> str:
    """«06 12 34 56 78», «+32 2 123 45 67»."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+") or digits.startswith("00") or (digits.startswith("33") and len(digits) == 11):
        digits = digits.removeprefix("00")
        if digits.startswith("33") and len(digits.removeprefix("33").lstrip("0")) == 9:
            digits = "0" + digits.removeprefix("33").lstrip("0")
        else:
            return f"+{digits}"[:30]
    if len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits
    return " ".join(re.findall(r"\d{1,2}", digits)) if len(digits) == 10 else " ".join(text.split())[:30]


def read_finess(cell: Cell) -> str:
    """Nine characters; the zero that a spreadsheet ate comes back (Ain, Aisne…)."""
    text = re.sub(r"[\s.\u00a0-]", "", plain(cell)).upper()
    if not text:
        return ""
    if text.isdecimal() and len(text) == 8:
        text = "0" + text
    if not re.fullmatch(r"\d{9}|2[AB]\d{7}", text):
        raise ValueRefused(f"{quoted(text)} n’est pas un numéro FINESS.", "Il a 9 chiffres.")
    return text


def read_place_code(cell: Cell) -> str:
    """INSEE code of a town or country; or the name of a town that is alone to bear it, whatever became of it."""
    text = plain(cell).upper()
    if not text:
        return ""
    code = chosen_place(text)[1] or text.replace(" ", "")
    if code.isdecimal() and len(code) == 4:
        code = "0" + code
    if not any(sign.isdigit() for sign in code):
        return _code_of_town(text)
    if not re.fullmatch(r"\d{5}|2[AB]\d{3}", code):
        raise ValueRefused(f"{quoted(text)} n’est pas un code INSEE.", "Il a 5 chiffres, par exemple 13055.")
    if fault := place_fault(code):
        raise ValueRefused(fault)
    return code


def _code_of_town(name: str) -> str:
    codes = place_codes(name)
    if len(codes) == 1:
        return codes[0]
    if not codes:
        raise ValueRefused(
            f"aucune commune, aucun pays ne s’appelle {quoted(name)}.", "Écrivez son code INSEE, par exemple 13055."
        )
    told = ", ".join(codes[:6])
    raise ValueRefused(f"plusieurs communes s’appellent {quoted(name)} ({told}).", "Écrivez le code INSEE.")


def read_rank(cell: Cell) -> int | None:
    """The rank in the register of births of that day: what tells twins apart."""
    text = plain(cell)
    if not text:
        return None
    if not re.fullmatch(r"0{0,2}[1-9][0-9]{0,2}", text) or len(text) > 3:
        raise ValueRefused(
            f"{quoted(text)} n’est pas un rang de naissance.", "Écrivez un nombre de 1 à 999, ou laissez vide."
        )
    return int(text)


def read_text(cell: Cell, limit: int) -> str:
    """Free words on one line; too long is refused, never cut in silence."""
    text = plain(cell)
    if len(text) > limit:
        raise ValueRefused(f"le texte dépasse {limit} lettres.", "Raccourcissez-le.")
    if has_nir(text):
        raise ValueRefused("la case contient un numéro de Sécurité sociale.", "Effacez-le du tableau.")
    return text
