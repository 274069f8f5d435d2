"""The matricule INS (NIR or NIA) and the social security number: their shape, their key, what they say of a birth.

Fifteen characters: sex, year, month, place (COG on five), rank in the register, key modulo 97 (Corsica: 2A reads 19, 2B 18).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liane.nomenclatures.identity import department_of
from liane.people.enums import Precision, Sex
from liane.people.ins.places import name_of_place, place_codes

NIR, NIA = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"
TEST_NIR, DEMO_NIR = "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11"
OIDS = {NIR: "NIR", NIA: "NIA", TEST_NIR: "NIR de test", DEMO_NIR: "NIR de démonstration"}
TEST_OIDS = frozenset({TEST_NIR, DEMO_NIR})
_SHAPE = re.compile(r"^([1-478])(\d{2})(\d{2})((?:\d{2}|2[AB])\d{3})(\d{3})(\d{2})$")
_MONTH_KNOWN = frozenset({Precision.DAY, Precision.MONTH})
_YEAR_KNOWN = _MONTH_KNOWN | {Precision.NO_MONTH, Precision.YEAR}  # «vers 1992» is no year
_SEXES = {"1": Sex.MALE, "3": Sex.MALE, "7": Sex.MALE, "2": Sex.FEMALE, "4": Sex.FEMALE, "8": Sex.FEMALE}


class MatriculeRefused(ValueError):
    """A number that cannot be, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Matricule:
    """A number whose shape and key are right."""

    value: str
    sex: str
    year: int  # two digits
    month: int  # 1 to 12; 20 to 42 and 50 to 99 when the month was not known
    place: str  # COG at the time of the birth
    rank: int

    @property
    def shown(self) -> str:
        """«2 92 03 13 055 042 12»."""
        v = self.value
        return " ".join((v[0], v[1:3], v[3:5], v[5:7], v[7:10], v[10:13], v[13:]))


def key_of(body: str) -> str:
    """The two digits of control of the first thirteen characters."""
    return f"{97 - int(body.replace('2A', '19').replace('2B', '18')) % 97:02d}"


def read_matricule(text: str) -> Matricule:
    """Read a number as it is typed, spaces allowed. MatriculeRefused says what is wrong."""
    value = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()
    found = _SHAPE.match(value)
    if not found:
        raise MatriculeRefused(
            "Le numéro a 15 caractères\u00a0: 13 chiffres et une clé de 2 chiffres (2A ou 2B pour la Corse)."
        )
    if key_of(value[:13]) != found[6]:
        raise MatriculeRefused("La clé (les 2 derniers chiffres) ne va pas avec ce numéro. Relisez-le.")
    month = int(found[3])
    if not (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99):
        raise MatriculeRefused(f"Le mois {found[3]} n’existe pas dans ce numéro. Relisez-le.")
    return Matricule(value, _SEXES[found[1]], int(found[2]), month, found[4], int(found[5]))


def contradictions(
    number: Matricule, *, sex: str, birth_date: date | None, precision: str = Precision.DAY, place_code: str = ""
) -> list[str]:
    """What the number says otherwise than the traits, in sentences. What is not known contradicts nothing."""
    return list(_against(number, sex, birth_date, precision, place_code))


def _against(number: Matricule, sex: str, birth_date: date | None, precision: str, place_code: str) -> Iterable[str]:
    if sex != Sex.UNKNOWN and number.sex != sex:
        yield f"Le numéro dit «\u00a0{Sex(number.sex).label}\u00a0», l’identité dit «\u00a0{Sex(sex).label}\u00a0»."
    if birth_date is not None and precision in _YEAR_KNOWN:
        if number.year != birth_date.year % 100:
            yield f"Le numéro dit une naissance en {number.year:02d}, l’identité dit {birth_date.year}."
        if precision in _MONTH_KNOWN and number.month <= 12 and number.month != birth_date.month:
            yield f"Le numéro dit le mois {number.month:02d}, l’identité dit le mois {birth_date.month:02d}."
    if place_code and not _same_place(number.place, place_code, birth_date):
        yield f"Le numéro dit une naissance en {_place_words(number.place)}, l’identité dit {_place_words(place_code)}."


def against_typed_place(number: Matricule, name: str, birth_date: date | None) -> tuple[str, str]:
    """A place typed without its code: the code by which the number contradicts it, when all that ever bore this name lie in one
    département, else a sentence to check. Both empty when one of them agrees. A number of a birth abroad is never held against a
    name: there is a Lille in Belgium."""
    codes = place_codes(name)
    if not name or any(_same_place(number.place, code, birth_date) for code in codes):
        return "", ""
    if len({department_of(code) for code in codes}) == 1 and not any(
        code.startswith("99") for code in (number.place, *codes)
    ):
        return codes[0], ""
    return "", (
        f"À vérifier\u00a0: le numéro dit une naissance en {_place_words(number.place)}, l’identité dit «\u00a0{name}\u00a0» sans code. "
        "Choisissez le lieu dans la liste pour qu’il soit comparé."
    )


def _place_words(code: str) -> str:
    name = name_of_place(code)
    said = f"pays {code}" if code.startswith("99") else f"département {department_of(code) or code[:2]}"
    return f"{said} ({name})" if name else said


def _same_place(said: str, known: str, birth_date: date | None) -> bool:
    """Same département, or same country. What the numbering did before 1976 is not held against anybody: Corsica was 20,
    Algeria 91 to 94, the Seine and the Seine-et-Oise have been parted."""
    if known == "99999" or said == known:
        return True
    if said.startswith("99") or known.startswith("99"):
        former = birth_date is None or birth_date.year < 1968
        return former and known in ("99352", "99350", "99351") and said[:2] in ("91", "92", "93", "94", "95", "96")
    one, other = department_of(said) or said[:2], department_of(known)
    if one == other:
        return True
    old = birth_date is None or birth_date.year <= 1976
    parted = ({"20", "2A", "2B"}, {"75", "91", "92", "93", "94", "95", "78"})
    return old and any({one, other} <= together for together in parted)
