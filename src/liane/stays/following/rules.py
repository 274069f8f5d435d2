"""After which exits somebody is followed, and when (`nomenclatures.stay_lists.follow_up_rules`)."""

from calendar import monthrange
from datetime import date

from liane.nomenclatures.stay_lists import MOVE, NEVER_CAME, FollowUpRule, exit_modes, follow_up_rules
from liane.organizations.models import Facility
from liane.stays.models import Stay


def months_after(day: date, months: int) -> date:
    """The same day so many months later, the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rules_of(category: str) -> list[FollowUpRule]:
    """The rules for a facility of this FINESS category, soonest first."""
    return sorted((rule for rule in follow_up_rules() if rule.category == category), key=lambda rule: rule.months)


def is_followed(stay: Stay) -> bool:
    """Who died, never came or only changed unit inside the facility is not asked what she becomes."""
    mode = exit_modes().get(stay.exit_mode)
    if stay.starts_on is None or stay.exit_mode == NEVER_CAME or (mode and mode.is_death):
        return False
    return stay.exit_mode != MOVE or _left_the_facility(stay)


def _left_the_facility(stay: Stay) -> bool:
    """From the IME to the FAM of the same organisme: the IME has let her go all the same."""
    after = Stay.objects.filter(follows_id=stay.pk).exclude(exit_mode=NEVER_CAME)
    return after.exclude(unit__facility__units=stay.unit_id).exists()


def follow_up_words(stay: Stay) -> str:
    """What leaving will ask of the team, said before it is done; nothing where no rule is known."""
    category = Facility.objects.filter(units=stay.unit_id).values_list("category", flat=True).first() or ""
    rules = rules_of(category)
    if not rules or stay.starts_on is None:
        return ""
    return (
        f"Après la sortie, le code demande un suivi de {rules[-1].months // 12} ans ({rules[0].article}, article lu dans une "
        "édition ancienne\u00a0: vérifiez le texte en cours). Les dates sont rappelées dans «\u00a0Délais\u00a0», à votre unité."
    )
