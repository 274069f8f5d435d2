"""Guardians in a circle: somebody her own guardian, two persons each guardian of the other, or further round.

Only what the writer reads is compared: see `circle.loops` for what that leaves unseen. The second person of a measure
(cotuteur, subrogé) is a name: it is compared with her own, and with the first (`rules`); no circle can be followed through it.
"""

from uuid import UUID

from liane.access.actor import Actor
from liane.kit.door import Refused
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.circle.loops import one_at_a_time, refuse_herself, refuse_loop
from liane.people.facts import RecordFacts
from liane.people.models import Contact, Record
from liane.people.protection.data import MeasureDraft, Wrong
from liane.people.protection.models import LegalMeasure
from liane.people.queries.told import told_to

_DEEPEST = 8
_HERSELF = (
    "C’est le nom de {name}\u00a0: personne ne se protège soi-même. Si c’est quelqu’un du même nom, précisez qui (par exemple "
    "«\u00a0{name}, son père\u00a0»)."
)
_LOOP = "Chacune protégerait l’autre, directement ou par d’autres. Vérifiez qui est protégé, et par qui."


def refuse_round(actor: Actor, facts: RecordFacts, draft: MeasureDraft) -> None:
    """Nobody guards herself, nor who guards her; only what this reader may open is said to her."""
    kind = measure_kinds().get(draft.kind)
    if kind is None or kind.decided_by == "department":
        return
    if draft.second_name:
        try:
            refuse_herself(facts.person, draft.second_name, "", None)
        except Refused as problem:
            raise Wrong([("second_name", _HERSELF.format(name=facts.person.full_name))]) from problem
    if not draft.holder_name:
        return
    contact = Contact.objects.filter(pk=draft.holder_id).first() if draft.holder_id else None
    person_id = contact.person_id if contact else None
    try:
        refuse_herself(facts.person, draft.holder_name, contact.born_on if contact else "", person_id)
        if kind.is_of_adults:
            refuse_loop(actor, facts.person, "TUTEUR", person_id)
    except Refused as problem:
        raise Wrong([("holder_name", str(problem))]) from problem
    if person_id is None:
        return
    one_at_a_time(actor)
    if facts.person.pk in _guards_of(actor, person_id):
        raise Wrong([("holder_name", _LOOP)])


def _guards_of(actor: Actor, start: UUID) -> set[UUID]:
    """Persons accompanied here who stand above this one by a measure, step by step."""
    adult = [code for code, kind in measure_kinds().items() if kind.is_of_adults]
    open_here = Record.objects.visible_to(actor)
    measures = LegalMeasure.objects.filter(record__in=open_here, is_current=True, is_struck=False, kind__in=adult)
    met: set[UUID] = set()
    waiting = {start}
    for _ in range(_DEEPEST):
        up = told_to(actor, measures.filter(record__person_id__in=waiting)).exclude(holder__person=None)
        found = set(up.values_list("holder__person_id", flat=True))
        waiting, met = found - met, met | found
        if not waiting:
            break
    return met
