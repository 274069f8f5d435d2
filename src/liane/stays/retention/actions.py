"""Reckon the dates of every record that nobody follows; archive, take out again, destroy: each by somebody, with a reason."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.kit.slots import Slot, hung
from liane.nomenclatures.retention import DESTROY, KEEP, retention_rules
from liane.people.actions.holding import archive_record
from liane.stays.models import Stay
from liane.stays.retention.models import Destruction, RetentionCase, RetentionChoice
from liane.stays.retention.queries import asks_to_come, chosen_of, followed_again, is_held, last_heard
from liane.stays.retention.reckoning import Past, reckon

MOST_AT_ONCE = 200


def reckon_house(on: date | None = None) -> int:
    """Each night: the cases of the organisation of the transaction, made anew. How many records wait for their term."""
    stays = Stay.objects.exclude(followed_again(on or today())).exclude(asks_to_come(), record__archived_at=None)
    past: dict[UUID, list[Past]] = {}
    people: dict[UUID, Any] = {}
    stays = stays.filter(ends_on__isnull=False).select_related("unit__facility", "record__person")
    for stay in stays.iterator(chunk_size=2000):
        facility = stay.unit.facility
        past.setdefault(stay.record_id, []).append(Past(facility.pk, facility.pack, stay.ends_on or today()))
        people[stay.record_id] = stay.record
    chosen, heard, cases = chosen_of(), last_heard(), []
    for record_id, told in past.items():
        record = people[record_id]
        found = reckon(told, record.person.birth_date, chosen, heard.get(record_id))
        cases.append(
            RetentionCase(
                organization_id=record.organization_id, record_id=record_id, facility_id=found.facility_id,
                rule=found.rule, left_on=found.left_on, archive_on=found.archive_on, end_on=found.end_on,
                fate=found.fate, is_archived=record.archived_at is not None,
            )
        )  # fmt: skip
    RetentionCase.objects.all().delete()
    RetentionCase.objects.bulk_create(cases, batch_size=2000)
    return len(cases)


@transaction.atomic
def archive_records(actor: Actor, record_ids: Iterable[UUID]) -> int:
    """From now on only the direction opens them. What was archived already is not archived twice; how many were."""
    done = 0
    cases = _cases(actor, record_ids)
    again = _followed_since(cases)
    for case in cases:
        if case.is_archived or case.archive_on > today() or case.record_id in again:
            continue
        archive_record(case.record_id, timezone.now())
        case.is_archived = True
        case.save(update_fields=["is_archived"])
        trace(actor, Kind.RECORD_ARCHIVED, record_id=case.record_id, reason=f"Parti le {short(case.left_on)}")
        done += 1
    return done


@transaction.atomic
def take_out(actor: Actor, record_id: UUID, reason: str) -> None:
    """Out of the archive: she comes back, or asks to read her story. The teams that accompanied her may open again."""
    for case in _cases(actor, [record_id]):
        if not case.is_archived:
            return
        archive_record(record_id, None)
        case.is_archived = False
        case.save(update_fields=["is_archived"])
        trace(actor, Kind.RECORD_TAKEN_OUT, record_id=record_id, reason=reason)
        return
    raise NotVisible(Refusal(record_id, Right.RECORD_ARCHIVE, "Aucun dossier archivé à cette adresse"), actor)


@transaction.atomic
def destroy_record(actor: Actor, record_id: UUID, destruction_id: UUID, *, reason: str, visa: str = "") -> Destruction:
    """Everything that speaks of her goes, in one transaction; the certificate stays. Nothing is destroyed before its term,
    under a hold, while anybody follows her, or when the rule keeps it (child protection)."""
    if already(Destruction, destruction_id, record_id=record_id):
        return Destruction.objects.get(pk=destruction_id)
    case = next(iter(_cases(actor, [record_id])), None)
    if case is None:
        raise NotVisible(Refusal(record_id, Right.RECORD_ARCHIVE, "Aucun dossier à détruire à cette adresse"), actor)
    _refuse_too_soon(case)
    if _followed_since([case]):
        raise Refused("Cette personne est de nouveau suivie, ou demande à revenir\u00a0: son dossier est gardé.")
    made = Destruction(
        id=destruction_id, organization_id=case.organization_id, record_id=record_id, person_id=case.record.person_id,
        facility_id=case.facility_id, rule=case.rule, left_on=case.left_on, end_on=case.end_on, reason=reason,
        visa=visa, author_id=actor.practitioner_id, author_name=actor.name, decided_at=timezone.now(),
    )  # fmt: skip
    insert(made)
    trace(actor, Kind.RECORD_DESTROYED, record_id=record_id, object_id=destruction_id, reason=reason)
    also: dict[str, list[str]] = {}
    for table, ids in (told for tell in hung(Slot.ERASE) for told in tell(record_id).items()):
        also.setdefault(table, []).extend(map(str, ids))
    with connection.cursor() as cursor:
        cursor.execute("SELECT stays_destroy_record(%s, %s::jsonb)", [made.pk, json.dumps(also)])
    made.refresh_from_db()
    return made


def _followed_since(cases: Iterable[RetentionCase]) -> set[UUID]:
    """Those who came back, or ask to, since the night when their term was reckoned."""
    found = RetentionCase.objects.filter(followed_again(today()) | asks_to_come(), pk__in=[case.pk for case in cases])
    return set(found.values_list("record_id", flat=True))


def _refuse_too_soon(case: RetentionCase) -> None:
    if case.fate != DESTROY:
        raise Refused("Ce dossier est gardé : la règle de son secteur ne le détruit pas.")
    if not case.is_archived:
        raise Refused("Archivez d’abord ce dossier.")
    if case.end_on > today():
        raise Refused(f"Ce dossier est gardé jusqu’au {short(case.end_on)}.")
    if is_held(case.organization_id, case.record_id):
        raise Refused("Un gel est posé sur ce dossier : rien ne peut être détruit. Voyez Conservation des traces.")


def _cases(actor: Actor, record_ids: Iterable[UUID], *, hold: bool = True) -> list[RetentionCase]:
    """Cases of the facilities for which she answers, held until the end of the transaction when they will change."""
    wanted = list(record_ids)[:MOST_AT_ONCE]
    found = RetentionCase.objects.select_related("record__person", "facility").filter(record_id__in=wanted)
    if hold:
        found = found.select_for_update(of=("self",))
    units = actor.units_with(Right.RECORD_ARCHIVE)
    mine = set(Stay.objects.filter(record_id__in=wanted, unit_id__in=units).values_list("record_id", flat=True))
    apart = Stay.objects.filter(record_id__in=wanted, unit__facility__is_discreet=True).exclude(unit_id__in=units)
    hidden = set(apart.values_list("record_id", flat=True))
    return [case for case in found.order_by("pk") if case.record_id in mine - hidden]


def case_of(actor: Actor, record_id: UUID) -> RetentionCase | None:
    """The archived record that she is about to decide of, if it is hers to decide."""
    return next((case for case in _cases(actor, [record_id], hold=False) if case.is_archived), None)


@transaction.atomic
def choose_durations(
    actor: Actor, choice_id: UUID, rule: str, active: int, archive: int, fate: str, reason: str
) -> None:
    """Other durations than the proposed ones, in months, with the reason that the CNIL asks to write."""
    if already(RetentionChoice, choice_id, rule=rule):
        return
    known = retention_rules().get(rule)
    if known is None or fate not in (DESTROY, KEEP):
        raise Refused("Choisissez une règle de la liste.")
    if known.fate == KEEP and fate == DESTROY:
        raise Refused(
            "Les dossiers de la protection de l’enfance sont gardés : leur tri revient aux Archives départementales."
        )
    if not (6 <= active <= 240 and 0 <= archive <= 1200):
        raise Refused("Choisissez entre 6 mois et 20 ans pour les équipes, et 100 ans au plus pour l’archive.")
    insert(
        RetentionChoice(
            id=choice_id, organization_id=actor.organization_id, rule=rule, active_months=active, archive_months=archive,
            fate=fate, reason=reason, author_id=actor.practitioner_id, author_name=actor.name, chosen_at=timezone.now(),
        )
    )  # fmt: skip
    trace(
        actor,
        Kind.RECORD_RETENTION_CHOSEN,
        object_id=choice_id,
        reason=reason,
        rule=rule,
        active=active,
        archive=archive,
    )
    reckon_house()
