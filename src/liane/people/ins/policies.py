"""What an identity allows: what leaves the house, what is locked, how strict a house must be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from liane.nomenclatures.packs import PackError, load_pack
from liane.people.enums import HOLDS_INS, IdentityStatus, Sex
from liane.people.ins.matricule import TEST_OIDS
from liane.people.models import Person

STRICT = ("birth_name", "first_names", "birth_first_name", "sex", "birth_date", "birth_precision", "birth_place_code")
STRICT_WORDS = {
    "birth_name": "nom de naissance", "first_names": "prénoms de naissance",
    "birth_first_name": "premier prénom de naissance", "sex": "sexe", "birth_date": "date de naissance",
    "birth_precision": "date de naissance", "birth_place_code": "code du lieu de naissance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ins:
    """A matricule and its OID, together with the traits under which the national service knows her."""

    matricule: str
    oid: str


def releasable(person: Person) -> Ins | None:
    """The INS that may leave the house, on paper, in an extract or in a message: of a qualified identity alone (EXI ID 29).

    The only way out towards somebody else. Three places hold the number itself, and give it to nobody outside: who verifies an
    identity here sees it on its page, a backup keeps the tables, and a whole house that moves to another instance takes each
    INS with its status (`people.moving`, decision 0026): the same organisme, no flow.
    """
    if person.identity_status != IdentityStatus.QUALIFIED or not person.ins_matricule:
        return None
    if not oid_allowed(person.ins_oid):
        return None
    return Ins(person.ins_matricule, person.ins_oid)


def oid_allowed(oid: str) -> bool:
    """The OIDs of tests and demonstration belong to the house of trial alone (requirements I-003)."""
    return oid not in TEST_OIDS or bool(settings.DEMO)


def locked_traits(person: Person) -> frozenset[str]:
    """Traits that nobody changes by hand while they are those of the national service."""
    return frozenset(STRICT) if person.identity_status in HOLDS_INS else frozenset()


def kept_by_a_list(person: Person) -> frozenset[str]:
    """Traits that no imported list completes or empties: those that a paper or the national service has shown to be hers."""
    return frozenset() if person.identity_status == IdentityStatus.PROVISIONAL else frozenset(STRICT)


def missing_to_validate(person: Person) -> list[str]:
    """What must be known before a paper may validate an identity."""
    known = {
        "le nom de naissance": person.birth_name,
        "les prénoms de naissance": person.first_names,
        "la date de naissance": person.birth_date,
        "le lieu de naissance": person.birth_place or person.birth_place_code,
    }
    return [words for words, value in known.items() if not value]


def missing_for_ins(person: Person) -> list[str]:
    """What the national service needs besides."""
    known = {
        "le premier prénom de naissance": person.birth_first_name,
        "le code du lieu de naissance": person.birth_place_code,
        "le sexe": person.sex != Sex.UNKNOWN,
    }
    return missing_to_validate(person) + [words for words, value in known.items() if not value]


def regime_of(packs: Iterable[str]) -> str:
    """How strict identity must be for somebody followed by these sectors: the strictest of them (requirements §10.2).

    `health`: the INS is looked for; `social`: a validated identity is enough, nothing asks for an INS; `anonymous`: nobody has to
    say who she is.
    """
    found = set()
    for code in packs:
        try:
            found.add(load_pack(code).identity)
        except PackError:
            found.add("social")
    return next((regime for regime in ("health", "social", "anonymous") if regime in found), "social")
