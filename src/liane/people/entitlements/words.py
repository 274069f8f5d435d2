"""Rights in words: what it is called, until when, what is being done; dates first, colour never alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from liane.kit.dates import NBSP, short, today
from liane.nomenclatures.entitlements import EntitlementKind, Question, kinds
from liane.people.entitlements.enums import RUNNING, ClaimState
from liane.people.entitlements.models import Claim, Entitlement

SOON = 60  # days: what is asked of the page «Échéances» (ux §3, UX-21)
_CLAIM_WORDS = {
    ClaimState.TO_ASK: "à demander",
    ClaimState.ASKED: "demandé",
    ClaimState.RECEIVED: "reçu",
    ClaimState.REFUSED: "refusé",
    ClaimState.DROPPED: "abandonné",
}
_BEFORE, _AFTER = 365, 1095  # days that the line shows, around today


def title_of(kind_code: str, answers: Mapping[str, Any]) -> str:
    """«PCH, élément 1 : aide humaine»: the words of the notification when they are known, else those of the kind."""
    kind = kinds().get(kind_code)
    if kind is None:
        return kind_code.replace("_", " ").capitalize()
    for code in ("right_type", "resource"):
        question, value = kind.question(code), answers.get(code)
        if question is not None and value in question.choices:
            return question.choices[str(value)]
    return kind.label


def until(
    expires_on: date | None, is_endless: bool, kind: EntitlementKind | None, on: date | None = None
) -> dict[str, str]:
    """Until when, as a tag: a word, a tone and a drawing."""
    on = on or today()
    if kind is not None and not kind.renewed and expires_on is None:
        return {}
    if is_endless:
        return {"word": "Sans limite de durée", "tone": "vert", "icon": "coche"}
    if expires_on is None:
        return {"word": "Date de fin à compléter", "tone": "", "icon": "attente"}
    gap = (expires_on - on).days
    if gap < 0:
        return {"word": f"Expiré depuis le {short(expires_on)}", "tone": "rouge", "icon": "alerte"}
    word = f"À renouveler avant le {short(expires_on)}"
    if gap > SOON:
        return {"word": word, "tone": "vert", "icon": "agenda"}
    return {"word": f"{word} ({in_days(gap)})", "tone": "ocre", "icon": "attente"}


def in_days(gap: int) -> str:
    """«dans 12 jours», «aujourd’hui», «depuis 3 jours»."""
    if gap == 0:
        return "aujourd’hui"
    days = f"{abs(gap)}{NBSP}jour{'s' if abs(gap) > 1 else ''}"
    return f"dans {days}" if gap > 0 else f"depuis {days}"


def period(opens_on: date | None, expires_on: date | None) -> str:
    """«du 01/03/2024 au 28/02/2027»."""
    if opens_on and expires_on:
        return f"du {short(opens_on)} au {short(expires_on)}"
    if opens_on:
        return f"à partir du {short(opens_on)}"
    return f"jusqu’au {short(expires_on)}" if expires_on else ""


def claim_tag(state: str, on: date | None, renews: bool) -> dict[str, str]:
    """«Renouvellement demandé le 12/10/2026»; nothing when nothing was said."""
    if not state or on is None:
        return {}
    what = "Renouvellement" if renews else "Droit"
    words = _CLAIM_WORDS[ClaimState(state)]
    when = "" if state == ClaimState.TO_ASK else f" le {short(on)}"
    tone = {ClaimState.TO_ASK: "ambre", ClaimState.ASKED: "bleu", ClaimState.RECEIVED: "vert"}.get(
        ClaimState(state), ""
    )
    return {"word": f"{what} {words}{when}", "tone": tone, "icon": "papier" if state in RUNNING else "coche"}


def claim_title(claim: Claim) -> str:
    """«Renouvellement : AAH»."""
    return f"{'Renouvellement' if claim.renews else 'Demande'}{NBSP}: {title_of(claim.kind, {})}"


def claim_told(claim: Claim) -> str:
    """«Renouvellement demandé le 12/10/2026 : AAH»: the line of the fil."""
    return f"{claim_tag(claim.state, claim.on, bool(claim.renews))['word']}{NBSP}: {title_of(claim.kind, {})}"


def line(row: Entitlement, on: date | None = None) -> dict[str, float] | None:
    """The stretch of a right on a line of four years around today, in hundredths; the words beside it say the same.

    Nothing for what does not last (a resource) or has no known end.
    """
    on = on or today()
    if row.expires_on is None and not row.is_endless:
        return None
    start = -_BEFORE if row.opens_on is None else max((row.opens_on - on).days, -_BEFORE)
    end = _AFTER if row.expires_on is None else min((row.expires_on - on).days, _AFTER)
    if start > _AFTER or end < -_BEFORE:
        return None
    return {"x": _place(start), "width": max(_place(end) - _place(start), 1.0), "today": _place(0)}


def _place(days: int) -> float:
    return round(100 * (days + _BEFORE) / (_BEFORE + _AFTER), 1)


def said(question: Question, value: Any) -> str:
    """An answer, as one reads it."""
    if question.type in ("choice", "yesno"):
        return question.choices.get(str(value), str(value))
    if question.type == "choices":
        return ", ".join(question.choices.get(str(one), str(one)) for one in value)
    if question.type == "date":
        return short(date.fromisoformat(str(value)))
    if question.type == "money":
        return f"{Decimal(str(value)):.2f}".replace(".", ",") + f"{NBSP}€ par mois"
    return f"{str(value).replace('.', ',')}{NBSP}%" if question.type == "percent" else str(value)


def facts(row: Entitlement) -> list[dict[str, str]]:
    """Everything written of a right, question by question."""
    kind = kinds().get(row.kind)
    told = [
        ("Donné par", row.issuer),
        ("Numéro", row.number),
        ("Numéro national de la décision", row.national_number),
        ("Décidé le", short(row.decided_on)),
        ("À partir du", short(row.opens_on)),
        ("Jusqu’au", "Sans limite de durée" if row.is_endless else short(row.expires_on)),
    ]
    told += [
        (question.label, said(question, row.answers[question.code]))
        for question in (kind.questions if kind else ())
        if row.answers.get(question.code) not in (None, "", [])
    ]
    told.append(("À savoir", row.note))
    return [{"label": label, "text": text} for label, text in told if text]
