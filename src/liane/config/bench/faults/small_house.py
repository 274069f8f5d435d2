"""A small house: one unit, fifty who work there, a dozen who live there. Made in a second, kept between two runs."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.test import Client
from django.utils import timezone

from liane.access.models import Role
from liane.access.queries import actor_of
from liane.access.roles import default_roles
from liane.config.demo.seed import fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.organizations.actions import found_organization, open_facility, open_unit
from liane.people.actions.creation import Arrival, create_person
from liane.people.models import Record
from liane.people.traits import Traits
from liane.professionals.actions import give_post
from liane.professionals.models import Account, Practitioner

HOUSE, UNIT = fixed_id("fautes", "maison"), fixed_id("fautes", "unité")
WORKERS, PERSONS = 50, 12
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_LOGIN = "fautes-{:02d}"


@dataclass(frozen=True, slots=True)
class SmallHouse:
    """What the writers need to name."""

    records: list[UUID]
    accounts: list[Account]

    def browser(self, number: int) -> Client:
        """One who works there, signed in. Her session is in the database: it survives what kills the web server."""
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(self.accounts[number % len(self.accounts)], backend=_BACKEND)
        return client


def settle() -> SmallHouse:
    """The small house, founded the first time."""
    with acting_for(HOUSE):
        if not Practitioner.objects.filter(organization_id=HOUSE).exists():
            _found()
        records = list(Record.objects.filter(organization_id=HOUSE).order_by("id").values_list("pk", flat=True))
    accounts = list(Account.objects.filter(login__startswith=_LOGIN[:7]).order_by("login"))
    return SmallHouse(records, accounts)


def _found() -> None:
    house = found_organization(HOUSE, name="Association des Fautes", finess_ej="")
    Role.objects.bulk_create(
        Role(
            organization=house, code=role.code, label=role.label, short=role.short, family=role.family,
            rights=list(role.rights), reads=list(role.reads), writes=list(role.writes),
        )
        for role in default_roles()
    )  # fmt: skip
    facility = open_facility(
        HOUSE, fixed_id("fautes", "foyer"), name="Foyer des Fautes", pack="fam_mas", finess_et="", category="",
        is_discreet=False,
    )  # fmt: skip
    open_unit(facility, UNIT, name="Les Peupliers", places=PERSONS)
    since = timezone.now() - timedelta(days=30)
    for number in range(WORKERS):
        account = Account.objects.create(login=_LOGIN.format(number), password="!")  # noqa: S106 - nobody signs in with it
        worker = Practitioner.objects.create(
            organization=house,
            account=account,
            first_name="Essai",
            last_name=f"Numéro {number}",
            profession="éducateur",
        )
        role = "chef_de_service" if number == 0 else "educateur"
        give_post(worker, worker.pk, role_code=role, facility_id=None, unit_id=UNIT, starts_at=since, ends_at=None)
    chief = actor_of(Practitioner.objects.get(account__login=_LOGIN.format(0)))
    for number in range(PERSONS):
        traits = Traits(birth_name=f"Peuplier{number}", first_names="Camille", birth_date=date(1990, 1, 1 + number))
        create_person(
            chief, fixed_id("fautes", "personne", number), traits, Arrival(UNIT, today() - timedelta(days=20))
        )
