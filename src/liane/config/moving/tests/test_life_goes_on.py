"""After the move a team enters again: each is told what she was told before, and what was kept from her is still kept."""

import secrets
from dataclasses import replace
from typing import Any

import pytest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.houses import Newcomer, bring_in, give_post
from liane.access.queries import actor_of
from liane.config.moving import house as moving
from liane.config.moving.tests.furnished import elsewhere, furnish, leave
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.notes.models import Note, Task
from liane.people.door import open_record
from liane.people.models import KeyWorker, Record, Relative
from liane.people.policies import may_read_addresses
from liane.people.queries.told import told_to
from liane.professionals.models import Practitioner, PractitionerRole
from liane.stays.models import Referral
from liane.stays.referrals.door import open_referral

TEAM = ("karim", "ines", "sophie", "nicole", "helene", "fatou")


def told(actor: Actor) -> dict[str, Any]:
    """What she opens, where she reads how somebody is reached, which relatives and which requests she is told."""
    requests = {}
    for referral in Referral.objects.all():
        try:
            requests[referral.pk] = open_referral(actor, referral.pk).sees_private
        except NotVisible:
            requests[referral.pk] = None
    records = {}
    for record in Record.objects.all():
        try:
            facts = open_record(actor, record.pk, to=Right.RECORD_READ, kind=Kind.RECORD_OPENED)
            records[record.pk] = may_read_addresses(actor, facts)
        except NotVisible:
            records[record.pk] = None
    return {"records": records, "requests": requests, "circle": set(told_to(actor, Relative.objects.values_list("pk")))}


def came_back(practitioner: Practitioner, posts: list[tuple[Any, ...]]) -> Actor:
    """The direction gives her account again, with the posts that she had."""
    direction = actor_of(Practitioner.objects.get(account__login="marie.dupont"))
    first, *others = [Newcomer("", "", "", f"encore{practitioner.pk.hex}", *post) for post in posts]
    bring_in(direction, uuid7(), replace(first, known_id=practitioner.pk), secrets.token_urlsafe(20))
    for post in others:
        give_post(direction, practitioner.pk, uuid7(), post)
    return actor_of(Practitioner.objects.get(pk=practitioner.pk))


@pytest.fixture
def furnished(house):
    record = furnish(house)
    house.person("Léo Source", "csapa")
    house.relative(record, "Tiers discret", "csapa")
    house.relative(Record.objects.get(is_protected=True), "Sœur de Nadia", "savs")
    return record


def test_each_is_told_what_she_was_told(house, standing_house, furnished):
    team = {slug: house.practitioner(slug) for slug in TEAM}
    posts = {slug: list(_posts(one)) for slug, one in team.items()}
    before = {slug: told(house.actor(slug)) for slug in TEAM}
    assert any(answer is False for one in before.values() for answer in one["records"].values()), "an address is kept"
    assert any(answer is False for one in before.values() for answer in one["requests"].values())
    assert (
        len({len(one["circle"]) for one in before.values()}) > 1
        or len(before["karim"]["circle"]) < Relative.objects.count()
    )
    data = leave(house)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data, direction="marie.dupont")
        with acting_for(arrived.house.id):
            for slug, practitioner in team.items():
                actor = came_back(Practitioner.objects.get(pk=practitioner.pk), posts[slug])
                assert told(actor) == before[slug], slug


def _posts(practitioner: Practitioner) -> Any:
    return PractitionerRole.objects.filter(practitioner=practitioner).values_list("role_code", "facility_id", "unit_id")


def test_karim_comes_back_and_is_who_he_was(house, standing_house, furnished):
    karim, posts = house.practitioner("karim"), list(_posts(house.practitioner("karim")))
    data = leave(house)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data, direction="marie.dupont")
        with acting_for(arrived.house.id):
            assert not PractitionerRole.objects.filter(practitioner_id=karim.pk).exists(), "no right moves"
            actor = came_back(Practitioner.objects.get(pk=karim.pk), posts)
            assert actor.practitioner_id == karim.pk
            assert KeyWorker.objects.get(record=furnished, practitioner_id=karim.pk).until is None
            assert Note.objects.filter(author_id=karim.pk).count() == 2
            assert Task.objects.get(owner_id=karim.pk).author_id == karim.pk
