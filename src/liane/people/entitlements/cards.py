"""«Droits et papiers»: what the page of the papers shows of the rights; the room above asks for it and draws it."""

from collections.abc import Collection
from typing import Any

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Volet
from liane.kit.addresses import reverse
from liane.kit.dates import today
from liane.nomenclatures.entitlements import families, kinds
from liane.people.entitlements import words
from liane.people.entitlements.expected import EXPIRED, MISSING, PAPER_ONLY, checked
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.entitlements.policies import kinds_to_keep, kinds_unsaid, volets_here
from liane.people.entitlements.queries import claims_of, rights_of
from liane.people.facts import RecordFacts

_LACKS = {
    MISSING: {"word": "Manque", "tone": "ambre", "icon": "attente"},
    EXPIRED: {"word": "Expiré", "tone": "rouge", "icon": "alerte"},
    PAPER_ONLY: {"word": "Papier présent, dates à écrire", "tone": "bleu", "icon": "papier"},
}


def rights_page(actor: Actor, facts: RecordFacts, papers: Collection[str]) -> dict[str, Any]:
    """Rights by family with their line, requests that run, what is missing. `papers`: sorts of papers that she sees."""
    rights, claims = rights_of(actor, facts), claims_of(actor, facts)
    waiting = {claim.renews: claim for claim in claims if claim.renews}
    allowed = {kind.code for kind in kinds_to_keep(actor, facts)}
    record = {"record_id": facts.id}
    shown = [row for row in rights if not row.is_withdrawn and row.renewed_by is None]
    packs = [held["pack"] for held in facts.held]
    unsaid, volets = kinds_unsaid(actor, facts), volets_here(actor, facts)
    lacks = [
        one for one in checked(packs, shown, papers, volets, today())
        if one.state in _LACKS and not unsaid & set(one.expected.rights)
    ]  # fmt: skip
    return {
        "families": [
            {"title": title, "rights": [_right(facts, row, waiting, allowed) for row in shown if _family(row) == code]}
            for code, title in families().items()
            if any(_family(row) == code for row in shown)
        ],
        "former": [_right(facts, row, {}, set()) for row in rights if row not in shown],
        "claims": [_claim(facts, claim, rights) for claim in claims],
        "lacks": [_lack(facts, one, allowed) for one in lacks],
        "add_url": reverse("people:right_choose", kwargs=record) if allowed else "",
    }


def _family(row: Entitlement) -> str:
    kind = kinds().get(row.kind)
    return kind.family if kind else "papier"


def _right(facts: RecordFacts, row: Entitlement, waiting: dict[Any, Claim], allowed: Collection[str]) -> dict[str, Any]:
    kind, claim = kinds().get(row.kind), waiting.get(row.thread_id)
    keys = {"record_id": facts.id, "right_id": row.thread_id}
    renewed = kind is not None and kind.renewed and not row.is_endless and claim is None and row.kind in allowed
    return {
        "title": words.title_of(row.kind, row.answers),
        "url": reverse("people:right", kwargs=keys),
        "tag": {"word": "Retiré", "tone": "", "icon": "annule"}
        if row.is_withdrawn
        else {"word": f"Renouvelé, {words.period(row.opens_on, row.expires_on)}", "tone": "", "icon": "coche"}
        if row.renewed_by
        else words.until(row.expires_on, row.is_endless, kind),
        "period": words.period(row.opens_on, row.expires_on),
        "line": words.line(row),
        "detail": ", ".join(filter(None, [row.issuer, _amount(row)])),
        "volet": VOLET_LABELS[row.volet] if row.volet != Volet.ADMIN else "",
        "claim": words.claim_tag(claim.state, claim.on, renews=True) if claim else {},
        "renew_url": f"{_claim_url(facts, row.kind)}?droit={row.thread_id}" if renewed else "",
    }


def _amount(row: Entitlement) -> str:
    kind = kinds().get(row.kind)
    for code in ("amount", "rate", "hours", "answer", "share"):
        question = kind.question(code) if kind else None
        if question is not None and row.answers.get(code) not in (None, ""):
            told = words.said(question, row.answers[code])
            return f"{told} heures par mois" if code == "hours" else told
    return ""


def _claim_url(facts: RecordFacts, kind: str) -> str:
    return reverse("people:claim_add", kwargs={"record_id": facts.id, "kind": kind})


def _claim(facts: RecordFacts, claim: Claim, rights: list[Entitlement]) -> dict[str, Any]:
    about = next((row for row in rights if row.thread_id == claim.renews), None)
    return {
        "title": words.title_of(claim.kind, about.answers if about else {}),
        "tag": words.claim_tag(claim.state, claim.on, bool(claim.renews)),
        "note": claim.note,
        "url": reverse("people:claim", kwargs={"record_id": facts.id, "claim_id": claim.thread_id}),
    }


def _lack(facts: RecordFacts, one: Any, allowed: Collection[str]) -> dict[str, Any]:
    kind = next((code for code in one.expected.rights if code in allowed), "")
    return {
        "label": one.expected.label,
        "why": one.expected.why,
        "tag": _LACKS[one.state],
        "url": reverse("people:right_add", kwargs={"record_id": facts.id, "kind": kind}) if kind else "",
        "claim_url": _claim_url(facts, kind) if kind else "",
    }
