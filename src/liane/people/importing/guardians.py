"""Guardians in a circle, as a list may say it: somebody her own guardian, two persons who would each protect the other, or further.

A list names its guardians and nothing more: a name is followed when one person alone bears it, in the list or in the organisme.
Links of records that whoever imports does not open are followed too, since the circle would be there all the same: the answer
is then one sentence that names nobody. What is never told is not followed: a protected person, what a discreet facility wrote.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q

from liane.access.actor import Actor
from liane.kit.text import fold
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.circle.loops import GUARDIANS
from liane.people.identity import identity_key, sound_key
from liane.people.importing.fields import LABELS, Field
from liane.people.importing.refusals import at_line
from liane.people.importing.rows import PersonLine
from liane.people.models import LegalMeasure, Person, Record, Relative
from liane.people.queries.told import told_to

HERSELF = (
    "c’est le nom de la personne elle-même\u00a0: personne ne se protège soi-même. Si c’est quelqu’un du même nom, précisez qui "
    "(par exemple «\u00a0{name}, son père\u00a0»)."
)
LOOP = "chacune protégerait l’autre, directement ou par d’autres (voir {lines}). Vérifiez qui est protégé, et par qui."
UNTOLD = "ce représentant ne peut pas être repris. Laissez la case vide, et demandez à votre encadrement."
_TITLES = frozenset("M MR MME MLLE MONSIEUR MADAME MADEMOISELLE DR ME MAITRE".split())
_DEEPEST = 8


@dataclass(slots=True)
class _Who:
    """Who is above whom. A person is her folded traits (`identity_key`), in the list as in the organisme."""

    lines: dict[str, list[PersonLine]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    untold: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def one_named(self, name: str) -> str:
        """The only person of that name; nobody when there are two."""
        found = self.named.get(name, set())
        return next(iter(found)) if len(found) == 1 else ""

    def reached(self, start: str, *, told_only: bool) -> set[str]:
        """Everybody who stands above, step by step, herself included."""
        met, waiting = {start}, {start}
        for _ in range(_DEEPEST):
            up = {key for one in waiting for key in self.above.get(one, ())}
            if not told_only:
                up |= {key for one in waiting for key in self.untold.get(one, ())}
            waiting = up - met
            met |= waiting
        return met


def refuse_rounds(actor: Actor, lines: Iterable[PersonLine]) -> None:
    """Each line whose guardian is herself, or is protected by her, is refused in words. Nothing is written here."""
    who, guarded = _Who(), []
    for line in lines:
        if line.errors:
            continue
        key = _key(line)
        who.lines[key].append(line)
        for name in _names(line):
            who.named[name].add(key)
        guarded += [(line, _bare(contact.name)) for contact in line.contacts if contact.is_legal]
    if not guarded:
        return
    _learn(actor, who, [name for _, name in guarded])
    for line, name in guarded:
        if guardian := who.one_named(name):
            who.above[_key(line)].add(guardian)
    for line, name in guarded:
        if said := _fault(who, line, name):
            line.errors.append(at_line(line.line, LABELS[Field.LEGAL_NAME], said))


def _fault(who: _Who, line: PersonLine, name: str) -> str:
    if name in _names(line):
        return HERSELF.format(name=line.who)
    key, guardian = _key(line), who.one_named(name)
    if not guardian:
        return ""
    if key in who.reached(guardian, told_only=True):
        others = sorted(one.line for one in who.lines.get(guardian, ()))
        return LOOP.format(lines=f"ligne {others[0]}" if others else "les dossiers")
    return UNTOLD if key in who.reached(guardian, told_only=False) else ""


def _learn(actor: Actor, who: _Who, names: list[str]) -> None:
    """What the organisme knows of these persons: who bears these names, who protects them already."""
    heard = {sound_key(last, first) for name in names for last, first in _cuts(name)}
    found = Person.objects.filter(record__isnull=False).filter(Q(key__in=list(who.lines)) | Q(sound_key__in=heard))
    people = {person.pk: person.key for person in found}
    wanted = set(names)
    for person in found:
        for name in _spellings(person.birth_name, person.used_name, person.first_names, person.preferred_name) & wanted:
            who.named[name].add(person.key)
    waiting = set(people)
    for _ in range(_DEEPEST):
        step = _links(actor, waiting)
        waiting = {guardian for _, guardian, _ in step} - set(people)
        people |= dict(Person.objects.filter(pk__in=waiting).values_list("pk", "key"))
        for person_id, guardian_id, is_told in step:
            (who.above if is_told else who.untold)[people[person_id]].add(people[guardian_id])
        if not waiting:
            break


def _links(actor: Actor, people: set[UUID]) -> list[tuple[UUID, UUID, bool]]:
    """(who is protected, by whom, may it be told to this reader), of the persons accompanied here."""
    visible = set(Record.objects.visible_to(actor).filter(person_id__in=people).values_list("pk", flat=True))
    adult = [code for code, kind in measure_kinds().items() if kind.is_of_adults]
    circle = told_to(actor, Relative.objects.filter(ended_on=None, relation__in=GUARDIANS))
    measures = told_to(actor, LegalMeasure.objects.filter(is_current=True, is_struck=False, kind__in=adult))
    found = []
    for rows, guardian in ((circle, "contact__person_id"), (measures, "holder__person_id")):
        known = rows.filter(record__person_id__in=people, **{f"{guardian}__isnull": False})
        for record_id, is_protected, person_id, guardian_id in known.values_list(
            "record_id", "record__is_protected", "record__person_id", F(guardian)
        ):
            if record_id in visible or not is_protected:
                found.append((person_id, guardian_id, record_id in visible))
    return found


def _key(line: PersonLine) -> str:
    traits = line.traits
    return identity_key(traits.birth_name, traits.first_names, traits.birth_date)[:320]


def _names(line: PersonLine) -> set[str]:
    traits = line.traits
    return _spellings(traits.birth_name, traits.used_name, traits.first_names, traits.preferred_name)


def _spellings(birth_name: str, used_name: str, first_names: str, preferred: str) -> set[str]:
    """«ANNE DURAND», «DURAND ANNE»: by each name, with the first of her first names or the one that is used."""
    firsts = {fold(first_names), fold(first_names.split(",")[0]), fold(preferred)} - {""}
    lasts = {fold(birth_name), fold(used_name)} - {""}
    return {name for first in firsts for last in lasts for name in (f"{first} {last}", f"{last} {first}")}


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _TITLES)


def _cuts(name: str) -> list[tuple[str, str]]:
    """A name may be read both ways, and cut anywhere."""
    words = name.split()
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return pairs + [(last, first) for first, last in pairs]
