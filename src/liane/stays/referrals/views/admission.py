"""The admission: one task at a time, one question per page, done with the person; then the day she comes in."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.nomenclatures.packs import PARTS, Step
from liane.organizations.queries import unit_choices
from liane.stays.given import Opening
from liane.stays.models import StayMode
from liane.stays.places.free import offered
from liane.stays.referrals import words
from liane.stays.referrals.admitting import admit, set_task, steps_of
from liane.stays.referrals.door import Opened, open_wish
from liane.stays.referrals.enums import TaskState, WishState
from liane.stays.referrals.forms import AdmitForm, TaskForm
from liane.stays.referrals.models import AdmissionTask, Wish
from liane.stays.referrals.queries import tasks_of
from liane.stays.referrals.views.following import sheet

_SETTLED = (TaskState.DONE, TaskState.NOT_APPLICABLE)
# What of the request helps each part: shown under the question, so that nothing is asked twice.
_HELPS: dict[str, tuple[str, ...]] = {
    "decision": ("Décision", "Droit", "Orientation"),
    "identite": ("Nom de naissance", "Nom utilisé", "Prénoms", "Naissance"),
    "contacts": ("Qui contacter", "Adresse", "Téléphone"),
    "droits": ("N° MDPH", "N° de Sécurité sociale", "Droit"),
    "besoins": ("Ce qui est demandé", "Orientation"),
}


def _url(wish: Wish, verb: str = "admission", **more: str) -> str:
    return reverse(f"stays:{verb}", kwargs={"referral_id": wish.referral_id, "wish_id": wish.pk, **more})


def _state(tasks: dict[str, AdmissionTask], code: str) -> TaskState:
    return TaskState(tasks[code].state) if code in tasks else TaskState.UNSEEN


def _next(steps: tuple[Step, ...], tasks: dict[str, AdmissionTask], after: str = "") -> Step | None:
    """The next task that waits, after this one first, then from the beginning."""
    at = next((n + 1 for n, step in enumerate(steps) if step.code == after), 0)
    return next(
        (step for step in steps[at:] + steps[:at] if step.code != after and _state(tasks, step.code) not in _SETTLED),
        None,
    )


@page(Right.REFERRAL_READ)
def show(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """The tasks, part by part, and where each stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id, to=Right.REFERRAL_READ)
    steps, tasks = steps_of(wish), tasks_of(wish.pk)
    waits = _next(steps, tasks)
    may_write = any(actor.may(Right.REFERRAL_WRITE, unit) for unit in opened.units)
    may_admit = wish.state == WishState.ADMISSION and bool(_units(actor, opened))
    done = sum(_state(tasks, step.code) in _SETTLED for step in steps)
    context = {
        "section": "referrals",
        "name": words.name_of(opened.referral),
        "born": words.born(opened.referral),
        "facility": wish.facility.name,
        "tag": words.state_tag(wish.state),
        "done": done,
        "total": len(steps),
        "parts": [
            {"label": PARTS[part], "lines": [_line(wish, step, tasks, may_write) for step in group]}
            for part, group in groupby(steps, key=lambda step: step.part)
        ],
        "next_url": _url(wish, "admission_step", step=waits.code) if waits and may_write else "",
        "admit_url": _url(wish, "admit") if may_admit else "",
        "is_ready": waits is None,
        "is_open": wish.state == WishState.ADMISSION,
        "is_admitted": wish.state == WishState.ADMITTED,
        "home": words.url_of(referral_id),
    }
    return render(request, "stays/referrals/admission.html", context)


def _line(wish: Wish, step: Step, tasks: dict[str, AdmissionTask], may_write: bool) -> dict[str, Any]:
    state, task = _state(tasks, step.code), tasks.get(step.code)
    details = [task.note, "fait avec la personne" if task.with_her else "", task.author_name] if task else []
    return {
        "label": step.label,
        "url": _url(wish, "admission_step", step=step.code) if may_write else "",
        "tag": words.tag(state.label, words.TASK_TAGS[state]),
        "detail": ", ".join(detail for detail in details if detail),
    }


@page(Right.REFERRAL_WRITE, methods=("GET", "POST"))
def step(request: HttpRequest, referral_id: UUID, wish_id: UUID, step: str) -> HttpResponse:
    """One question, alone on its page; «Continuer» keeps the answer and goes to the next."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id)
    steps, tasks = steps_of(wish), tasks_of(wish.pk)
    asked = next((one for one in steps if one.code == step), None)
    if asked is None:
        raise NotVisible(Refusal(None, Right.REFERRAL_WRITE, "Cette étape n’existe pas ici"), actor)
    task = tasks.get(step)
    form = TaskForm(request.POST if request.method == "POST" else None, initial=_initial(task))
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            set_task(
                actor, referral_id, wish_id, step, state=data["state"], note=data["note"], with_her=data["with_her"],
                version=data.get("version") or 0,
            )  # fmt: skip
        except Stale as stale:
            two = two_versions(form, _initial(stale.current))
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("state", str(problem))
        else:
            after = _next(steps, tasks_of(wish.pk), step)
            return redirect(_url(wish, "admission_step", step=after.code) if after else _url(wish))
    at = steps.index(asked)
    more = {
        "step": asked,
        "part": PARTS[asked.part],
        "number": at + 1,
        "total": len(steps),
        "known": _known(opened, asked.part),
        "before_url": _url(wish, "admission_step", step=steps[at - 1].code) if at else "",
        "back": _url(wish),
        "edit_url": reverse("stays:referral_edit", kwargs={"referral_id": referral_id}),
        "version": form.data.get("version", "") if form.is_bound else task.version if task else 0,
        **more,
    }
    return sheet(request, opened, wish, form, "step", more)


def _initial(task: AdmissionTask | None) -> dict[str, Any]:
    if task is None:
        return {"state": TaskState.UNSEEN, "note": "", "with_her": False}
    return {"state": task.state, "note": task.note, "with_her": task.with_her}


def _known(opened: Opened, part: str) -> list[dict[str, str]]:
    """What the request already says about this part."""
    helps = _HELPS.get(part, ())
    return [fact for fact in words.facts_of(opened.referral, opened.sees_private) if fact["label"] in helps]


def _units(actor: Actor, opened: Opened) -> list[tuple[str, str]]:
    """Open units of this facility where she may open a stay."""
    return unit_choices(frozenset(opened.units) & actor.units_with(Right.STAY_WRITE))


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def enter(request: HttpRequest, referral_id: UUID, wish_id: UUID) -> HttpResponse:
    """She comes in: the unit, the day, the room. Her record opens."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    opened, wish = open_wish(actor, referral_id, wish_id)
    steps, tasks = steps_of(wish), tasks_of(wish.pk)
    initial = {
        "starts_on": wish.wished_on or today(),
        "mode": wish.mode or StayMode.FULL,
        "unit": str(wish.unit_id or ""),
    }
    form = AdmitForm(request.POST if request.method == "POST" else None, units=_units(actor, opened), initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        opening = Opening(UUID(data["unit"]), data["starts_on"], data["place"], data["mode"])
        try:
            admitted = admit(actor, referral_id, wish_id, data["id"], opening, version=data.get("version") or 0)
        except Stale as stale:
            form.say(None, f"{stale} Relisez la demande avant de continuer.")
        except Refused as problem:
            form.say("starts_on", str(problem))
        else:
            messages.success(request, "L’admission est prononcée : le dossier est ouvert.")
            if admitted.left:
                messages.warning(request, admitted.left)
            return redirect(reverse("timeline:record", kwargs={"record_id": admitted.record_id}))
    waits = [one.label for one in steps if _state(tasks, one.code) not in _SETTLED]
    more = {"waits": waits, "back": _url(wish), "is_known": opened.referral.record_id is not None}
    more["free"] = offered(actor, opened.units)
    return sheet(request, opened, wish, form, "enter", more)
