"""The words of a person's page: where she lives, how she is, what must be known before acting."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from liane.kit.dates import NBSP
from liane.nomenclatures.packs import PackError, Vocabulary, load_pack
from liane.people.enums import FlagKind, Sex
from liane.people.spoken import Spoken

TONES = {FlagKind.DANGER: "rouge", FlagKind.COMMUNICATION: "bleu", FlagKind.LEGAL: "", FlagKind.IDENTITY: "vert"}
ICONS = {
    FlagKind.DANGER: "alerte",
    FlagKind.COMMUNICATION: "message",
    FlagKind.LEGAL: "balance",
    FlagKind.IDENTITY: "bouclier",
}
MOST_TAGS = 6
SHARE = "Partager avec les autres équipes qui l’accompagnent"
_PRESENCE = {
    "PRESENT": ("Présente", "Présent", "Présent(e)", "vert", "epingle"),
    "HOSPITAL": ("À l’hôpital", "À l’hôpital", "À l’hôpital", "bleu", "coeur"),
    "FAMILY": ("En famille", "En famille", "En famille", "prune", "famille"),
    "ABSENT": ("Absente", "Absent", "Absent(e)", "ocre", "sortie"),
    "EXPECTED": ("Attendue", "Attendu", "Attendu(e)", "bleu", "agenda"),
}
_PLAIN = Vocabulary(
    "personne accompagnée", "personne accompagnée", "personnes accompagnées", "référent", "référente",
    "unité", "place", "projet personnalisé",
)  # fmt: skip


def vocabulary(pack: str) -> Vocabulary:
    """The house's own words; plain ones when its sector file has gone."""
    try:
        return load_pack(pack).vocabulary
    except PackError:
        return _PLAIN


def where(unit: str, facility: str, place: str, pack: str) -> str:
    """«Unité Mimosa, chambre 12», «SAVS Horizon»: as one says it in that sector."""
    words = vocabulary(pack)
    if unit == facility or words.unit.split()[0] in unit.lower() or unit.lower() in facility.lower():
        said = unit
    else:
        said = f"{words.unit.capitalize()} {unit}"
    if not place:
        return said
    return f"{said}, {words.place} {place}" if place[0].isdigit() else f"{said}, {place[0].lower()}{place[1:]}"


def presence_tag(presence: str, sex: str) -> dict[str, str]:
    """«Présente», «À l’hôpital»…, with its icon."""
    she, he, unknown, tone, icon = _PRESENCE.get(presence, ("Présence non connue",) * 3 + ("", "epingle"))
    return {"word": {Sex.FEMALE: she, Sex.MALE: he}.get(Sex(sex), unknown), "tone": tone, "icon": icon}


def flag_tag(flag: Mapping[str, Any]) -> dict[str, str]:
    """One «à savoir avant d’agir» as a tag. A doubt about identity never looks like an assurance."""
    kind = FlagKind(flag["kind"])
    doubtful = kind is FlagKind.IDENTITY and ("vérifier" in flag["label"] or "Attention" in flag["label"])
    tone = "ocre" if doubtful else TONES[kind]
    return {"word": flag["label"], "tone": tone, "icon": flag.get("icon") or ICONS[kind]}


def shown_units(held: Iterable[dict[str, Any]], unit_ids: frozenset[UUID]) -> list[dict[str, Any]]:
    """Units that may be named to this reader: her own first, then the others, never a discreet one of others."""
    mine, others = [], []
    for unit in held:
        if UUID(unit["unit_id"]) in unit_ids:
            mine.append(unit)
        elif not unit["is_discreet"]:
            others.append(unit)
    return mine + others


def age_and_birth(person: Spoken) -> str:
    """«34 ans, née le 12/03/1992»."""
    if person.birth_date is None:
        return "Date de naissance non connue"
    return f"{person.age_text}, {person.born} {person.birth_text}"


def wishes(person: Spoken) -> str:
    """«souhaite qu’on l’appelle « Sam »»."""
    called = person.preferred_name
    return f"souhaite qu’on l’appelle «{NBSP}{called}{NBSP}»" if called and called != person.first_name else ""
