"""Identités du service: each figure opens its rows."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.pages import page, render
from liane.people.doubles.indicators import FIGURES, PAGE, FacilityFigures, figures, persons_behind
from liane.people.words import age_and_birth


@page(Right.IDENTITY_MERGE)
def show(request: HttpRequest) -> HttpResponse:
    """Facility by facility; then, when a figure is chosen, the persons it counts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = figures(actor)
    here = reverse("people:identities")
    chosen, figure = _chosen(request, found)
    lines, older = _persons(request, actor, chosen, figure, here) if chosen else ([], "")
    context = {
        "facilities": [_facility(one, here) for one in found],
        "chosen": f"{FIGURES[figure][0]}, {chosen.name}" if chosen else "",
        "lines": lines,
        "older": older,
    }
    return render(request, "people/doubles/identities.html", context)


def _chosen(request: HttpRequest, found: list[FacilityFigures]) -> tuple[FacilityFigures | None, str]:
    figure = request.GET.get("voir", "")
    asked = request.GET.get("etablissement", "")
    one = next((one for one in found if str(one.id) == asked), None)
    return (one, figure) if figure in FIGURES else (None, "")


def _persons(
    request: HttpRequest, actor: Actor, chosen: FacilityFigures, figure: str, here: str
) -> tuple[list[dict[str, Any]], str]:
    rows = persons_behind(actor, chosen.id, figure, after=_stopped_at(request.GET.get("apres", "")))
    trace(actor, Kind.PERSONS_SEARCHED, found=min(len(rows), PAGE))
    older = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        after = f"{rows[-1][1].id}_{rows[-1][2]}"
        older = f"{here}?{urlencode({'etablissement': chosen.id, 'voir': figure, 'apres': after})}#personnes"
    return [
        {
            "initials": person.initials,
            "name": person.full_name,
            "detail": age_and_birth(person),
            "url": reverse(
                "people:double_of" if figure == "doublons" else "people:identity", kwargs={"record_id": record}
            ),
        }
        for record, person, _ in rows
    ], older


def _facility(one: FacilityFigures, here: str) -> dict[str, Any]:
    def link(figure: str) -> str:
        return f"{here}?{urlencode({'etablissement': one.id, 'voir': figure})}#personnes"

    total = one.counts["suivies"]
    return {
        "name": one.name,
        "figures": [
            {"label": FIGURES[key][0], "count": count, "share": _share(count, total), "url": link(key) if count else ""}
            for key, count in one.counts.items()
        ],
        "days": _days(one),
    }


def _share(count: int, total: int) -> str:
    return f"{round(100 * count / total)}\u00a0%" if total and count != total else ""


def _days(one: FacilityFigures) -> str:
    if one.days is None:
        return "Aucune identité qualifiée pour le moment\u00a0: le délai sera compté à la première."
    days = max(0, round(one.days))
    return f"{days}\u00a0jour{'s' if days > 1 else ''} entre l’ouverture du dossier et la qualification (médiane sur {one.qualified})."


def _stopped_at(text: str) -> tuple[str, UUID] | None:
    key, _, place = text[:400].partition("_")
    try:
        return place.replace("\x00", ""), UUID(key)
    except ValueError:
        return None
