"""Papers of the requests: the waiting list of a facility with its criteria, and the letter that says a refusal.

Neither prints where a protected person lives: the list says nobody’s address, the letter only to who may read it. No way of
appeal is printed: none of our sources gives one for every sector, and a wrong one would cost somebody her delay.
"""

from typing import Any

from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.dates import day, hour, short, today
from liane.kit.pdf import render_pdf
from liane.nomenclatures.referrals import reasons
from liane.organizations.models import Facility
from liane.stays.referrals import words
from liane.stays.referrals.models import Referral, WaitingRules, Wish
from liane.stays.referrals.queries import Placed
from liane.stays.referrals.waiting import Chosen, explained

PERSON, SENDER, CONTACT = "PERSON", "SENDER", "CONTACT"


def said_points(points: float) -> str:
    """«26,5 points»."""
    number = f"{points:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{number} point{'s' if abs(points) >= 2 else ''}"


def _frame(actor: Actor, title: str, who: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "title": title, "who": who, "author": actor.name, "role": actor.role_label, "house": actor.organization_name,
        "printed": f"imprimé par {actor.name} le {day(now, year=True)} à {hour(now)}", "today": day(now, year=True),
    }  # fmt: skip


def waiting_pdf(
    actor: Actor, facility: Facility, placed: list[Placed], criteria: list[Chosen], rules: WaitingRules | None
) -> bytes:
    """The whole list of one facility, in order, each place with what explains it."""
    chosen = f"Critères choisis par {rules.author_name} le {short(rules.changed_at)} : {rules.reason}" if rules else ""
    data = _frame(actor, "Liste d’attente", facility.name) | {
        "total": f"{len(placed)} demande{'s' if len(placed) > 1 else ''}",
        "rules": chosen or "Critères proposés par Liane : la direction ne les a pas encore choisis.",
        "criteria": [
            {"label": one.label, "weight": f"{one.weight} {'× niveau' if one.levels else 'par mois'}"}
            for one in criteria
            if one.weight
        ],
        "rows": [_row(one, criteria) for one in placed],
    }
    return render_pdf("stays/typst/waiting.typ", data)


def _row(placed: Placed, criteria: list[Chosen]) -> dict[str, Any]:
    wish = placed.wish
    lines, points = explained(criteria, wish.levels, wish.waiting_since or today(), wish.boost, "", on=today())
    return {
        "rank": str(placed.rank), "name": words.name_of(wish.referral), "born": words.born(wish.referral),
        "wished": words.wished(wish) or "Non précisé", "since": short(wish.waiting_since) or "", "points": said_points(points),
        "why": " ; ".join(f"{line.label} : {line.said} ({said_points(line.points)})" for line in lines),
    }  # fmt: skip


def addressees(referral: Referral, sees_private: bool) -> list[tuple[str, str]]:
    """To whom the letter may go, as far as this reader may know it."""
    found = [(PERSON, words.name_of(referral))]
    if referral.contact_name and sees_private:
        found.append((CONTACT, f"{referral.contact_name}, qui contacter"))
    if referral.origin_name and sees_private:
        found.append((SENDER, f"{referral.origin_name}, qui a adressé la demande"))
    return found


def refusal_pdf(actor: Actor, referral: Referral, wish: Wish, *, to: str, text: str, sees_private: bool) -> bytes:
    """The refusal of one facility, in plain words: when it was asked, when it was decided, why, what she may do."""
    reason = reasons().get(wish.state, {}).get(wish.reason_code)
    name = words.name_of(referral)
    recipient = {PERSON: name, CONTACT: referral.contact_name, SENDER: referral.origin_name}[to]
    address = referral.address if to == PERSON and sees_private else ""
    data = _frame(actor, "Réponse à une demande d’admission", wish.facility.name) | {
        "to": recipient,
        "lines": [line.strip() for line in address.replace(",", "\n").split("\n") if line.strip()],
        "about": "" if to == PERSON else name,
        "received": day(referral.received_on, year=True),
        "decided": day(wish.state_on, year=True),
        "reason": reason.label if reason else "",
        "text": text,
    }
    return render_pdf("stays/typst/refusal.typ", data)
