"""Conformité: what waits for a human eye, and the state of what proves (screen 24)."""

from typing import Any

from django.contrib.messages import success
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from procrastinate.exceptions import AlreadyEnqueued

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import unsaid_to
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.retention.rules import preview_of, rule_of
from liane.journal.sealing.heads import head_of
from liane.journal.sealing.keys import fingerprint, public_pem, trusted_keys
from liane.journal.sealing.seal import last_seal
from liane.journal.sealing.state import sealed_state
from liane.journal.tasks import verify as verify_journal
from liane.kit import keyset
from liane.kit.addresses import reverse
from liane.kit.dates import day, when
from liane.kit.door import NotVisible, Refusal
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.slots import Slot, hung
from liane.kit.text import thousands
from liane.steering.enums import OUTINGS, Outcome, Rule
from liane.steering.forms import months_label
from liane.steering.models import Alert, AlertReview
from liane.steering.queries import page_of_alerts, reviews_of
from liane.steering.words import sentence

PAGE = 30
_TONES = {
    **dict.fromkeys((Rule.EMERGENCY, Rule.PROTECTED, Rule.RESCUED), "rouge"),
    **dict.fromkeys((Rule.EXPORTED, Rule.PRINTED), "bleu"),
}


def shown(alert: Alert, said: list[AlertReview], actor: Actor) -> dict[str, Any]:
    """One signalled access, in words."""
    return {
        "id": alert.pk,
        "sentence": sentence(alert),
        "tag": {"word": Rule(alert.rule).label, "tone": _TONES.get(Rule(alert.rule), "ambre")},
        "is_outing": alert.rule in OUTINGS,
        "why": alert.why,
        "record_id": alert.record_id,
        "is_asked": alert.is_asked,
        "is_mine": alert.actor_id == actor.practitioner_id,
        "said": [{"text": f"{Outcome(r.outcome).label}, {r.author_name}, {when(r.at)}", "word": r.word} for r in said],
    }


@page(Right.COMPLIANCE_READ)
def show(request: HttpRequest) -> HttpResponse:
    """What is to be treated first; `?vue=traites` shows what was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_open = request.GET.get("vue") != "traites"
    before = keyset.stopped_at(request.GET.get("avant", ""))
    alerts = page_of_alerts(actor, unsaid_to(actor), is_open=is_open, before=before, limit=PAGE + 1)
    older = ""
    if len(alerts) > PAGE:
        alerts = alerts[:PAGE]
        more = {"avant": keyset.after(alerts[-1].last_at, alerts[-1].pk), **({} if is_open else {"vue": "traites"})}
        older = f"{reverse('steering:conformity')}?{urlencode(more)}"
    said = reviews_of(alerts)
    context = {
        "alerts": [shown(alert, said[alert.pk], actor) for alert in alerts],
        "is_open": is_open,
        "older": older,
        "journal": _journal(actor),
        "retention": _retention(actor),
        "pieces": [piece for fill in hung(Slot.CONFORMITY) if (piece := fill(request))],
    }
    return render(request, "steering/conformity.html", context)


def _journal(actor: Actor) -> dict[str, Any]:
    state = sealed_state(actor.organization_id)
    lines = ["Rien n’est encore scellé : le premier scellé vient dans la minute qui suit la première trace."]
    if state.number and state.sealed_at:
        lines = [f"Dernier scellé : n°\u00a0{thousands(state.number)}, {when(state.sealed_at)}."]
    if state.checked_at:
        verdict = f"{state.faults} constats" if state.faults else "rien n’a été touché"
        read = f"{thousands(state.lines or 0)} lignes relues"
        lines.append(f"Dernière vérification : {when(state.checked_at)}, {read}, {verdict}.")
    else:
        lines.append("Pas encore de vérification : le journal est relu chaque nuit.")
    late = ""
    if state.waits_since and state.is_late:
        late = f"Des traces attendent leur scellé depuis {when(state.waits_since)} : prévenez la personne qui s’occupe de Liane."
    return {
        "lines": lines,
        "late": late,
        "has_seal": state.number is not None,
        "faults": state.sentences[:5] if state.faults else [],
    }


def _retention(actor: Actor) -> dict[str, Any]:
    rule, preview = rule_of(actor.organization_id), preview_of(actor.organization_id)
    lines = [
        f"Accès aux dossiers gardés {months_label(rule.access_months)}, connexions {months_label(rule.security_months)}."
    ]
    if preview is None:
        lines.append("Rien n’est encore compté : la prévision est faite chaque nuit.")
    elif not preview.accesses + preview.security:
        lines.append(f"Rien ne sera effacé le {day(preview.on)}.")
    else:
        lines.append(f"Le {day(preview.on)} seront effacés {counted(preview.accesses, preview.security)}.")
    if preview is not None and preview.held:
        lines.append(f"{thousands(preview.held)} lignes restent, gardées par un gel.")
    return {"lines": lines}


def counted(accesses: int, security: int) -> str:
    """«1 204 accès et 310 autres traces»."""
    parts = [
        f"{thousands(accesses)} accès" if accesses else "",
        f"{thousands(security)} autres traces" if security else "",
    ]
    return " et ".join(part for part in parts if part)


@page(Right.COMPLIANCE_READ, methods=("POST",))
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole journal read again now; asked twice, it is read once."""
    try:
        with transaction.atomic():
            verify_journal.defer(timestamp=int(timezone.now().timestamp()))
    except AlreadyEnqueued:
        pass
    success(request, "Le journal va être relu. Le résultat s’affichera ici dans quelques minutes.")
    return redirect(reverse("steering:conformity"))


@page(Right.COMPLIANCE_READ)
def heads(request: HttpRequest) -> HttpResponse:
    """The head of today, as a signed file to keep elsewhere."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seal = last_seal(actor.organization_id)
    if seal is None:
        raise NotVisible(Refusal(why="Rien n’est encore scellé"), actor)
    trace(actor, Kind.HEADS_EXPORTED, object_id=seal.pk, number=seal.number)
    return download(head_of(seal).line().encode(), f"tete-du-journal-{seal.number}.jsonl", "application/jsonl")


@page(Right.COMPLIANCE_READ)
def public_key(request: HttpRequest) -> HttpResponse:
    """What others need to check a head: the public half of the key that signed it. The pages never hold the other half."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seal = last_seal(actor.organization_id)
    key = trusted_keys().get(seal.key) if seal else None
    if key is None:
        raise NotVisible(Refusal(why="Rien n’est encore scellé"), actor)
    return download(public_pem(key), f"cle-publique-{fingerprint(key)}.pem", "application/x-pem-file")
