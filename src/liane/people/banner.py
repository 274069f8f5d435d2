"""The frame of every page of a record: the banner, always on screen, and the tabs this reader may open."""

from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.kit.addresses import reverse
from liane.people.enums import FlagKind
from liane.people.facts import RecordFacts
from liane.people.ins.words import death_tag, identity_tag
from liane.people.protection.tags import measure_tags, without_twins
from liane.people.spoken import Spoken
from liane.people.words import MOST_TAGS, age_and_birth, flag_tag, presence_tag, shown_units, where, wishes

# (key, url name, label, right): only what the house really has; a tab without right is absent (ux §5).
_TABS = (
    ("fil", "timeline:record", "Le fil", Right.RECORD_READ),
    ("essential", "people:essential", "L’essentiel", Right.RECORD_READ),
    ("project", "plans:project", "Son projet", Right.RECORD_READ),
    ("papers", "documents:papers", "Droits et papiers", Right.RECORD_READ),
    ("circle", "people:circle", "Son entourage", Right.RECORD_READ),
    ("journal", "people:journal", "Qui a vu", Right.RECORD_JOURNAL),
)
_PROTECTED = {"word": "Coordonnées protégées", "tone": "prune", "icon": "cadenas"}
_NAMESAKE = {"word": "Attention : deux personnes portent ce nom", "tone": "ocre", "icon": "gens"}


def may_here(actor: Actor, facts: RecordFacts, right: Right) -> bool:
    """Has she this right in one of the units that hold this record? (What the door will answer, for the buttons.)"""
    return any(actor.may(right, UUID(h["unit_id"])) for h in facts.held)


def frame(facts: RecordFacts, actor: Actor, current: str) -> dict[str, Any]:
    """`person` for ui.person_header and `tabs`. `current`: fil, essential, project, circle or journal."""
    return {"person": _person(facts, actor), "tabs": _tabs(facts, actor, current)}


def _tabs(facts: RecordFacts, actor: Actor, current: str) -> list[dict[str, Any]]:
    reads_support = Volet.SUPPORT in actor.volets_read(held.unit_id for held in facts.units())
    return [
        {"label": label, "url": reverse(name, kwargs={"record_id": facts.id}), "current": key == current}
        for key, name, label, right in _TABS
        if may_here(actor, facts, right) and (key != "project" or reads_support)
    ]


def _person(facts: RecordFacts, actor: Actor) -> dict[str, Any]:
    person = facts.person
    banner: dict[str, Any] = {
        "name": person.full_name,
        "called": wishes(person),
        "initials": person.initials,
        "photo": reverse("people:photo", kwargs={"record_id": facts.id}) if facts.has_portrait else "",
        "facts": _facts(facts, actor),
        "tags": tags(facts, actor),
        "action": None,
    }
    if may_here(actor, facts, Right.RECORD_PRINT):
        address = reverse("people:essential_pdf", kwargs={"record_id": facts.id})
        banner["action"] = {"label": "Fiche de liaison", "url": address, "icon": "imprime"}
    return banner


def _facts(facts: RecordFacts, actor: Actor) -> list[dict[str, str]]:
    units = shown_units(facts.held, actor.unit_ids)[:2]
    referent = reverse("people:essential", kwargs={"record_id": facts.id}) + "#referent"
    return [
        {"text": age_and_birth(facts.person)},
        *birth_name_fact(facts.person),
        *({"text": where(h["unit"], h["facility"], h["place"], h["pack"])} for h in units),
        *({"before": "Référent : ", "text": w["name"], "url": referent} for w in facts.key_workers[:2]),
    ]


def birth_name_fact(person: Spoken) -> list[dict[str, str]]:
    """The birth name, when she is called by another one: the name in use never stands for it (I-030)."""
    if not person.used_name or not person.birth_name or person.used_name == person.birth_name:
        return []
    return [{"before": "Nom de naissance : ", "text": person.birth_name}]


def tags(facts: RecordFacts, actor: Actor) -> list[dict[str, str]]:
    """Danger → communication → legal → identity, then presence. Six at most, but no danger is ever folded away."""
    dangers = [flag_tag(f) for f in facts.flags if f["kind"] == FlagKind.DANGER]
    legal = measure_tags(facts, actor)
    flags = [f for f in without_twins(facts.flags, legal) if f["kind"] != FlagKind.DANGER]
    before = [flag_tag(f) for f in flags if f["kind"] == FlagKind.COMMUNICATION]
    others = [*before, *legal, *(flag_tag(f) for f in flags if f["kind"] != FlagKind.COMMUNICATION)]
    sheet = reverse("people:identity_sheet", kwargs={"record_id": facts.id})
    last = [{**identity_tag(facts.person), "url": sheet}]
    if facts.is_protected:
        last.append(_PROTECTED)
    if facts.namesakes or facts.person.is_homonym:
        last.append(_NAMESAKE)
    units = shown_units(facts.held, actor.unit_ids)
    if units:
        last.append(presence_tag(units[0]["presence"], facts.person.sex))
    if (death := death_tag(facts.person)) is not None:
        last.append(death)
    room = max(MOST_TAGS - len(dangers) - len(last), 0)
    folded = len(others) - room
    if folded > 0:
        also = "et 1 autre dans L’essentiel" if folded == 1 else f"et {folded} autres dans L’essentiel"
        last.append({"word": also, "tone": "", "icon": "info"})
    return [*dangers, *others[:room], *last]
