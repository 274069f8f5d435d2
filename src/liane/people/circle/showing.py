"""How the circle is shown: groups by role, the words of a role, cards of those who may be chosen."""

from datetime import date
from typing import Any
from uuid import UUID

from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.text import initials
from liane.people.circle.enums import ContactKind, HomeKind
from liane.people.circle.places import Living, Place, is_over
from liane.people.circle.queries import Around, FoundContact
from liane.people.facts import RecordFacts
from liane.people.queries.listing import Card
from liane.people.words import age_and_birth

CALLED, STANDING, CARING, BODIES, OTHERS = (
    "À prévenir, dans l’ordre",
    "Représentants légaux et personnes de confiance",
    "Proches aidants",
    "École, tutelle, soin, partenaires",
    "Les autres personnes qui comptent",
)
_ICONS = {CALLED: "tel", STANDING: "balance", CARING: "main", BODIES: "gens", OTHERS: "famille"}


def group_of(someone: Around) -> str:
    """Where she stands on the page: what one looks for first."""
    if someone.is_called:
        return CALLED
    if someone.is_legal or someone.is_trusted or someone.is_trusted_care:
        return STANDING
    if someone.is_caregiver:
        return CARING
    return BODIES if someone.kind != ContactKind.PERSON else OTHERS


def role_of(someone: Around) -> str:
    """«Sœur, personne de confiance»."""
    trusted = {
        (True, True): ["personne de confiance (accompagnement et santé)"],
        (True, False): ["personne de confiance"],
        (False, True): ["personne de confiance (santé)"],
    }.get((someone.is_trusted, someone.is_trusted_care), [])
    also = ["représentant légal"] * someone.is_legal + trusted + ["proche aidant"] * someone.is_caregiver
    return ", ".join([someone.relation_label, *also])


def grouped(
    facts: RecordFacts, circle: list[Around], records: dict[UUID, UUID]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those of today by role, and those of before. `records`: of those accompanied here whom this reader opens."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for someone in circle:
        if someone.ended_on is None:
            groups.setdefault(group_of(someone), []).append(shown(facts, someone, records))
    told = [
        {"title": title, "icon": icon, "people": groups[title]} for title, icon in _ICONS.items() if title in groups
    ]
    return told, [shown(facts, someone, records) for someone in circle if someone.ended_on is not None]


def shown(facts: RecordFacts, someone: Around, records: dict[UUID, UUID]) -> dict[str, Any]:
    """One line of the circle."""
    keys = {"record_id": facts.id, "relative_id": someone.id}
    hers = records.get(someone.person_id) if someone.person_id else None
    standing = reverse("people:standing", kwargs={"record_id": facts.id})
    return {
        "name": someone.name,
        "initials": initials(someone.name),
        "role": role_of(someone),
        "phones": [{"text": n, "url": dial(n)} for n in someone.phones],
        "email": someone.email,
        "address": someone.address,
        "note": someone.note,
        "dates": _dates(someone),
        "ended": short(someone.ended_on),
        "record_url": reverse("timeline:record", kwargs={"record_id": hers}) if hers else "",
        "standing_url": f"{standing}?qui={someone.contact_id}" if someone.kind == ContactKind.PERSON else "",
        "edit_url": reverse("people:relative_edit", kwargs=keys),
        "end_url": reverse("people:relative_end", kwargs=keys),
    }


def shown_place(facts: RecordFacts, place: Place) -> dict[str, Any]:
    """One home: what it is to her, at which rhythm, with whom."""
    home = place.home
    dates = [f"depuis le {short(home.since)}"] if home.since else []
    dates += [f"jusqu’au {short(home.until)}"] if home.until else []
    dates += [f"dit par {home.said_by}"] if home.said_by else []
    said = ", ".join(dates)
    return {
        "name": home.household.name,
        "what": " · ".join(part for part in (HomeKind(home.kind).label, home.rhythm) if part),
        "address": home.household.address,
        "phone": {"text": home.household.phone, "url": dial(home.household.phone)} if home.household.phone else None,
        "email": home.household.email,
        "dates": said[:1].upper() + said[1:],
        "members": ", ".join(living_said(one, home.since) for one in place.members if not one.is_over),
        "before": ", ".join(living_said(one, None) for one in place.members if one.is_over),
        "is_over": is_over(home),
        "edit_url": reverse("people:home_edit", kwargs={"record_id": facts.id, "home_id": home.pk}),
    }


def living_said(one: Living, like: date | None) -> str:
    """«Nadia Bel depuis le 01/09/2024»; the day on which the person herself came (`like`) is not said again."""
    since = "" if one.since in (None, like) else short(one.since)
    until = short(one.until) if one.until else ""
    if one.is_over:
        return " ".join(
            part for part in (one.name, since and f"du {since}", f"{'au' if since else 'jusqu’au'} {until}") if part
        )
    began = "à partir du" if one.since and one.since > today() else "depuis le"
    return " ".join(part for part in (one.name, since and f"{began} {since}", until and f"jusqu’au {until}") if part)


def dial(number: str) -> str:
    """The address that makes a telephone call."""
    return "tel:" + "".join(c for c in number if c.isdigit() or c == "+")


def _dates(someone: Around) -> str:
    """«Depuis le 12/03/2024, dit par elle-même. Décès : 2019.»"""
    said = [f"Depuis le {short(someone.since)}"] if someone.since else []
    said += [f"dit par {someone.said_by}" if said else f"Dit par {someone.said_by}"] if someone.said_by else []
    life = [f"Décès\u00a0: {someone.died_on}"] if someone.died_on else []
    return ". ".join(part for part in (", ".join(said), *life) if part)


def found_card(facts: RecordFacts, found: FoundContact) -> dict[str, Any]:
    """A contact already known, that one may choose."""
    kind = "" if found.kind == ContactKind.PERSON else ContactKind(found.kind).label
    return {
        "id": str(found.id),
        "name": found.name,
        "detail": " · ".join(part for part in (kind, found.detail, found.phone) if part),
        "url": reverse("people:relative_add", kwargs={"record_id": facts.id}) + f"?connu={found.id}",
    }


def person_card(facts: RecordFacts, card: Card) -> dict[str, Any]:
    """Somebody accompanied here too."""
    return {
        "id": str(card.record_id),
        "name": card.person.full_name,
        "detail": f"Accompagnée ici aussi · {age_and_birth(card.person)}",
        "url": reverse("people:relative_add", kwargs={"record_id": facts.id}) + f"?accompagnee={card.record_id}",
    }
