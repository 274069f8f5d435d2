"""Rules of the requests: where a wish may go, from which day, what a closed one keeps."""

from calendar import monthrange
from datetime import date

from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.nomenclatures.referrals import reasons, retention_of
from liane.organizations.models import Facility, Unit
from liane.stays.enums import StayState
from liane.stays.referrals.data import ReferralData, Step, WishData
from liane.stays.referrals.enums import ENDED, NEXT, WishState
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.nss import fault


def check_request(data: ReferralData) -> None:
    """Dates that cannot follow each other are refused in words; the database refuses them too."""
    if data.birth_date and data.received_on < data.birth_date:
        raise Refused(f"Elle est née le {short(data.birth_date)} : la demande ne peut pas être reçue avant.")
    if data.received_on > today():
        raise Refused("La demande ne peut pas être reçue dans le futur. Vérifiez la date.")
    if data.decision_on and data.birth_date and data.decision_on < data.birth_date:
        raise Refused("La décision est avant la naissance. Vérifiez les deux dates.")
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise Refused("La fin du droit est avant son début. Vérifiez les deux dates.")
    if data.nss and (problem := fault(data.nss)):
        raise Refused(problem)


def check_wish(data: WishData, facility: Facility | None, unit: Unit | None, referral: Referral) -> None:
    """A facility of the house, an open unit of it, a day that can be."""
    if facility is None:
        raise Refused("Choisissez un établissement de la liste.")
    if data.unit_id is not None and (unit is None or unit.facility_id != facility.pk):
        raise Refused("Cette unité n’est pas de cet établissement. Choisissez-en une autre.")
    if unit is not None and not unit.is_open:
        raise Refused(f"L’unité {unit.name} est fermée. Choisissez-en une autre.")
    if data.wished_on and referral.birth_date and data.wished_on < referral.birth_date:
        raise Refused("L’entrée souhaitée est avant la naissance. Vérifiez la date.")


def next_states(wish: Wish) -> frozenset[str]:
    """Where it may go from here. Admitted, and then she did not come: the request may be taken up again."""
    if wish.state == WishState.ADMITTED and wish.stay is not None:
        return frozenset({WishState.RECEIVED}) if wish.stay.state(today()) is StayState.NEVER_CAME else frozenset()
    return NEXT[wish.state]


def check_step(wish: Wish, step: Step, received_on: date) -> None:
    """Is this next state one that may follow, on a day that can be, with its reason?"""
    if step.state not in next_states(wish):
        now, then = WishState(wish.state).label.lower(), WishState(step.state).label.lower()
        raise Refused(f"La demande est «\u00a0{now}\u00a0» : elle ne peut pas devenir «\u00a0{then}\u00a0» d’ici.")
    if step.on > today():
        raise Refused("Une décision ne peut pas être prise dans le futur. Vérifiez la date.")
    if step.on < received_on:
        raise Refused(f"La demande est reçue le {short(received_on)} : la décision ne peut pas être avant.")
    if step.state in ENDED and not step.reason_code:
        raise Refused("Choisissez la raison.")
    if step.state in ENDED and step.reason_code not in reasons()[step.state]:
        raise Refused("Cette raison n’est pas dans la liste. Choisissez-en une autre.")
    if WishState.WAITING in (wish.state, step.state) and not (step.reason.strip() or step.reason_code):
        verb = "entre sur" if step.state == WishState.WAITING else "quitte"
        raise Refused(f"Dites pourquoi la demande {verb} la liste d’attente.")
    if wish.state in (WishState.ADMITTED, *ENDED) and not step.reason:
        raise Refused("Dites pourquoi la demande est reprise.")


def kept_until(state: str, on: date, pack: str) -> date | None:
    """A request without follow-up is kept some months (nomenclatures.referrals), the others as long as they live."""
    if state not in ENDED:
        return None
    months = on.month - 1 + retention_of(pack).months
    year, month = on.year + months // 12, months % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))
