"""The cast in a small house, for the tests: plain builders, no magic, every row written by the application role.

`house.actor("karim")` is who acts, `house.client("karim")` a browser where he is signed in, `house.person("Nadia Bel",
"mimosa")` somebody followed there. The wall of Les Deux Rives is up unless the test says `with house.outside():`.
"""

import time
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.models import Role
from liane.access.queries import actor_of
from liane.access.roles import default_roles
from liane.kit.tenancy import acting_for, replace_organization, set_organization
from liane.organizations.models import Facility, Organization, Shift, Unit
from liane.people.circle.data import OF_CONTACT
from liane.people.identity import index_person
from liane.people.models import Contact, KeyWorker, Person, Record, RecordUnit, Relative
from liane.professionals.models import Account, Practitioner, PractitionerRole
from liane.professionals.sessions import SessionStore
from liane.stays.models import Stay

PASSWORD = "une-liane-pour-essayer"  # the fictive house of the tests
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DEUX_RIVES, BEL_AIR = "Association Les Deux Rives", "Fondation Bel Air"
# organisation → facility → (sector pack, discreet, {key of the unit: its name})
PLAN: dict[str, dict[str, tuple[str, bool, dict[str, str]]]] = {
    DEUX_RIVES: {
        "FAM Les Tilleuls": ("fam_mas", False, {"mimosa": "Mimosa", "acacia": "Acacia"}),
        "IME La Garenne": ("ime", False, {"garenne": "Les Grands"}),
        "EHPAD Les Glycines": ("ehpad", False, {"glycines": "Rez-de-jardin"}),
        "SAVS Horizon": ("savs", False, {"savs": "SAVS Horizon"}),
        "SAAD/TISF Proximité": ("ssiad_saad", False, {"saad": "Secteur Nord"}),
        "CHRS L’Escale": ("chrs", False, {"chrs": "CHRS L’Escale"}),
        "CSAPA La Source": ("csapa", True, {"csapa": "CSAPA La Source"}),
        "MECS Le Belvédère": ("mecs_aemo", False, {"mecs": "Le Belvédère"}),
    },
    BEL_AIR: {"Foyer Bel Air": ("fam_mas", False, {"belair": "Les Pins"})},
}
SHIFTS = (("Matin", "07:00", "14:00"), ("Après-midi", "14:00", "21:00"), ("Nuit", "21:00", "07:00"))


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the cast: the posts are (role, place), a place being a unit key, a facility name, or "" = organisme."""

    slug: str
    first_name: str
    last_name: str
    profession: str
    posts: tuple[tuple[str, str], ...]
    organizations: tuple[str, ...] = (DEUX_RIVES,)


CAST = (
    Character(
        "karim", "Karim", "Duval", "éducateur spécialisé",
        (("educateur", "FAM Les Tilleuls"), ("educateur", "IME La Garenne")),
    ),
    Character("ines", "Inès", "Roche", "AES de nuit", (("aes", "FAM Les Tilleuls"),)),
    Character(
        "maud", "Maud", "Lefort", "infirmière coordinatrice",
        (("ide", "FAM Les Tilleuls"), ("ide", "EHPAD Les Glycines")),
    ),
    Character("sophie", "Sophie", "Marchal", "cheffe de service", (("chef_de_service", "FAM Les Tilleuls"),)),
    Character("marc", "Marc", "Estève", "directeur", (("directeur", ""),)),
    Character("nicole", "Nicole", "Ferrand", "secrétaire", (("secretaire", "FAM Les Tilleuls"),)),
    Character(
        "amine", "Amine", "Haddad", "délégué à la protection des données", (("dpo", ""),), (DEUX_RIVES, BEL_AIR)
    ),
    Character("fatou", "Fatou", "Diop", "TISF", (("tisf", "saad"),)),
    Character(
        "helene", "Hélène", "Vidal", "assistante sociale",
        (("assistante_sociale", "SAVS Horizon"), ("assistante_sociale", "CHRS L’Escale")),
    ),
    Character("farid", "Farid", "Zeroual", "éducateur spécialisé", (("educateur", "belair"),), (BEL_AIR,)),
)  # fmt: skip


@lru_cache(maxsize=2)
def _web_server(enforce_csrf_checks: bool) -> ClientHandler:
    """The middlewares, loaded once for all browsers (WhiteNoise reads every static file when it starts)."""
    handler = ClientHandler(enforce_csrf_checks=enforce_csrf_checks)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No directory at", UserWarning)
        handler.load_middleware()
    return handler


class HouseClient(Client):
    """A browser. Each request starts without any wall, as a new transaction of the real house would."""

    def __init__(self, enforce_csrf_checks: bool = False, **kwargs: Any) -> None:
        super().__init__(enforce_csrf_checks=enforce_csrf_checks, **kwargs)
        self.handler = _web_server(enforce_csrf_checks)

    def request(self, **request: Any) -> HttpResponse:  # type: ignore[override]
        """Send one request, then give the test back the wall it had."""
        before = replace_organization(None)
        try:
            return super().request(**request)  # type: ignore[return-value]
        finally:
            set_organization(before)


@dataclass
class House:
    """Both organisations, with everything the tests name."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    practitioners: dict[tuple[str, str], Practitioner] = field(default_factory=dict)
    sam: Record = field(default_factory=Record)

    @property
    def deux_rives(self) -> Organization:
        """Association Les Deux Rives."""
        return self.organizations[DEUX_RIVES]

    @property
    def bel_air(self) -> Organization:
        """Fondation Bel Air, where Farid works."""
        return self.organizations[BEL_AIR]

    def practitioner(self, slug: str, organization: str = "") -> Practitioner:
        """The professional of a slug (in one of her organismes when she has several)."""
        found = [p for (s, o), p in self.practitioners.items() if s == slug and organization in ("", o)]
        return found[0]

    def inside(self, organization: Organization | None = None) -> Any:
        """Block in which the wall is the one of this organisation (Les Deux Rives by default)."""
        return acting_for((organization or self.deux_rives).pk)

    def outside(self) -> Any:
        """Block in which no organisation is named: every sensitive table is empty."""
        return acting_for(None)

    def actor(self, slug: str, organization: str = "") -> Actor:
        """Who acts, with the posts of this moment; «admin» administers the instance and belongs to no organisme."""
        if slug == "admin":
            return Actor(self.accounts["admin"].pk, None, None, "admin", "", is_instance_admin=True)
        practitioner = self.practitioner(slug, organization)
        with acting_for(practitioner.organization_id):
            return actor_of(practitioner)

    def client(self, slug: str) -> HouseClient:
        """A browser in which this person of the cast is signed in: the session that signing in leaves, without its trace."""
        account, client = self.accounts[slug], HouseClient()
        session = SessionStore()
        session.update(
            {SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: account.get_session_auth_hash(),
             "browser": "Navigateur", "origin": "127.0.0.1", "proved_at": time.time()}
        )  # fmt: skip
        session.save(must_create=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
        return client

    def person(
        self, name: str, *units: str, birth: date | None = date(1992, 3, 12), referent: str = "", **fields: Any
    ) -> Record:
        """Somebody followed now by these units («Nadia Bel», "mimosa"). `since`, `until`: datetimes of the stay."""
        first_name, last_name = name.split(" ", 1)
        since: datetime = fields.pop("since", timezone.now() - timedelta(days=400))
        until: datetime | None = fields.pop("until", None)
        is_protected = fields.pop("is_protected", False)
        organization = self.units[units[0]].organization_id if units else self.deux_rives.pk
        with acting_for(organization):
            person = new_person(organization, first_name, last_name, birth, **fields)
            record = Record.objects.create(organization_id=organization, person=person, is_protected=is_protected)
            for unit in units:
                self.stay(record, unit, since=since, until=until)
            if referent:
                worker = self.practitioner(referent)
                KeyWorker.objects.create(
                    organization_id=organization, record=record, practitioner=worker, since=since.date()
                )
        return record

    def stay(self, record: Record, unit: str, *, since: datetime, until: datetime | None = None) -> Stay:
        """Open the record to one more unit."""
        where = {"organization_id": record.organization_id, "record": record, "unit": self.units[unit]}
        stay = Stay.objects.create(starts_on=since.date(), ends_on=until.date() if until else None, **where)
        RecordUnit.objects.create(id=stay.pk, since=since, until=until, **where)
        return stay

    def relative(self, record: Record, name: str, unit: str = "", **fields: Any) -> Relative:
        """Somebody who counts for her; what belongs to the contact goes on the contact."""
        reach = {key: fields.pop(key) for key in [*fields] if key in OF_CONTACT}
        with acting_for(record.organization_id):
            contact = fields.pop("contact", None)
            if contact is None:
                contact = Contact(organization_id=record.organization_id).put(name=name, **reach)
                contact.save(force_insert=True)
            link = {"relation": "SIS", "relation_label": "Sœur", "unit": self.units[unit] if unit else None, **fields}
            return Relative.objects.create(
                organization_id=record.organization_id, record=record, contact=contact, **link
            )

    def hire(
        self,
        slug: str,
        role: str,
        place: str,
        *,
        starts: timedelta = timedelta(days=-30),
        ends: timedelta | None = None,
    ) -> Practitioner:
        """Somebody more than the cast, with one post at a place (unit key, facility name, "" = organisme), dated from now."""
        organization = self.units[place].organization if place in self.units else self.deux_rives
        now = timezone.now()
        with acting_for(organization.pk):
            account = self.accounts[slug] = Account.objects.create(login=f"{slug}@essai.fr", password=_password())
            practitioner = Practitioner.objects.create(
                organization=organization,
                account=account,
                first_name=slug.capitalize(),
                last_name="Essai",
                profession=role,
            )
            post = self.post(practitioner, role, place)
            post.starts_at, post.ends_at = now + starts, None if ends is None else now + ends
            post.save(force_insert=True)
        self.practitioners[slug, organization.name] = practitioner
        return practitioner

    def post(self, practitioner: Practitioner, role: str, place: str) -> PractitionerRole:
        """A post that is not saved yet, held since a year."""
        return PractitionerRole(
            organization_id=practitioner.organization_id, practitioner=practitioner, role_code=role,
            unit=self.units.get(place), facility=self.facilities.get(place),
            starts_at=timezone.now() - timedelta(days=365),
        )  # fmt: skip


@lru_cache(maxsize=1)
def _password() -> str:
    return make_password(PASSWORD)


def new_person(organization: UUID, first_name: str, last_name: str, birth: date | None, **fields: Any) -> Person:
    """A person with the words by which she is found and the traits by which doubles are recognised."""
    traits = {"birth_name": last_name, "first_names": first_name, "birth_date": birth, **fields}
    person = index_person(Person(organization_id=organization, **traits))
    person.save(force_insert=True)
    return person


def build_house() -> House:
    """Both organisations, the cast, and Sam in Mimosa with Karim as referent. The wall of Les Deux Rives stays up."""
    house = House()
    with acting_for(None):
        _build_accounts(house)
        for name, plan in PLAN.items():
            organization = house.organizations[name] = Organization(name=name)
            set_organization(organization.pk)
            organization.save(force_insert=True)
            _build_places(house, organization, plan)
            _build_roles(organization)
            _build_team(house, organization)
    house.sam = house.person(
        "Samia Belkacem", "mimosa", referent="karim", preferred_name="Sam", sex="F", used_name="Belkacem"
    )
    set_organization(house.deux_rives.pk)
    return house


def _build_accounts(house: House) -> None:
    slugs = [*(c.slug for c in CAST), "admin"]
    accounts = [
        Account(login=s, email=f"{s}@essai.fr", slug=s, password=_password(), is_instance_admin=s == "admin")
        for s in slugs
    ]
    house.accounts.update(zip(slugs, Account.objects.bulk_create(accounts), strict=True))


def _build_places(house: House, organization: Organization, plan: dict[str, tuple[str, bool, dict[str, str]]]) -> None:
    for facility, (pack, is_discreet, units) in plan.items():
        house.facilities[facility] = Facility(
            organization=organization, name=facility, pack=pack, is_discreet=is_discreet
        )
        for key, name in units.items():
            house.units[key] = Unit(organization=organization, facility=house.facilities[facility], name=name)
    Facility.objects.bulk_create(f for f in house.facilities.values() if f.organization_id == organization.pk)
    units_here = [u for u in house.units.values() if u.organization_id == organization.pk]
    Unit.objects.bulk_create(units_here)
    Shift.objects.bulk_create(
        Shift(organization=organization, unit=unit, name=name, starts=starts, ends=ends)
        for unit in units_here
        for name, starts, ends in SHIFTS
    )


def _build_roles(organization: Organization) -> None:
    Role.objects.bulk_create(
        Role(
            organization=organization, code=r.code, label=r.label, short=r.short, family=r.family,
            rights=list(r.rights), reads=list(r.reads), writes=list(r.writes),
        )
        for r in default_roles()
    )  # fmt: skip


def _build_team(house: House, organization: Organization) -> None:
    posts = []
    for character in CAST:
        if organization.name not in character.organizations:
            continue
        practitioner = Practitioner(
            organization=organization, account=house.accounts[character.slug], first_name=character.first_name,
            last_name=character.last_name, profession=character.profession,
        )  # fmt: skip
        house.practitioners[character.slug, organization.name] = practitioner
        posts += [house.post(practitioner, role, place) for role, place in character.posts]
    Practitioner.objects.bulk_create({post.practitioner for post in posts})
    PractitionerRole.objects.bulk_create(posts)


_NOT_ASKED = (
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "SELECT coalesce(current_setting",
    "SELECT set_config",
)


def asked(client: HouseClient, path: str, data: dict[str, Any] | None = None, *, status: int = 0) -> list[str]:
    """The SQL that one page asks for, session, rights and trace included (a POST when there is data).

    Left out: the marks of the transaction, and the wall that HouseClient moves around each request.
    """
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path) if data is None else client.post(path, data)
    assert answer.status_code == (status or (200 if data is None else 303)), answer.status_code
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(_NOT_ASKED)]
