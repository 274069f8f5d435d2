"""What an import would do, line by line, before anything is written. The same plan is made again when it is accepted."""

from collections.abc import Callable, Mapping
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.policies import Held, Level, decide
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal
from liane.kit.tables import Table
from liane.kit.text import fold
from liane.people.enums import IdentifierKind
from liane.people.importing import columns
from liane.people.importing.entitled import RightsHere
from liane.people.importing.fields import LABELS, Field
from liane.people.importing.guardians import refuse_rounds
from liane.people.importing.known import KeyWorkers, fills_of, people_like
from liane.people.importing.matching import Known, KnownPeople, Likeness
from liane.people.importing.refusals import at_line, quoted
from liane.people.importing.rows import NUMBERS, PersonLine, read_lines
from liane.people.queries.told import units_of_reader
from liane.stays.importing.beds import Beds
from liane.stays.importing.models import Choice, Verdict
from liane.stays.importing.modes import path_of
from liane.stays.importing.places import PlaceRefused, Places
from liane.stays.importing.planned import ImportPlan, PlannedRow
from liane.stays.importing.words import near_sentence

Progress = Callable[[int, int], None]
NUMBER_FIELDS = {kind: name for name, kind in NUMBERS.items()}


def plan_import(
    actor: Actor,
    table: Table,
    mapping: columns.Mapping,
    *,
    default_unit: UUID | None = None,
    choices: Mapping[int, Choice] | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Say for each line whether it would be created, matched, asked or refused, and why. Writes nothing."""
    organization_id = organization_of(actor)
    lines = read_lines(table, mapping, today())
    refuse_rounds(actor, lines)
    planner = _Planner(actor, Places(actor, default_unit), choices or {}, KeyWorkers(organization_id))
    alike = people_like(organization_id, lines, units_of_reader(actor))
    planner.known, planner.rights = KnownPeople(alike), RightsHere(actor, [known.record_id for known in alike])
    rows = []
    for rank, line in enumerate(lines, start=1):
        rows.append(planner.plan(line))
        if progress and rank % 200 == 0:
            progress(rank, len(lines))
    return ImportPlan(rows, (*table.notes, *mapping.notes))


def organization_of(actor: Actor) -> UUID:
    """The organisme into which somebody may import, or the same answer as for what does not exist."""
    if actor.organization_id is None or not actor.may(Right.PERSONS_IMPORT):
        raise NotVisible(Refusal(right=Right.PERSONS_IMPORT, why="Son rôle ne permet pas d’importer"), actor)
    return actor.organization_id


class _Planner:
    """Plans one line after the other; a line may be the same person as a line above."""

    def __init__(self, actor: Actor, places: Places, choices: Mapping[int, Choice], workers: KeyWorkers) -> None:
        self.actor = actor
        self.places = places
        self.choices = choices
        self.known = KnownPeople()
        self.rights = RightsHere(actor, ())
        self.today = today()
        self.workers = workers
        self.beds = Beds(unit.pk for unit in places.units)

    def plan(self, person: PersonLine) -> PlannedRow:
        """The verdict on one line."""
        row = PlannedRow(
            person, Verdict.CREATE, list(person.remarks), choice=self.choices.get(person.line, Choice.NONE)
        )
        if person.errors:
            return self._refused(row, person.errors)
        if person.ends_on and person.ends_on.value < self.today:
            row.verdict = Verdict.ASIDE
            row.sentences = [
                f"Sortie le {short(person.ends_on.value)} : seules les personnes présentes sont importées."
            ]
            return row
        try:
            found = self.places.find(person)
        except PlaceRefused as refused:
            return self._refused(row, [at_line(person.line, LABELS[refused.column], str(refused))])
        row.unit = found.unit
        if found.remark:
            row.sentences.append(found.remark)
        self._dates(row)
        self._key_worker(row)
        self._match(row)
        if row.verdict is Verdict.CREATE:
            self._create(row)
        elif row.verdict is Verdict.MATCH:
            self._complete(row)
        if row.opens_stay:
            self._bed(row)
            row.details, row.leaving, remarks = path_of(person, row.ends_on)
            row.sentences.extend(remarks)
        if row.verdict in (Verdict.CREATE, Verdict.MATCH) and (row.told_of is None or row.opens_stay):
            kept = self.rights.plan(person, row.place.pk, row.who, tells=row.told_of is None)
            row.rights, row.measure = kept.rights, kept.measure
            row.sentences.extend(kept.sentences)
        return row

    def _bed(self, row: PlannedRow) -> None:
        """The place that the line names, when the unit keeps it and nobody is there."""
        place, trouble = self.beds.take(row.place.pk, row.person.place, row.starts_on, row.ends_on)
        row.bed, row.bed_name = (place.pk, place.name) if place else (None, "")
        if trouble:
            row.bed_taken = True
            row.sentences.append(trouble)

    def _refused(self, row: PlannedRow, errors: list[str]) -> PlannedRow:
        row.verdict, row.sentences = Verdict.REFUSED, list(errors)
        return row

    def _dates(self, row: PlannedRow) -> None:
        """When the stay begins: as written, or today, and then it is said."""
        person = row.person
        row.ends_on = person.ends_on.value if person.ends_on else None
        row.starts_on = person.starts_on.value if person.starts_on else self.today
        if not person.starts_on:
            row.sentences.append(f"Date d’entrée absente : le {short(self.today)} est retenu.")

    def _key_worker(self, row: PlannedRow) -> None:
        """The referent, when exactly one professional bears that name."""
        name = row.person.key_worker
        row.key_worker_id = self.workers.find(name) if name else None
        if name and row.key_worker_id is None:
            row.sentences.append(f"Référent {quoted(name)} non trouvé dans l’équipe : laissé vide.")

    def _match(self, row: PlannedRow) -> None:
        """Certain, near, or new. Whoever the actor may not know of stays unknown, or is told as the rule allows."""
        near = self.known.near(row.person.traits, row.place.pk)
        holders = self._holders(row)
        same = [
            k for likeness, k in near if likeness is Likeness.SAME or any(k is holder for holder in holders.values())
        ]
        told = [(known, *self._may_know(known)) for known in same]
        visible = next((known for known, may, _ in told if may), None)
        for kind, holder in holders.items():
            if holder is visible or (visible is None and any(holder is known for known in same)):
                continue
            said = "ce numéro est déjà celui d’une autre personne. Vérifiez le numéro."
            self._refused(row, [at_line(row.line, LABELS[NUMBER_FIELDS[kind]], said)])
            return
        if visible is not None:
            row.verdict, row.known = Verdict.MATCH, visible
            row.told_of = None if self._may_open(visible) else visible.record_id
            return
        blocked, sentence = next(((known, said) for known, _, said in told if said), (None, ""))
        if blocked is not None:
            row.verdict, row.told_of = Verdict.DOUBT, blocked.record_id
            row.sentences.append(sentence)
            return
        doubtful = next((k for likeness, k in near if likeness is Likeness.NEAR and self._may_know(k)[0]), None)
        if doubtful is not None:
            row.told_of = None if self._may_open(doubtful) else doubtful.record_id
            self._ask(row, doubtful)

    def _may_open(self, known: Known) -> bool:
        return bool(known.unit_ids & self.actor.units_with(Right.RECORD_READ))

    def _holders(self, row: PlannedRow) -> dict[IdentifierKind, Known]:
        """Who already bears the numbers of the line in that house."""
        found = {k: self.known.named(k, value, row.place.facility_id) for k, value in row.person.numbers.items()}
        return {kind: holder for kind, holder in found.items() if holder is not None}

    def _may_know(self, known: Known) -> tuple[bool, str]:
        """May the actor be told that this is her? Else the sentence that the rule allows, or nothing at all."""
        if known.record_id is None or self.actor.unit_ids & set(known.closed_units):
            return True, ""  # a line above, or somebody whom her own team accompanied before
        held = [Held(UUID(h["unit_id"]), h["unit"], h["facility"], h["is_discreet"]) for h in known.held]
        decision = decide(self.actor, Right.RECORD_READ, held, is_protected=known.is_protected)
        if decision.allowed:
            return True, ""
        shown = next((h for h in known.held if not h["is_discreet"]), None)
        if decision.level is not Level.FOLLOWED or shown is None:
            return False, ""
        return False, (
            f"Cette personne est déjà suivie par {shown['unit']}, {shown['facility']}. "
            "Demandez à cette équipe d’ouvrir son dossier à votre unité. La ligne n’est pas importée."
        )

    def _ask(self, row: PlannedRow, near: Known) -> None:
        """A near twin: a human being decides (ux §12, «Double person»)."""
        row.can_choose = True
        if row.choice is Choice.OTHER:
            row.sentences.append("Vous avez décidé : c’est une autre personne.")
        elif row.choice is Choice.SAME:
            row.verdict, row.known = Verdict.MATCH, near
            row.sentences.append("Vous avez décidé : c’est la même personne.")
        else:
            row.verdict, row.known = Verdict.DOUBT, near
            row.sentences.append(f"{near_sentence(near)} Est-ce elle ?")

    def _create(self, row: PlannedRow) -> None:
        """A new person: the next lines must know her."""
        person = row.person
        row.opens_stay = True
        numbers = [
            {"kind": kind, "value": value, "facility_id": row.place.facility_id}
            for kind, value in person.numbers.items()
        ]
        known = Known(
            traits=person.traits,
            line=person.line,
            birth_place_code=person.birth_place_code,
            numbers=numbers,
            relatives=frozenset(fold(contact.name) for contact in person.contacts),
            has_key_worker=bool(person.key_worker),
            unit_ids={row.place.pk},
        )
        row.known = known
        self.known.add(known)

    def _complete(self, row: PlannedRow) -> None:
        """Somebody known: only what is empty is filled, and what was ended by hand stays ended."""
        known, person = row.who, row.person
        if known.line:
            row.sentences.insert(0, f"Même personne que la ligne {known.line}.")
        elif known.record_id is not None:
            row.fills = fills_of(person, known)
            names = ", ".join(LABELS[Field(name)] for name in row.fills if name != "birth_precision")
            row.sentences.insert(0, f"Déjà connue. Complète : {names}." if names else "Déjà connue.")
        if row.place.pk in known.unit_ids:
            return
        ended = known.closed_units.get(row.place.pk)
        if ended:
            row.sentences.append(
                f"Son accompagnement dans {row.place.name} est terminé depuis le {ended} : il n’est pas rouvert."
            )
            return
        row.opens_stay = True
        known.unit_ids.add(row.place.pk)
