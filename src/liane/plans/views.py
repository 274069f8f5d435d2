"""Son projet: what she aims at, in her words, and what was written under each."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit import dates, keyset
from liane.kit.addresses import reverse
from liane.kit.door import Refused, Stale
from liane.kit.forms import HouseForm
from liane.kit.pages import Fragment, page, redirect, render
from liane.kit.slots import Slot, hung
from liane.kit.versions import two_versions
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.plans import actions
from liane.plans.door import open_goal, open_project
from liane.plans.enums import GoalState, Voice
from liane.plans.forms import CloseForm, GoalForm, ResumeForm
from liane.plans.models import Goal
from liane.plans.queries import goals_of, versions
from liane.plans.words import STATE_TAGS, goal_url, period, told
from liane.timeline.queries import PAGE, Line

_GLANCE = 3  # writings shown under a goal before one asks for more
_SIX_MONTHS = timedelta(days=183)
Pair = tuple[Line, dict[str, Any]]


def _writings(actor: Actor, goals: list[Goal], **wanted: Any) -> dict[UUID, list[Pair]]:
    """What the rooms above have under these goals, newest first."""
    found: dict[UUID, list[Pair]] = {goal.thread_id: [] for goal in goals}
    for fill in hung(Slot.GOAL_WRITINGS):
        for goal_id, pairs in fill(actor, list(found), **wanted).items():
            found[goal_id] += pairs
    return found


def _days(pairs: list[Pair]) -> Iterator[dict[str, Any]]:
    for day, group in groupby(pairs, key=lambda pair: dates.local(pair[0].happened_at).date()):
        yield {"heading": dates.day_heading(day), "notes": [card for _, card in group]}


def _glance(goal: Goal, pairs: list[Pair]) -> list[dict[str, Any]]:
    return [
        {
            "hour": dates.short(line.happened_at),
            "text": card["title"],
            "url": f"{goal_url(goal)}#ecrit-{line.source_id}",
            "detail": line.author_name,
        }
        for line, card in pairs[:_GLANCE]
    ]


@page(Right.RECORD_READ)
def project(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The list of what is aimed at; `?periode=6`: six months of writings, goal by goal, for the synthesis."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_project(actor, record_id)
    goals = goals_of(actor, record_id)
    whole = request.GET.get("periode") == "6"
    since, limit = (timezone.now() - _SIX_MONTHS, PAGE) if whole else (None, _GLANCE)
    found = _writings(actor, goals, since=since, limit=limit + 1) if goals else {}
    shown = [
        {
            **told(goal, facts.person.called),
            "days": list(_days(found[goal.thread_id][:limit])) if whole else [],
            "glance": [] if whole else _glance(goal, found[goal.thread_id]),
            "has_more": len(found[goal.thread_id]) > limit,
            "more": f"{goal_url(goal)}?periode=6" if whole else goal_url(goal),
        }
        for goal in goals
    ]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "project"),
        "groups": [
            (h, list(g)) for h, g in groupby(shown, key=lambda s: "En ce moment" if s["is_active"] else "Avant")
        ],
        "whole": whole,
        "base": reverse("plans:project", kwargs={"record_id": record_id}),
        "may_write": may_here(actor, facts, Right.PLAN_WRITE),
    }
    return render(request, "plans/project.html", context)


@page(Right.RECORD_READ)
def goal(request: HttpRequest, record_id: UUID, goal_id: UUID) -> HttpResponse:
    """One goal: its words, its versions, and all that was written under it, 30 at a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts, aim = open_goal(actor, record_id, goal_id, to=Right.RECORD_READ)
    recent = request.GET.get("periode") == "6"
    before = keyset.stopped_at(request.GET.get("avant", ""))
    since = timezone.now() - _SIX_MONTHS if recent else None
    pairs = _writings(actor, [aim], since=since, before=before, limit=PAGE + 1)[aim.thread_id]
    base = goal_url(aim)
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "project"),
        "goal": told(aim, facts.person.called),
        "steps": [_step(v) for v in versions(aim.thread_id)],
        "days": list(_days(pairs[:PAGE])),
        "older": _older(pairs, base, {"periode": "6"} if recent else {}),
        "filters": [
            {"label": "Depuis le début", "url": base, "current": not recent},
            {"label": "Six derniers mois", "url": f"{base}?periode=6", "current": recent},
        ],
        "version": aim.version,
        "resume": ResumeForm(),
        "may_write": actor.may(Right.PLAN_WRITE, aim.unit_id),
        "home": reverse("plans:project", kwargs={"record_id": record_id}),
    }
    return render(request, "plans/goal.html", context)


def _older(pairs: list[Pair], base: str, kept: dict[str, str]) -> str:
    """The address of the next page, when there is one."""
    if len(pairs) <= PAGE:
        return ""
    last = pairs[PAGE - 1][0]
    return f"{base}?{urlencode({**kept, 'avant': keyset.after(last.happened_at, last.source_id)})}"


def _step(version: Goal) -> dict[str, str]:
    state = STATE_TAGS[version.state]["word"].lower()
    return {
        "head": f"{version.author_name}, {version.author_role}, {dates.when(version.written_at)}",
        "text": f"{version.wording} ({state}, {period(version)})",
        "proof": version.proof,
        "reason": version.reason,
    }


def _sheet(
    request: HttpRequest, facts: RecordFacts, form: HouseForm, template: str, aim: Goal | None = None, **more: Any
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "project"),
        "form": form,
        "goal": told(aim, facts.person.called) if aim else None,
        "version": form.data.get("version", "") if form.is_bound else aim.version if aim else "",
        "home": goal_url(aim) if aim else reverse("plans:project", kwargs={"record_id": facts.id}),
        "conflict": "",
        "two": [],
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


@page(Right.PLAN_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """What she aims at, in her words."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        form = GoalForm(request.POST)
    else:
        form = GoalForm(initial={"voice": Voice.SELF, "since": dates.today()})
    if form.is_bound and form.is_valid():
        actions.set_goal(actor, record_id, form.cleaned_data["id"], form.draft())
        messages.success(request, "C’est noté. On peut maintenant y relier ce qu’on écrit.")
        return redirect(reverse("plans:project", kwargs={"record_id": record_id}))
    return _sheet(request, open_record(actor, record_id, to=Right.PLAN_WRITE), form, "plans/goal_form.html")


@page(Right.PLAN_WRITE, methods=("GET", "POST"))
def correct(request: HttpRequest, record_id: UUID, goal_id: UUID) -> HttpResponse:
    """Other words, another date; when somebody changed it meanwhile, both are shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = GoalForm(request.POST) if request.method == "POST" else None
    more: dict[str, Any] = {}
    if form is not None and form.is_valid():
        try:
            actions.correct_goal(actor, record_id, goal_id, form.step(), form.draft())
        except Stale as stale:
            more = {
                "conflict": str(stale),
                "two": two_versions(form, _shown(stale.current)),
                "version": stale.current.version,
            }
        else:
            messages.success(request, "Corrigé. Ce qui était écrit avant reste lisible.")
            return redirect(reverse("plans:goal", kwargs={"record_id": record_id, "goal_id": goal_id}))
    facts, aim = open_goal(actor, record_id, goal_id, to=Right.PLAN_WRITE, kind=Kind.RECORD_OPENED)
    if form is None:
        form = GoalForm(initial=_shown(aim))
    return _sheet(request, facts, form, "plans/goal_form.html", aim, **more)


def _shown(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    return {name: getattr(goal, name) for name in ("wording", "proof", "voice", "voice_of", "since", "until")}


@page(Right.PLAN_WRITE, methods=("GET", "POST"))
def close(request: HttpRequest, record_id: UUID, goal_id: UUID) -> HttpResponse:
    """Reached, or stopped."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CloseForm(request.POST if request.method == "POST" else None)
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            actions.close_goal(actor, record_id, goal_id, form.step(), form.cleaned_data["state"])
            messages.success(request, "C’est noté. Ce qui a été écrit dessous reste là.")
            return redirect(reverse("plans:project", kwargs={"record_id": record_id}))
        except Stale as stale:
            two = [
                {
                    "label": "Où en est-on ?",
                    "now": stale.current.get_state_display(),
                    "mine": GoalState(form.cleaned_data["state"]).label,
                }
            ]
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("reason", str(problem))
    facts, aim = open_goal(actor, record_id, goal_id, to=Right.PLAN_WRITE, kind=Kind.RECORD_OPENED)
    return _sheet(request, facts, form, "plans/goal_close.html", aim, **more)


@page(Right.PLAN_WRITE, methods=("POST",))
def resume(request: HttpRequest, record_id: UUID, goal_id: UUID) -> HttpResponse:
    """In progress once more."""
    form = ResumeForm(request.POST)
    try:
        if not form.is_valid():
            open_goal(request.actor, record_id, goal_id, to=Right.PLAN_WRITE, kind=Kind.RECORD_OPENED)  # type: ignore[attr-defined]
            raise Refused("Cette page a vieilli. Rechargez-la, puis recommencez.")
        actions.resume_goal(request.actor, record_id, goal_id, form.step())  # type: ignore[attr-defined]
        messages.success(request, "De nouveau en cours.")
    except Refused as problem:
        messages.warning(request, str(problem))
    return redirect(reverse("plans:goal", kwargs={"record_id": record_id, "goal_id": goal_id}))


def fill_fil(actor: Actor, lines: list[Line]) -> dict[UUID, dict[str, Any]]:
    """Our lines of the fil lead to the project (slot)."""
    from_plans = [line for line in lines if line.kind == actions.GOAL]
    return {line.source_id: _card(line) for line in from_plans}


def _card(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "url": reverse("plans:project", kwargs={"record_id": line.record_id}),
        "author": line.author_name,
        "role": line.author_role,
        "moment": dates.hour(line.happened_at),
        "moment_iso": line.happened_at.isoformat(),
        "icon": "cible",
        "tone": "ocre",
    }


def project_card(facts: RecordFacts, goals: Iterable[Goal]) -> Fragment | None:
    """«Son projet», in the right column of the record: what she aims at now, her words first."""
    shown = [told(aim, facts.person.called) for aim in goals if aim.state == GoalState.ACTIVE]
    if not shown:
        return None
    return Fragment(
        "plans/_aside.html", {"goals": shown, "url": reverse("plans:project", kwargs={"record_id": facts.id})}
    )
