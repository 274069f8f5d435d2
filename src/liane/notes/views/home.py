"""Ma journée: what waits, what is mine, and for whoever answers for the service, what went wrong."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.endings import access_over
from liane.access.enums import VOLET_LABELS, Right
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.drafts.store import KEPT
from liane.kit.pages import page, redirect, render
from liane.kit.slots import Slot, hung
from liane.notes.queries.home import MANY, Counters, News, counters, news, service_morning
from liane.notes.queries.tasks import tasks_of
from liane.notes.views.tasks import line as task_line

NOISE = 25  # percent
LINES = 8  # of «À lire»; the figure above them counts everything


def waiting_here(request: HttpRequest, record_id: UUID) -> tuple[UUID, ...]:
    """Slot of the fil: the writings of this record that wait for the reader. The menu of the page uses the same answer."""
    request.counters = counters(request.actor, record_id)  # type: ignore[attr-defined]
    return request.counters.here  # type: ignore[attr-defined]


def here(request: HttpRequest) -> Counters:
    """What the page of a record already knows."""
    return getattr(request, "counters", None) or Counters()


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Slot of the menu: six entries at most, only those that lead somewhere for this actor."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known: Counters = getattr(request, "counters", None) or counters(actor)
    request.drafts_waiting = known.drafts  # type: ignore[attr-defined]
    waiting = known.waiting if known.waiting < MANY else f"{MANY - 1}+"
    entries = [
        ("", "Ce soir", "Ce soir", "lune", reverse("notes:tonight"), 0)
        if actor.is_temp
        else ("", "Ma journée", "Journée", "maison", reverse("notes:home"), 0),
        (Right.HANDOVER_READ, "Relève", "Relève", "releve", reverse("notes:handover"), waiting),
        (Right.PERSONS_SEARCH, "Personnes", "Personnes", "gens", reverse("people:list"), 0),
        (Right.TASK_WRITE, "Tâches", "Tâches", "tache", reverse("notes:tasks"), known.tasks),
        (Right.RIGHTS_READ, "Équipe et droits", "Équipe", "bouclier", reverse("access:rights"), 0),
        (Right.HOUSE_MANAGE, "Réglages", "Réglages", "maison", reverse("access:settings"), 0),
    ]
    return [
        {
            "label": label, "short": short, "icon": icon, "url": url, "count": count,
            "current": request.path == url if url == "/" else request.path.startswith(url),
            "group": "Mon service" if right in (Right.RIGHTS_READ, Right.HOUSE_MANAGE) else "",
        }
        for right, label, short, icon, url, count in entries
        if not right or actor.may(right)
    ]  # fmt: skip


@page()
def home(request: HttpRequest) -> HttpResponse:
    """Three large answers: what to read, what to do, and news of those one follows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.practitioner_id is None:
        return render(request, "notes/home_admin.html", {})
    if over := access_over(request):
        return over
    if actor.is_temp:
        return redirect(reverse("notes:tonight"))
    request.counters = counters(actor)  # type: ignore[attr-defined]
    tasks = tasks_of(actor)
    found = news(actor)
    context = {
        "hello": f"Bonjour {actor.name.split(' ')[0]}",
        "day": dates.day(dates.today()).capitalize(),
        "waiting_total": sum(count for *_, count in found.waiting),
        "waiting": _waiting(found),
        "tasks": [task_line(actor, task) for task in tasks[:8]],
        "tasks_total": len(tasks),
        "followed": [
            {
                "hour": dates.hour(row["at"]),
                "text": f"{row['person']} — {row['title']}",
                "detail": f"{row['author']} · {dates.when(row['at'])}",
                "url": reverse("timeline:record", kwargs={"record_id": row["record_id"]})
                + f"#ecrit-{row['source_id']}",
            }
            for row in found.followed
        ],
        "drafts": _drafts(here(request)),
        "service": _service(actor),
        "told": [piece for fill in hung(Slot.HOME) if (piece := fill(request))],
    }
    return render(request, "notes/home.html", context)


def _waiting(found: News) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{unit_name}, {VOLET_LABELS[volet].lower()} : {count}",
            "url": reverse("notes:handover") + f"?unite={unit}&partie={volet}",
        }
        for unit, unit_name, volet, count in found.waiting[:LINES]
    ]


def _drafts(known: Counters) -> dict[str, Any]:
    """«1 brouillon en attente», counted as its list shows it; and until when those of a closed record are kept."""
    until = dates.short(known.closed_at + KEPT) if known.closed_at else ""
    return {"open": known.drafts - known.closed, "closed": known.closed, "until": until}


def _service(actor: Actor) -> dict[str, Any] | None:
    """«Ce matin dans votre service»: urgent, still unread, absent."""
    if not actor.may(Right.NOTE_CANCEL):
        return None
    found = service_morning(actor)
    record = lambda row: reverse("timeline:record", kwargs={"record_id": row["record_id"]})  # noqa: E731
    return {
        "noise": found.noise if found.noise > NOISE else 0,
        "late": found.late,
        "urgent": [
            {
                "hour": dates.hour(r["at"]),
                "text": f"{r['person']} — {r['title']}",
                "detail": f"{r['unit']} · {r['author']}",
                "url": record(r),
            }
            for r in found.urgent
        ],
        "unread": [
            {
                "hour": dates.hour(r["at"]),
                "text": f"{r['person']} — {r['title']}",
                "detail": f"{r['unit']} · lu par {r['read']} sur {r['asked']}",
                "url": record(r),
            }
            for r in found.unread
        ],
        "absent": [
            {"name": r["person"], "detail": f"{r['unit']} · {r['presence']}", "url": record(r)} for r in found.absent
        ],
    }
