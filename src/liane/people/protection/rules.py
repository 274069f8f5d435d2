"""What cannot be: dates that contradict each other, two guardianships at once, a child under a curatelle, guardians in a circle.

Pure over what this reader knows: a refusal never tells of a measure that she may not read.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from liane.kit.dates import local, short, today
from liane.kit.text import fold
from liane.nomenclatures.legal_measures import MeasureKind, measure_kinds
from liane.people.protection.data import AuthorityDraft, HearingDraft, MeasureDraft
from liane.people.protection.enums import Authority
from liane.people.protection.models import LegalMeasure, ParentalAuthority

Fault = tuple[str, str]
FAR = date(9999, 12, 31)


def measure_faults(draft: MeasureDraft, majority: date | None, others: Iterable[LegalMeasure]) -> Iterator[Fault]:
    """Every sentence about one measure. `majority`: the day she is eighteen, when it is known."""
    kind = measure_kinds().get(draft.kind)
    if kind is None:
        yield "kind", "Cette mesure n’existe pas. Choisissez dans la liste."
        return
    yield from _dates(draft)
    yield from _age(draft, kind, majority)
    if kind.has_spheres and not (draft.covers_goods or draft.covers_person):
        yield "covers_goods", "Cochez sur quoi porte la mesure\u00a0: les biens, la personne, ou les deux."
    if draft.second_name and not draft.second_role:
        yield "second_role", "Choisissez ce que fait cette seconde personne."
    if draft.holder_name and fold(draft.second_name) == fold(draft.holder_name):
        yield "second_name", "C’est la même personne que celle qui exerce la mesure."
    if draft.ends_on and kind.longest and not draft.is_sure and draft.ends_on > kind.longest.after(draft.starts_on):
        yield (
            "ends_on",
            (
                f"C’est plus long que la durée habituelle ({kind.longest_why[0].lower()}{kind.longest_why[1:]}). "
                "Si c’est bien ce qui est écrit, cochez «\u00a0C’est ce que dit la décision\u00a0»."
            ),
        )
    for other in others:
        rival = measure_kinds().get(other.kind)
        if rival and kind.exclusive and rival.exclusive == kind.exclusive and _overlap(draft, other):
            until = f"jusqu’au {short(other.ends_on)}" if other.ends_on else "sans date de fin"
            yield (
                "starts_on",
                (
                    f"Une autre mesure court déjà à ces dates\u00a0: {rival.label}, depuis le {short(other.starts_on)}, {until}. "
                    "Écrivez d’abord sa fin, ou corrigez-la."
                ),
            )
            return


def _dates(draft: MeasureDraft) -> Iterator[Fault]:
    if draft.ends_on and draft.ends_on < draft.starts_on:
        yield "ends_on", "La mesure finit avant de commencer. Vérifiez les deux dates."
    if draft.report_due_on and draft.report_due_on < draft.starts_on:
        yield "report_due_on", "Le rapport est attendu avant le début de la mesure. Vérifiez la date."
    if draft.seized_on and draft.decided_on and draft.seized_on < draft.decided_on:
        yield "seized_on", "Le juge serait saisi avant la décision. Vérifiez les deux dates."
    if draft.decided_on and draft.ends_on and draft.ends_on < draft.decided_on:
        yield "decided_on", "La décision est après la fin de la mesure. Vérifiez les deux dates."


def fits_age(kind: MeasureKind, on: date, majority: date | None) -> bool:
    """May such a measure begin on that day? The list offers no other; age unknown, it offers all."""
    return not any(_age(MeasureDraft(kind.code, on), kind, majority))


def _age(draft: MeasureDraft, kind: MeasureKind, majority: date | None) -> Iterator[Fault]:
    if majority is None:
        return
    if kind.under == "major" and draft.starts_on < majority:
        yield "starts_on", f"Elle n’a 18 ans que le {short(majority)}\u00a0: cette mesure concerne un adulte."
    if kind.under == "minor" and draft.starts_on >= majority:
        yield "starts_on", f"Elle a 18 ans depuis le {short(majority)}\u00a0: cette mesure concerne un enfant."
    born = majority - relativedelta(years=18)
    if kind.earliest and draft.starts_on < kind.earliest.after(born):
        yield "starts_on", f"{kind.label}\u00a0: pas avant {kind.earliest.count} ans."
    if kind.latest and draft.starts_on >= kind.latest.after(born):
        yield "starts_on", f"{kind.label}\u00a0: pas après {kind.latest.count} ans."
    elif kind.latest and draft.ends_on and draft.ends_on > kind.latest.after(born):
        yield (
            "ends_on",
            f"{kind.label}\u00a0: {kind.latest_why[0].lower()}{kind.latest_why[1:]}. Vérifiez la date de fin.",
        )


def _overlap(draft: MeasureDraft | AuthorityDraft, other: LegalMeasure | ParentalAuthority) -> bool:
    starts, other_starts = draft.starts_on or date.min, other.starts_on or date.min
    return starts <= (other.ends_on or FAR) and other_starts <= (draft.ends_on or FAR)


def authority_faults(
    draft: AuthorityDraft, majority: date | None, others: Iterable[ParentalAuthority]
) -> Iterator[Fault]:
    """Every sentence about how one parent stands."""
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        yield "ends_on", "Cela finit avant de commencer. Vérifiez les deux dates."
    if (
        majority is not None
        and majority <= (draft.starts_on or date.min)
        or (majority is not None and majority <= today() and draft.starts_on is None and draft.ends_on is None)
    ):
        yield "status", f"Elle a 18 ans depuis le {short(majority)}\u00a0: l’autorité parentale a cessé."
    if draft.status == Authority.PARTLY_WITHDRAWN and not draft.remains:
        yield "remains", "Écrivez ce que le jugement laisse à ce parent."
    there = [other for other in others if _overlap(draft, other)]
    if any(fold(other.name) == fold(draft.name) for other in there):
        yield "name", "Ce parent est déjà écrit à ces dates. Corrigez sa ligne, ou écrivez la fin de l’autre."
        return
    active = [other for other in there if other.status in (Authority.SOLE, Authority.SHARED)]
    alone = next((other for other in active if other.status == Authority.SOLE), None)
    if alone and draft.status in (Authority.SOLE, Authority.SHARED):
        yield "status", f"{alone.name} exerce déjà seul l’autorité parentale à ces dates. Corrigez d’abord sa ligne."
    elif draft.status == Authority.SOLE and active:
        yield "status", f"{active[0].name} l’exerce aussi à ces dates. Corrigez d’abord sa ligne."
    elif draft.status == Authority.SHARED and len(active) > 1:
        yield "status", "Deux parents l’exercent déjà à ces dates. Pour un tiers, écrivez une délégation."


def hearing_faults(draft: HearingDraft, measure: LegalMeasure) -> Iterator[Fault]:
    """A hearing about a measure that runs comes after the decision that opened it."""
    day = local(draft.held_at).date()
    if measure.decided_on and day < measure.decided_on:
        yield "held_on", f"L’audience est avant la décision du {short(measure.decided_on)}. Vérifiez la date."
