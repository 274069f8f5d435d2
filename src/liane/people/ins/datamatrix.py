"""The text inside an INS datamatrix («Format datamatrix INS» v2.2): written for our papers, read from those of others.

Header `IS01` and twenty-two zeros; then S1 matricule (15), S2 OID (19 or 20), S3 first names, S4 birth name (100 at most), S5 sex,
S6 birth date JJ-MM-AAAA, S7 COG. GS ends a field that could have been longer and is not the last one.
"""

import re
from dataclasses import dataclass
from datetime import date

from liane.nomenclatures.identity import place_fault
from liane.people.enums import Precision
from liane.people.ins.matricule import OIDS, Matricule, MatriculeRefused, contradictions, read_matricule
from liane.people.ins.names import for_the_service, listed

GS = "\x1d"
HEADER = "IS01" + "0" * 22
_LONGEST_OID, _LONGEST_NAMES = 20, 100
# What keyboard scanners make of GS: the sign itself, its name, its picture, a caret.
_SPELLED = re.compile(r"<GS>|\[GS\]|\{GS\}|␝|\^\]", re.IGNORECASE)
# Names hold no digit: the fields are told apart even when a scanner has swallowed every GS.
_FIELDS = re.compile(
    r"^IS01[0-9]{22}S1(?P<matricule>[0-9AB]{15})S2(?P<oid>[0-9.]{19,20})\x1d?S3(?P<first>[^0-9\x1d]{1,100})\x1d?"
    r"S4(?P<name>[^0-9\x1d]{1,100})\x1d?S5(?P<sex>[MF])S6(?P<date>\d{2}-\d{2}-\d{4})(?:S7(?P<place>[0-9AB]{5}))?\x1d?$"
)
# A scanner left as it came out of its box presses the keys of an American keyboard: a French computer reads «à» for «0».
_FRENCH_KEYS = str.maketrans("à&é\"'(-è_çQAWZ?qawz,:)ù", "0123456789AQZWMaqzwm.-'")
_FRENCH_HEADER = "isà&" + "à" * 8
UNREADABLE = "Ce code n’est pas un code INS complet. Relisez-le avec la douchette, ou écrivez le nom."


class CodeRefused(ValueError):
    """A scanned text that is not an INS code that can be believed, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The identity that a code proposes. It never qualifies anybody by itself: a paper is still to be seen."""

    matricule: Matricule
    oid: str
    first_names: str
    birth_name: str
    sex: str
    birth_date: date
    birth_place_code: str = ""

    @property
    def words(self) -> str:
        """How one would search her by hand."""
        return f"{self.birth_name} {listed(self.first_names)[0]} {self.birth_date:%d/%m/%Y}"


def first_names_field(first_names: str) -> str:
    """The list, one space between two names; whole names only, within the hundred signs of the format."""
    kept = ""
    for name in listed(first_names):
        longer = f"{kept} {for_the_service(name, is_first_name=True)}".strip()
        if len(longer) > _LONGEST_NAMES:
            break
        kept = longer
    return kept


def written(
    *, matricule: str, oid: str, first_names: str, birth_name: str, sex: str, birth_date: date, place_code: str
) -> str:
    """The text to draw. The names are those of the INS, in the signs of the format."""
    first, name = first_names_field(first_names), for_the_service(birth_name)
    fields = [
        f"S1{matricule}",
        f"S2{oid}" + GS * (len(oid) < _LONGEST_OID),
        f"S3{first}" + GS * (len(first) < _LONGEST_NAMES),
        f"S4{name}" + GS * (len(name) < _LONGEST_NAMES),
        f"S5{sex}",
        f"S6{birth_date:%d-%m-%Y}",
        f"S7{place_code}" if place_code else "",
    ]
    return HEADER + "".join(fields)


def looks_scanned(text: str) -> bool:
    """Does this text come from an INS code, whole or not?"""
    return _keyed(text.lstrip()).upper().startswith(HEADER[:12])


def _keyed(text: str) -> str:
    """The text that the scanner meant, when its keyboard and that of the computer are not of one country."""
    return text.translate(_FRENCH_KEYS) if text[:12].lower() == _FRENCH_HEADER else text


def search_words(typed: str) -> str:
    """What somebody meant who read a code in a search box; nothing when it is not one, or cannot be believed."""
    try:
        return read_code(typed).words if looks_scanned(typed) else ""
    except CodeRefused:
        return ""


def read_code(text: str) -> Scanned:
    """Read what a scanner typed. CodeRefused says why it cannot be believed: unreadable, wrong key, traits that disagree."""
    flat = _SPELLED.sub(GS, _keyed(text.strip().strip("\r\n"))).upper()
    found = _FIELDS.match(flat)
    if not found or found["oid"] not in OIDS:
        raise CodeRefused(UNREADABLE)
    try:
        number = read_matricule(found["matricule"])
        day, month, year = (int(part) for part in found["date"].split("-"))
        born = date(year, month, day)
    except MatriculeRefused as problem:
        raise CodeRefused(str(problem)) from None
    except ValueError:
        raise CodeRefused(f"Le {found['date'].replace('-', '/')} n’existe pas. Ce code n’est pas fiable.") from None
    place = found["place"] or ""
    if fault := place and place_fault(place):
        raise CodeRefused(fault)
    against = contradictions(number, sex=found["sex"], birth_date=born, precision=Precision.DAY, place_code=place)
    if against:
        raise CodeRefused(
            f"Ce code se contredit\u00a0: {against[0]} Ne l’utilisez pas\u00a0; prévenez qui l’a imprimé."
        )
    return Scanned(number, found["oid"], found["first"].strip(), found["name"].strip(), found["sex"], born, place)
