"""A few persons welcomed twice, as it happens in any house: by another hand, at night, with another spelling.

Written by the gestures of the house themselves, in the name of Nicole and Hélène, then found by the look of the night: the queue of
identitovigilance is alive on the first day.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from liane.access.queries import actor_of
from liane.config.demo.places_rows import unit_id
from liane.config.demo.seed import fixed_id
from liane.kit.tenancy import acting_for
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.actions.creation import Arrival, create_person
from liane.people.doubles.watch import look_for_doubles
from liane.people.enums import Precision
from liane.people.models import Person, RecordUnit
from liane.people.traits import Traits
from liane.professionals.models import Practitioner

UNIT = "acacia"


@dataclass(frozen=True, slots=True)
class Twice:
    """Somebody of the unit, by her rank in the list, as the second hand wrote her, where; and what was written there since."""

    rank: int
    how: str
    days_ago: int
    word: str
    unit: str = UNIT
    hand: str = "nicole"
    writer: str = "karim"


_TWICE = (
    Twice(2, "day_and_month", 6, "Arrivée du week-end de répit. Elle connaît déjà la maison et demande sa chambre."),
    Twice(5, "heard", 12, "Accueil de nuit\u00a0: papiers non retrouvés, identité donnée par téléphone."),
    Twice(9, "crossed", 3, "Appel du SAVS\u00a0: le dossier demandé n’est pas trouvé sous ce nom."),
    # Half of a pair: at the FAM one is told whom to ask, and nothing of who it is; the direction has both.
    Twice(
        13,
        "heard",
        4,
        "Premier rendez-vous\u00a0: il est déjà accompagné ailleurs, il ne sait plus où.",
        "savs",
        "helene",
        "helene",
    ),
)


def add_doubles(house: UUID, now: datetime) -> int:
    """Welcome them a second time, then look for doubles as the night does. How many pairs wait."""
    with acting_for(house):
        hands = {
            p.account.slug: actor_of(p)
            for p in Practitioner.objects.filter(account__slug__in=("nicole", "karim", "helene")).select_related(
                "account"
            )
        }
        if len(hands) == 3:
            people = list(
                Person.objects.filter(record__held_by__unit=unit_id(UNIT), record__held_by__until=None)
                .exclude(birth_date=None).filter(birth_precision=Precision.DAY).order_by("pk")
            )  # fmt: skip
            for twice in _TWICE:
                _welcome(hands, people[twice.rank % len(people)], twice, now)
        return look_for_doubles(house).new


def _welcome(hands: dict, person: Person, twice: Twice, now: datetime) -> None:
    day = (now - timedelta(days=twice.days_ago)).date()
    person_id = fixed_id("double", person.pk, twice.how)
    arrival = Arrival(unit_id(twice.unit), day)
    record_id = create_person(hands[twice.hand], person_id, _written_again(Traits.of(person), twice.how), arrival)
    RecordUnit.objects.filter(record_id=record_id).update(since=now - timedelta(days=twice.days_ago))
    text = Draft(text=twice.word, happened_at=now - timedelta(days=twice.days_ago - 1))
    write_note(hands[twice.writer], record_id, fixed_id("écrit du double", person.pk), text)


def _written_again(traits: Traits, how: str) -> Traits:
    """As another hand writes it."""
    if how == "crossed":
        return replace(traits, birth_name=traits.first_names.split(",")[0], first_names=traits.birth_name, used_name="")
    if how == "day_and_month":
        return replace(traits, birth_date=_exchanged(traits.birth_date), preferred_name="")
    return replace(traits, birth_name=_heard(traits.birth_name), preferred_name="")


def _exchanged(born: date | None) -> date | None:
    """Day and month, when the calendar allows it; else one figure of the day."""
    if born is None or born.day > 12 or born.day == born.month:
        return born.replace(day=born.day - 1 if born.day > 1 else 2) if born else None
    return born.replace(day=born.month, month=born.day)


def _heard(name: str) -> str:
    """«Martin» → «Marttin», «Lefèvre» → «Lefevvre»: a consonant twice is heard the same."""
    for place in range(len(name) - 2, 0, -1):
        if name[place].lower() in "lmnrtpfs":
            return name[:place] + name[place].lower() + name[place:]
    return f"{name}s"
