"""Delays already met in the demonstration: most houses are nearly up to date, each has a few that slipped."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from liane.config.demo.seed import chance, fixed_id
from liane.kit.dates import local, today
from liane.kit.tenancy import acting_for
from liane.nomenclatures.clocks import Clock, clocks
from liane.nomenclatures.stay_lists import follow_up_rules
from liane.professionals.models import PractitionerRole
from liane.stays.clocks.actions import refresh_house
from liane.stays.clocks.models import ClockMark
from liane.stays.following.actions import follow_after
from liane.stays.models import Absence, FollowUp, Stay
from liane.stays.retention.actions import reckon_house

_LATE = 0.07  # one in fourteen slipped
_BECOMES = (
    "Vit au foyer, s’y plaît. Voit ses parents un week-end sur deux. «\u00a0J’ai ma chambre.\u00a0»",
    "Travaille en ESAT quatre jours par semaine, prend le bus seul. Reviendra dire bonjour à la fête de juin.",
    "En apprentissage, soutenu par le SAVS. Demande des nouvelles de sa classe.",
)
_TRIED = ("Appelé deux fois, message laissé. Nouvel essai l’an prochain.", "Courrier revenu, numéro changé.")
_SILENT = 0.25
_WHO = ("chef_de_service", "assistante_sociale", "secretaire", "educateur", "ide")


def meet_delays(organization_id: UUID) -> int:
    """Say done, in the name of somebody of the house, what was done; then compute what is still to do. How many are left."""
    with acting_for(organization_id):
        authors = authors_of()
        stays = (
            Stay.objects.filter(ends_on=None, starts_on__isnull=False).select_related("unit__facility").order_by("pk")
        )
        back = _back()
        marks = [mark for stay in stays for mark in _marks(stay, authors, back.get(stay.pk, []))]
        ClockMark.objects.bulk_create(marks, batch_size=2000)
        _ask_what_they_become(authors)
        reckon_house()
        return refresh_house()


def _ask_what_they_become(authors: dict[UUID, tuple[UUID, str]]) -> None:
    """Where the code asks it, of those who left; what was due long ago was said."""
    asked = {rule.category for rule in follow_up_rules()}
    left = Stay.objects.filter(ends_on__isnull=False, unit__facility__category__in=asked).select_related("unit")
    for stay in left.order_by("pk"):
        follow_after(stay)
        for row in FollowUp.objects.filter(stay=stay, due_on__lt=today() - timedelta(days=20)):
            rng = chance("devient", row.pk)
            row.done_on = min(row.due_on + timedelta(days=rng.randrange(-12, 15)), today())
            row.reached = rng.random() >= _SILENT
            row.said = rng.choice(_BECOMES if row.reached else _TRIED)
            row.author_name = authors[stay.unit.facility_id][1]
            row.save()


def authors_of() -> dict[UUID, tuple[UUID, str]]:
    """By facility: who answers for the papers of its persons."""
    posts = PractitionerRole.objects.filter(role_code__in=_WHO, facility_id__isnull=False).select_related(
        "practitioner"
    )
    ordered = sorted(posts, key=lambda post: (_WHO.index(post.role_code), str(post.practitioner_id)), reverse=True)
    return {
        post.facility_id: (post.practitioner_id, f"{post.practitioner.first_name} {post.practitioner.last_name}")
        for post in ordered
    }


def _back() -> dict[UUID, list[Absence]]:
    """Absences from which they are back, by stay."""
    found: dict[UUID, list[Absence]] = {}
    for absence in Absence.objects.filter(cancelled_at=None, ends_at__isnull=False, stay__ends_on=None).order_by("pk"):
        found.setdefault(absence.stay_id, []).append(absence)
    return found


def _marks(stay: Stay, authors: dict[UUID, tuple[UUID, str]], back: list[Absence]) -> Iterator[ClockMark]:
    author = authors.get(stay.unit.facility_id)
    if author is None:
        return
    for clock in clocks().values():
        if not clock.concerns(stay.unit.facility.pack):
            continue
        met = [(stay.pk, _done(stay, clock)), *((absence.pk, _settled(absence, clock)) for absence in back)]
        for source_id, done_on in met:
            if done_on is not None:
                yield ClockMark(
                    id=fixed_id("clock", source_id, clock.code), organization_id=stay.organization_id, stay_id=stay.pk,
                    record_id=stay.record_id, unit_id=stay.unit_id, code=clock.code, source_id=source_id, done_on=done_on,
                    author_id=author[0], author_name=author[1],
                    written_at=timezone.make_aware(datetime.combine(done_on, time(11))),
                )  # fmt: skip


def _settled(absence: Absence, clock: Clock) -> date | None:
    """What an absence asked was done on its day; what slipped slipped lately."""
    if clock.starts != "absence" or (clock.motives and absence.motive not in clock.motives):
        return None
    reached = clock.after.after_moment(absence.starts_at)
    if absence.ends_at is None or absence.ends_at < reached:
        return None
    done_on = local(reached).date()
    slipped = chance("clock", absence.pk, clock.code).random() < _LATE
    if done_on > today() or (slipped and done_on > today() - timedelta(days=60)):
        return None
    return done_on


def _done(stay: Stay, clock: Clock) -> date | None:
    """A few days before it was due; what comes back was done at its last turn. What slipped slipped lately."""
    if clock.starts != "admission":
        return None
    due, before = clock.after.after(stay.begins_on), None
    while clock.every is not None and (following := clock.every.after(due)) <= today():
        due, before = following, due
    slipped = chance("clock", stay.pk, clock.code).random() < _LATE
    if slipped and clock.every is None and due > today() - timedelta(days=120):
        return None
    done_on = max((before if slipped and before else due) - _early(stay, clock), stay.begins_on)
    return done_on if done_on <= today() else None


def _early(stay: Stay, clock: Clock) -> timedelta:
    return timedelta(days=chance("early", stay.pk, clock.code).randrange(12))
