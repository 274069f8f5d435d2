"""Conservation des dossiers: what will be archived or destroyed next month, what waits for a decision, the certificates."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import MONTHS, short, today, when
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.pages import Fragment, page, redirect, render
from liane.nomenclatures.retention import retention_rules
from liane.stays.retention import actions
from liane.stays.retention.certificate import decided, parts
from liane.stays.retention.forms import FATES, DestroyForm, DurationsForm, TakeOutForm, said
from liane.stays.retention.queries import (
    PAGE,
    Told,
    certificates,
    choices,
    chosen_of,
    in_archive,
    next_month,
    to_archive,
    to_destroy,
)
from liane.stays.retention.request_views import certificates_of, lines_of
from liane.stays.retention.requests import counts_with_requests, requests_to_erase

_VIEWS = {
    "archiver": "À archiver",
    "detruire": "À détruire",
    "archives": "Dans les archives",
    "demandes": "Demandes sans suite",
}


def _home(view: str = "") -> str:
    return reverse("stays:retention") + (f"?vue={view}" if view else "")


@page(Right.COMPLIANCE_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Next month first; then what waits now; the rules and what was chosen; the certificates."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = today()
    first, last = next_month(now)
    view = request.GET.get("vue", "")
    lines: dict[str, Callable[[], list[Any]]] = {
        "archiver": lambda: to_archive(actor, last),
        "detruire": lambda: to_destroy(actor, last),
        "archives": lambda: in_archive(actor),
        "demandes": lambda: requests_to_erase(actor, last),
    }
    view = view if view in _VIEWS else "archiver"
    found = lines[view]()
    context = {
        "month": f"{MONTHS[first.month - 1]} {first.year}",
        "counts": counts_with_requests(actor, now),
        "views": [{"label": label, "url": _home(key), "current": key == view} for key, label in _VIEWS.items()],
        "view": view,
        "lines": lines_of(actor, found) if view == "demandes" else [_line(actor, one, view) for one in found[:PAGE]],
        "more": len(found) > PAGE,
        "rules": _rules(),
        "choices": [_choice(one) for one in choices()],
        "certificates": [*map(_certificate, certificates(actor)), *certificates_of(actor)],
        "may_archive": actor.may(Right.RECORD_ARCHIVE),
        "may_choose": actor.may(Right.COMPLIANCE_MANAGE),
        "archivable": [str(one.record_id) for one in found[:PAGE] if one.on <= now and not one.is_held]
        if view == "archiver"
        else [],
    }
    return render(request, "stays/retention.html", context)


def _line(actor: Actor, one: Told, view: str) -> dict[str, Any]:
    rule = retention_rules().get(one.rule)
    due = one.on <= today()
    keys = {"record_id": one.record_id}
    may = actor.may(Right.RECORD_ARCHIVE)
    return {
        "id": one.record_id,
        "name": one.name or f"Dossier {one.record_id.hex[-6:]}",
        "facility": one.facility,
        "rule": rule.label if rule else one.rule,
        "left": short(one.left_on),
        "on": short(one.on),
        "is_due": due,
        "is_held": one.is_held,
        "destroy_url": reverse("stays:destroy", kwargs=keys)
        if may and view == "detruire" and due and not one.is_held
        else "",
        "out_url": reverse("stays:take_out", kwargs=keys) if may and view != "archiver" else "",
    }


def _rules() -> list[dict[str, str]]:
    chosen = chosen_of()
    told = []
    for rule in retention_rules().values():
        mine = chosen.get(rule.code)
        active = said(mine.active_months) if mine else _span(rule.active)
        archive = said(mine.archive_months) if mine else _span(rule.archive)
        fate = dict(FATES)[mine.fate if mine else rule.fate]
        fate = fate[0].lower() + fate[1:]
        counted = ", compté depuis la naissance" if rule.from_birth else ""
        told.append(
            {
                "code": rule.code,
                "label": rule.label,
                "text": f"Ouvert aux équipes {active} après le départ, puis {archive} en archive{counted} ; {fate}.",
                "why": rule.why,
                "source": f"{rule.source}. {'Durées choisies par l’organisme.' if mine else rule.caution}".strip(),
                "url": reverse("stays:durations", kwargs={"rule": rule.code}),
            }
        )
    return told


def _span(span: Any) -> str:
    return said(span.count * (12 if span.unit == "y" else 1))


def _choice(one: Any) -> str:
    rule = retention_rules().get(one.rule)
    return f"{when(one.chosen_at).capitalize()}, {one.author_name}, {rule.label if rule else one.rule} : {said(one.active_months)}, puis {said(one.archive_months)}. {one.reason}"


def _certificate(one: Any) -> dict[str, str]:
    rows = sum((one.counts or {}).values())
    return {
        "label": f"Dossier {one.record_id.hex[-6:]}, {one.facility.name}",
        "text": f"parti le {short(one.left_on)}, terme le {short(one.end_on)} ; détruit le {short(one.decided_at)} par {one.author_name}. {rows} lignes, {len(one.files or [])} fichiers.",
        "url": reverse("stays:certificate", kwargs={"destruction_id": one.pk}),
    }


@page(Right.RECORD_ARCHIVE, methods=("POST",), recent=True)
def archive(request: HttpRequest) -> HttpResponse:
    """The records shown, whose active life is over: only the direction opens them from now on."""
    asked = [UUID(text) for text in request.POST.getlist("dossier") if _is_key(text)]
    done = actions.archive_records(request.actor, asked)  # type: ignore[attr-defined]
    if done:
        messages.success(request, f"{done} dossier{'s' if done > 1 else ''} archivé{'s' if done > 1 else ''}.")
    else:
        messages.warning(request, "Aucun dossier à archiver. Rechargez la page.")
    return redirect(_home("archives" if done else ""))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@page(Right.RECORD_ARCHIVE, methods=("GET", "POST"), recent=True)
def take_out(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Out of the archive, with a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.take_out(actor, record_id, form.cleaned_data["reason"])
        messages.success(request, "Le dossier est ressorti des archives.")
        return redirect(_home())
    return _decide(request, record_id, form, "out")


@page(Right.RECORD_ARCHIVE, methods=("GET", "POST"), recent=True)
def destroy(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """At its term, by somebody, with the decision: everything goes, the certificate stays."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = DestroyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.destroy_record(actor, record_id, data["id"], reason=data["reason"], visa=data["visa"])
        except Refused as problem:
            form.say("reason", str(problem))
        else:
            messages.success(request, "Le dossier est détruit. Voici son certificat.")
            return redirect(reverse("stays:certificate", kwargs={"destruction_id": made.pk}))
    return _decide(request, record_id, form, "destroy")


def _decide(request: HttpRequest, record_id: UUID, form: Any, what: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = actions.case_of(actor, record_id)
    if case is None:
        raise NotVisible(Refusal(record_id, Right.RECORD_ARCHIVE, "Aucun dossier archivé à cette adresse"), actor)
    context = {
        "form": form,
        "what": what,
        "name": case.record.person.full_name,
        "facility": case.facility.name,
        "left": short(case.left_on),
        "end": short(case.end_on),
        "home": _home("detruire" if what == "destroy" else "archives"),
    }
    return render(request, "stays/retention_decide.html", context, status=422 if form.is_bound else 200)


@page(Right.COMPLIANCE_MANAGE, methods=("GET", "POST"), recent=True)
def durations(request: HttpRequest, rule: str) -> HttpResponse:
    """Other durations than the proposed ones, with the reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = retention_rules().get(rule)
    if known is None:
        raise NotVisible(Refusal(right=Right.COMPLIANCE_MANAGE, why="Règle inconnue"), actor)
    chosen = chosen_of().get(rule)
    now = {
        "active": str(chosen.active_months if chosen else known.active.count * 12),
        "archive": str(chosen.archive_months if chosen else known.archive.count * 12),
        "fate": chosen.fate if chosen else known.fate,
    }
    form = DurationsForm(request.POST) if request.method == "POST" else DurationsForm(initial=now)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.choose_durations(
                actor, data["id"], rule, int(data["active"]), int(data["archive"]), data["fate"], data["reason"]
            )
        except Refused as problem:
            form.say("fate", str(problem))
        else:
            messages.success(request, "Les durées sont enregistrées. Les dates ont été recalculées.")
            return redirect(_home())
    context = {"form": form, "rule": known, "home": _home()}
    return render(request, "stays/retention_durations.html", context, status=422 if form.is_bound else 200)


@page(Right.COMPLIANCE_READ)
def certificate(request: HttpRequest, destruction_id: UUID) -> HttpResponse:
    """What was destroyed: table by table, and the digests of the files. It names nobody. Printable."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    made = next((one for one in certificates(actor) if one.pk == destruction_id), None)
    if made is None:
        raise NotVisible(Refusal(right=Right.COMPLIANCE_READ, why="Certificat inconnu"), actor)
    rule = retention_rules().get(made.rule)
    context = {
        "made": made,
        "facts": [
            {"label": "Dossier", "text": str(made.record_id)},
            {"label": "Établissement", "text": made.facility.name},
            {"label": "Règle", "text": rule.label if rule else made.rule},
            {"label": "Dernier départ", "text": short(made.left_on)},
            {"label": "Fin de conservation", "text": short(made.end_on)},
            {"label": "Décision", "text": decided(made.reason, made.author_name, made.decided_at)},
            {"label": "Visa des Archives départementales", "text": made.visa or "aucun n’a été noté"},
        ],
        "rows": parts(made.counts),
        "files": made.files or [],
        "home": _home(),
    }
    return render(request, "stays/certificate.html", context)


def card(request: HttpRequest) -> Fragment | None:
    """On «Conformité»: how many records next month (slot)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.COMPLIANCE_READ):
        return None
    first, _ = next_month(today())
    context = {
        "counts": counts_with_requests(actor, today()),
        "month": f"{MONTHS[first.month - 1]} {first.year}",
    }
    return Fragment("stays/_retention_card.html", context)
