"""Places: how full the units are and will be, and who was there on a given day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import day as day_words
from liane.kit.dates import short, today, when
from liane.kit.door import NotVisible, Refusal
from liane.kit.pages import page, render
from liane.nomenclatures.stay_lists import absence_motives
from liane.organizations.queries import UnitName, unit_names
from liane.people.queries.subjects import called
from liane.stays.models import StayMode
from liane.stays.places.census import Days, Present, as_days, census, days_of, days_rows
from liane.stays.places.forms import DayForm, PeriodForm
from liane.stays.places.queries import Coming, as_coming, capacity, coming, coming_rows, places_held

WEEKS, SOON = 8, timedelta(days=30)


def _asked_unit(actor: Actor, units: list[UnitName], text: str) -> UnitName | None:
    """The unit of the address; one of somebody else does not exist."""
    if not text:
        return next((one for one in units if one.id == actor.place_unit_id), units[0] if units else None)
    found = next((one for one in units if str(one.id) == text), None)
    if found is None:
        raise NotVisible(Refusal(None, Right.PLACES_READ, "Ne voit pas les places de cette unité"), actor)
    return found


@page(Right.PLACES_READ)
def who_was_there(request: HttpRequest) -> HttpResponse:
    """The census of a unit at a past date: there, away and why, expected. One line of the journal says that it was read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = unit_names(actor.units_with(Right.PLACES_READ))
    unit = _asked_unit(actor, units, request.GET.get("unite", ""))
    form = DayForm({"le": request.GET.get("le", "") or short(today())})
    day = form.cleaned_data.get("le") if form.is_valid() else None
    lines = census(actor, unit.id, day) if unit and day else []
    if unit and day:
        trace(actor, Kind.CENSUS_READ, object_id=unit.id, day=day.isoformat())
    there = [one for one in lines if one.is_in and not one.motive]
    away = [one for one in lines if one.is_in and one.motive]
    context = {
        "form": form,
        "units": [(str(one.id), one.label) for one in units],
        "unit": unit,
        "day": day,
        "said": day_words(day, year=True) if day else "",
        "groups": [
            {"title": f"Sur place : {len(there)}", "lines": [_line(one, day) for one in there], "empty": "Personne."},
            {"title": f"En absence : {len(away)}", "lines": [_line(one, day) for one in away], "empty": "Personne."},
            {
                "title": "Attendus ce jour-là, arrivée non notée",
                "lines": [_line(one, day) for one in lines if not one.is_in],
                "empty": "Personne.",
            },
        ],
        "steps": _steps(unit, day) if unit and day else [],
    }
    return render(request, "stays/census.html", context, status=422 if form.errors else 200)


def _steps(unit: UnitName, day: date) -> list[dict[str, str]]:
    """The day before, the day after."""
    found = [("Le jour d’avant", day - timedelta(days=1))]
    if day < today():
        found.append(("Le jour d’après", day + timedelta(days=1)))
    base = reverse("stays:census")
    return [{"label": lb, "url": f"{base}?{urlencode({'unite': unit.id, 'le': short(on)})}"} for lb, on in found]


def _line(one: Present, day: date | None) -> dict[str, str]:
    motive = absence_motives().get(one.motive)
    is_last_known = one.place and not one.is_dated and day != today()
    words = [f"{one.place} (dernière place notée)" if is_last_known else one.place, StayMode(one.mode).label]
    if motive is not None:
        words += [motive.label, f"depuis {when(one.away_since)}" if one.away_since else ""]
        words.append(f"retour attendu {when(one.expected_at)}" if one.expected_at else "")
    if not one.is_in:
        words.append(f"attendu(e) le {short(one.planned_starts_on)}")
    elif one.starts_on == day:
        words.append("entrée ce jour")
    if one.ends_on == day and one.is_in:
        words.append("dernier jour")
    return {
        "name": one.who.name,
        "url": _record(one.record_id) if one.who.opens else "",
        "detail": ", ".join(filter(None, words)),
    }


def _record(record_id: UUID) -> str:
    return reverse("timeline:record", kwargs={"record_id": record_id})


@page(Right.PLACES_READ)
def places(request: HttpRequest) -> HttpResponse:
    """How full each unit was over a period, how full it is, who is expected and who leaves."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = unit_names(actor.units_with(Right.PLACES_READ))
    form, since, until = _period(request)
    keys = [one.id for one in units]
    kept, people, days = capacity(keys), coming(actor, keys, today()), days_of(actor, keys, since, until)
    context = {
        "form": form,
        "period": f"du {short(since)} au {short(until)}",
        "census": reverse("stays:census"),
        "rows": [_row(one, kept.get(one.id, 0), people, days, since, until) for one in units],
    }
    return render(request, "stays/places.html", context, status=422 if form.errors else 200)


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    form = PeriodForm({name: request.GET.get(name, "") for name in ("du", "au")})
    return form, *form.period()


def rate(done: int, possible: int) -> str:
    """«87 %», or that it cannot be computed."""
    return f"{round(100 * done / possible)}\u00a0%" if possible else "non calculé"


def _row(
    unit: UnitName, kept: int, people: list[Coming], days: Iterable[Days], since: date, until: date
) -> list[Any]:  # fmt: skip
    mine = [one for one in people if one.unit_id == unit.id]
    done = sum(one.counted for one in days if one.unit_id == unit.id)
    soon = today() + SOON
    query = urlencode({"du": short(since), "au": short(until)})
    return [
        {"text": unit.label, "url": f"{reverse('stays:places_unit', kwargs={'unit_id': unit.id})}?{query}"},
        {"text": kept or "non décrites", "number": True},
        {"text": sum(not one.is_expected for one in mine), "number": True},
        {"text": sum(not one.is_expected and one.is_away for one in mine), "number": True},
        {"text": rate(done, kept * ((until - since).days + 1)), "number": True},
        {"text": _awaited([one for one in mine if one.is_expected and one.begins_on <= soon]), "number": True},
        {"text": sum(one.leaves_on is not None and one.leaves_on <= soon for one in mine), "number": True},
    ]


def _awaited(people: list[Coming]) -> str:
    """«3, dont 1 en retard»: who should have come and has not is still to come, and is told apart."""
    late = sum(one.is_overdue(today()) for one in people)
    return f"{len(people)}, dont {late} en retard" if late else str(len(people))


@page(Right.PLACES_READ)
def unit_places(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit: the rows behind its figures, its places, and the coming weeks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit = _asked_unit(actor, unit_names(actor.units_with(Right.PLACES_READ)), str(unit_id))
    assert unit is not None  # noqa: S101 - a unit that is not hers has been refused above
    form, since, until = _period(request)
    done_rows, coming_ones = days_rows([unit_id], since, until), coming_rows([unit_id], today())
    names = called(actor, {row[2] for row in done_rows} | {row[1] for row in coming_ones})
    days, people = as_days(done_rows, names), as_coming(coming_ones, names, today())
    held = places_held(unit_id, today())
    trace(actor, Kind.OCCUPATION_READ, object_id=unit_id, since=since.isoformat(), until=until.isoformat())
    possible = len(held) * ((until - since).days + 1)
    done = sum(one.counted for one in days)
    context = {
        "unit": unit,
        "form": form,
        "period": f"du {short(since)} au {short(until)}",
        "figures": [
            {"label": "Taux d’occupation", "value": rate(done, possible)},
            {"label": "Jours faits", "value": str(done)},
            {"label": "Jours possibles", "value": str(possible) if possible else "places non décrites"},
        ],
        "days": [_days_row(one) for one in days],
        "held": [_held_row(place.name, key, people) for place, key in held],
        "weeks": [_week(today() + timedelta(weeks=n), people, len(held)) for n in range(WEEKS + 1)],
        "moves": [_move_row(one) for one in people if one.is_expected or one.leaves_on],
        "census": f"{reverse('stays:census')}?{urlencode({'unite': unit_id})}",
        "move": reverse("stays:move_group", kwargs={"unit_id": unit_id})
        if actor.may(Right.STAY_WRITE, unit_id)
        else "",
    }
    return render(request, "stays/places_unit.html", context, status=422 if form.errors else 200)


def _person(name: str, record_id: UUID, opens: bool) -> dict[str, Any]:
    return {"text": name, "url": _record(record_id) if opens else ""}


def _days_row(one: Days) -> list[Any]:
    figures = (one.days, one.present, one.away, one.short, one.counted)
    return [
        _person(one.who.name, one.record_id, one.who.opens),
        *({"text": figure, "number": True} for figure in figures),
    ]


def _held_row(name: str, stay_id: UUID | None, people: list[Coming]) -> list[Any]:
    one = next((one for one in people if one.stay_id == stay_id), None)
    if one is None:
        after = next((p for p in people if p.is_expected and p.place == name), None)
        return [name, f"libre, attendu(e) le {short(after.begins_on)} : {after.who.name}" if after else "libre"]
    person = _person(one.who.name, one.record_id, one.who.opens)
    return [name, {**person, "text": f"{person['text']}, {_late(one)}"} if one.is_overdue(today()) else person]


def _late(one: Coming) -> str:
    return f"attendu(e) depuis le {short(one.begins_on)}, arrivée non notée"


def _week(day: date, people: list[Coming], kept: int) -> list[Any]:
    count, awaited = sum(one.there(day, today()) for one in people), sum(one.is_overdue(today()) for one in people)
    left = kept - count - awaited
    free = "non décrites" if not kept else f"{-left} de trop" if left < 0 else str(left)
    if kept and awaited:
        free += f" ({awaited} gardée{'s' if awaited > 1 else ''} pour qui est en retard)"
    return [short(day), {"text": count, "number": True}, {"text": free, "number": True}]


def _move_row(one: Coming) -> list[Any]:
    what = f"entrée prévue le {short(one.begins_on)}" if one.is_expected else ""
    if one.is_overdue(today()):
        what = _late(one)
    leaves = f"sortie prévue le {short(one.leaves_on)}" if one.leaves_on else ""
    return [_person(one.who.name, one.record_id, one.who.opens), ", ".join(filter(None, [what, leaves])), one.place]
