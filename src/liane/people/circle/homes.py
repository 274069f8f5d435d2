"""Keep where she lives up to date: several homes, dated, and who lives there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.actions.identity import who_changed
from liane.people.circle.enums import ContactKind, HomeKind
from liane.people.circle.models import Home, Household, HouseholdMember, Relative
from liane.people.circle.places import homes_told, household_proposals
from liane.people.circle.sharing import OPEN, side_of
from liane.people.door import open_record, opens_quietly
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses, writes_for
from liane.people.queries.told import told_to
from liane.people.telling import Told, tell

HOME = "HOME"  # the kind of our lines in the fil


@dataclass(frozen=True, slots=True)
class HomeData:
    """A home as it travels from the form. `members`: links of her circle to those who live there."""

    name: str
    kind: str
    address: str = ""
    phone: str = ""
    email: str = ""
    rhythm: str = ""
    since: date | None = None
    until: date | None = None
    said_by: str = ""
    members: frozenset[UUID] = frozenset()

    @property
    def of_household(self) -> dict[str, str]:
        """What is the household’s, whoever lives there."""
        return {"name": self.name, "address": self.address, "phone": self.phone, "email": self.email}

    @property
    def of_home(self) -> dict[str, object]:
        """What it is to her."""
        return {
            "kind": self.kind, "rhythm": self.rhythm, "since": self.since, "until": self.until, "said_by": self.said_by,
        }  # fmt: skip


@transaction.atomic
def add_home(
    actor: Actor, record_id: UUID, home_id: UUID, data: HomeData, *, household_id: UUID | None, is_shared: bool = False
) -> None:
    """One more home; `household_id`: that of somebody near her, chosen among the proposals."""
    if already(Home, home_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    facts = _open(actor, record_id, Kind.HOME_ADDED, home_id)
    _refuse_impossible(actor, record_id, home_id, data)
    unit_id = writes_for(actor, facts, Right.CIRCLE_WRITE).unit_id
    home = Home(id=home_id, organization_id=facts.organization_id, record_id=record_id, unit_id=unit_id)
    home.is_shared = is_shared
    home.household = _household(actor, facts, data, household_id, home)
    for name, value in data.of_home.items():
        setattr(home, name, value)
    insert(home)
    _tell(actor, facts, home, "Lieu de vie ajouté")
    _set_members(actor, home, data.members)


def _household(actor: Actor, facts: RecordFacts, data: HomeData, household_id: UUID | None, home: Home) -> Household:
    if household_id is not None:
        chosen = next((h for h in household_proposals(actor, facts) if h.household_id == household_id), None)
        if chosen is None:
            raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Foyer inconnu"), actor)
        homes = Home.objects.filter(household_id=household_id).select_related("record")
        if not facts.is_protected or all(other.record.is_protected for other in homes):
            return chosen.household
        data_now = {n: getattr(chosen.household, n) for n in ("name", "address", "phone", "email")}
    else:
        data_now = data.of_household
    own = Household(organization_id=facts.organization_id, unit_id=home.unit_id, is_shared=home.is_shared, **data_now)
    own.save(force_insert=True)
    return own


@transaction.atomic
def change_home(actor: Actor, record_id: UUID, home_id: UUID, data: HomeData, *, version: int) -> None:
    """Correct a home, or date its end. What is known apart (protected person, discreet facility) is corrected apart."""
    facts = _open(actor, record_id, Kind.HOME_CHANGED, home_id)
    home = home_to_change(actor, facts, home_id, lock=True)
    if home.sheet_version != version:
        if _same(home, data):
            return
        raise Stale(who_changed(actor, record_id, Kind.HOME_CHANGED), home)
    _refuse_impossible(actor, record_id, home_id, data)
    moved = not _same(home, data)
    for name, value in data.of_home.items():
        setattr(home, name, value)
    household = home.household
    if data.of_household == {n: getattr(household, n) for n in data.of_household}:
        home.version += 1
    else:
        _correct_household(actor, home, data)
    home.save()
    if moved:
        _tell(actor, facts, home, "Lieu de vie terminé" if data.until else "Lieu de vie corrigé")
    _set_members(actor, home, data.members)


def _tell(actor: Actor, facts: RecordFacts, home: Home, what: str) -> None:
    """The fil says that it changed and what it is to her; never where it is, nor its name: the page is for that.

    Around a protected person, to those alone who read where she lives.
    """
    until = f", jusqu’au {short(home.until)}" if home.until else ""
    since = f", depuis le {short(home.since)}" if home.since else ""
    title = f"{what}\u00a0: {HomeKind(home.kind).label.lower()}{since}{until}"
    unit_id = home.unit_id or writes_for(actor, facts, Right.CIRCLE_WRITE).unit_id
    volet = Volet.SOCIAL if facts.is_protected else Volet.FAMILY
    step = uuid5(home.pk, f"{home.sheet_version}")
    tell(actor, Told(facts.id, unit_id, volet, HOME, step, timezone.now(), title))


def _correct_household(actor: Actor, home: Home, data: HomeData) -> None:
    others = Home.objects.filter(household_id=home.household_id).exclude(pk=home.pk)
    others = list(others.select_related("record", "unit__facility"))  # type: ignore[assignment]
    household = Household.objects.select_for_update().get(pk=home.household_id)
    side = side_of(home)
    if side != OPEN and any(side_of(other) != side for other in others):
        household = Household(
            organization_id=home.organization_id,
            unit_id=home.unit_id,
            is_shared=home.is_shared,
            version=household.version,
        )
    for name, value in data.of_household.items():
        setattr(household, name, value)
    household.version += 1
    is_new = household._state.adding
    household.save(force_insert=is_new)
    home.household = household
    for other in {o.record_id: o for o in others if o.record_id != home.record_id and not is_new}.values():
        trace(actor, Kind.HOME_CHANGED, record_id=other.record_id, object_id=other.pk, reason=_ELSEWHERE)


_ELSEWHERE = "Corrigé depuis le lieu de vie d’une autre personne"


def _same(home: Home, data: HomeData) -> bool:
    told = {n: getattr(home.household, n) for n in data.of_household} | {n: getattr(home, n) for n in data.of_home}
    return told == {**data.of_household, **data.of_home}


def home_to_change(actor: Actor, facts: RecordFacts, home_id: UUID, *, lock: bool = False) -> Home:
    """One of her homes, as this reader may know it; a home that is not hers to know does not exist."""
    homes = Home.objects.filter(pk=home_id, record_id=facts.id)
    homes = homes.select_for_update(of=("self",)) if lock else homes
    home = homes_told(actor, homes).first()
    if home is None:
        raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Lieu de vie inconnu"), actor)
    return home


def open_places(actor: Actor, record_id: UUID) -> RecordFacts:
    """The record, to write where she lives: who may not know it does not find the page."""
    return _open(actor, record_id, None, None)


def _open(actor: Actor, record_id: UUID, kind: Kind | None, home_id: UUID | None) -> RecordFacts:
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=kind, object_id=home_id)
    if not may_read_addresses(actor, facts):
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Coordonnées protégées"), actor)
    return facts


def _refuse_impossible(actor: Actor, record_id: UUID, home_id: UUID, data: HomeData) -> None:
    if data.since and data.until and data.until < data.since:
        raise Refused("La fin est avant le début. Vérifiez les deux dates.")
    if data.kind != HomeKind.MAIN:
        return
    for other in homes_told(actor, Home.objects.filter(record_id=record_id, kind=HomeKind.MAIN).exclude(pk=home_id)):
        if (other.until or date.max) > (data.since or date.min) and (data.until or date.max) > (
            other.since or date.min
        ):
            since = f" depuis le {short(other.since)}" if other.since else ""
            raise Refused(
                f"«\u00a0{other.household.name}\u00a0» est déjà son domicile principal{since}. "
                "Terminez-le d’abord, ou choisissez «\u00a0Résidence alternée\u00a0»."
            )


@transaction.atomic
def date_member(
    actor: Actor,
    record_id: UUID,
    home_id: UUID,
    member_id: UUID,
    since: date | None,
    until: date | None,
    *,
    version: int,
) -> None:
    """Since when somebody lives there, until when: one left before the day on which it is written. `version`: of the home."""
    facts = _open(actor, record_id, Kind.HOME_CHANGED, home_id)
    home = home_to_change(actor, facts, home_id, lock=True)
    member = member_to_date(actor, home, member_id)
    if (member.since, member.until) == (since, until):
        return
    if home.sheet_version != version:
        raise Stale(who_changed(actor, record_id, Kind.HOME_CHANGED), (home, member))
    if since and until and until < since:
        raise Refused("La fin est avant le début. Vérifiez les deux dates.")
    again = HouseholdMember.objects.filter(household_id=home.household_id, contact_id=member.contact_id)
    for other in told_to(actor, again.exclude(pk=member.pk)):
        if (other.until or date.max) > (since or date.min) and (until or date.max) > (other.since or date.min):
            raise Refused(f"{member.contact.name} est déjà là à ces dates. Corrigez plutôt l’autre ligne.")
    member.since, member.until = since, until
    member.save(update_fields=["since", "until"])
    home.version += 1
    home.save(update_fields=["version", "changed_at"])


def member_to_date(actor: Actor, home: Home, member_id: UUID) -> HouseholdMember:
    """Somebody of this household, as far as this reader is told."""
    members = told_to(actor, HouseholdMember.objects.filter(pk=member_id, household_id=home.household_id))
    member = members.select_related("contact").first()
    if member is None:
        raise NotVisible(Refusal(home.record_id, Right.CIRCLE_WRITE, "Personne de tel dans ce foyer"), actor)
    return member


def circle_members(actor: Actor, record_id: UUID) -> list[Relative]:
    """Those of her circle who may live with her."""
    links = Relative.objects.filter(record_id=record_id, ended_on=None, contact__kind=ContactKind.PERSON)
    return list(told_to(actor, links).select_related("contact").order_by("contact__name"))


def living_there(actor: Actor, home: Home) -> set[UUID]:
    """Contacts noted as living there now, as far as this reader is told."""
    members = told_to(actor, HouseholdMember.objects.filter(household_id=home.household_id, until=None))
    return set(members.values_list("contact_id", flat=True))


def _set_members(actor: Actor, home: Home, chosen: Iterable[UUID]) -> None:
    """Of her circle alone: who is ticked lives there, who no longer is left today. The others are not hers to change."""
    wanted, there = set(chosen), living_there(actor, home)
    for link in circle_members(actor, home.record_id):
        if link.pk in wanted and link.contact_id not in there:
            HouseholdMember.objects.create(
                organization_id=home.organization_id, household_id=home.household_id, contact_id=link.contact_id,
                unit_id=home.unit_id, is_shared=home.is_shared, since=home.since,
            )  # fmt: skip
        elif link.pk not in wanted and link.contact_id in there:
            left = HouseholdMember.objects.filter(
                household_id=home.household_id, contact_id=link.contact_id, until=None
            )
            told_to(actor, left).update(until=today())
