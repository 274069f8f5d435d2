"""Somebody who left years ago: the archive of the demonstration is not empty, next month something is to be decided."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from liane.config.demo.seed import fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.organizations.models import Unit
from liane.people.enums import Sex
from liane.people.identity import index_person
from liane.people.models import Person, Record, RecordUnit
from liane.stays.models import Stay
from liane.stays.retention.queries import next_month

# Unit, name, first name, sex, birth, how long after next month’s fifteenth day she had left, archived since then.
_GONE = (
    ("Mimosa", "Castel", "Raymonde", Sex.FEMALE, date(1931, 4, 9), 5, False),
    ("Acacia", "Delmas", "Lucien", Sex.MALE, date(1940, 11, 2), 20, True),
    ("SAVS Horizon", "Ferrer", "Monique", Sex.FEMALE, date(1952, 7, 21), 2, False),
    ("SAVS Horizon", "Guérin", "Albert", Sex.MALE, date(1948, 1, 30), 7, True),
    ("Les Grands", "Hamidi", "Yanis", Sex.MALE, date(2006, 9, 14), 2, False),
    ("CHRS L’Escale", "Ivanov", "Piotr", Sex.MALE, date(1977, 3, 5), 4, True),
)


def remember_the_departed(organization_id: UUID) -> None:
    """They left so long ago that their term comes next month, or has just passed."""
    with acting_for(organization_id):
        units = {unit.name: unit for unit in Unit.objects.all()}
        day = next_month(today())[0] + timedelta(days=14)
        for place, name, first_name, sex, birth, years, archived in _GONE:
            if (unit := units.get(place)) is not None:
                _write(organization_id, unit, Person(
                    id=fixed_id("departed", organization_id, name), organization_id=organization_id, birth_name=name,
                    first_names=first_name, sex=sex, birth_date=birth,
                ), day - relativedelta(years=years), archived)  # fmt: skip


def _write(organization_id: UUID, unit: Unit, person: Person, left_on: date, archived: bool) -> None:
    since = left_on - timedelta(days=900)
    index_person(person).save(force_insert=True)
    record = Record(
        id=fixed_id("departed record", person.pk), organization_id=organization_id, person=person,
        opened_at=_moment(since), archived_at=_moment(left_on + timedelta(days=1830)) if archived else None,
    )  # fmt: skip
    record.save(force_insert=True)
    stay_id = fixed_id("departed stay", person.pk)
    Stay.objects.create(
        id=stay_id, organization_id=organization_id, record=record, unit=unit, starts_on=since, ends_on=left_on
    )
    RecordUnit.objects.create(
        id=stay_id, organization_id=organization_id, record=record, unit=unit, since=_moment(since),
        until=_moment(left_on + timedelta(days=1)),
    )  # fmt: skip


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(on, today()), time()))
