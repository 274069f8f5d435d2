"""What the banner, «L’essentiel» and the paper say of the measures: typed once, where they are decided."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.kit.dates import local, short, today
from liane.kit.text import fold
from liane.nomenclatures.legal_measures import MeasureKind, measure_kinds
from liane.people.entitlements.policies import volets_here
from liane.people.enums import FlagKind
from liane.people.facts import RecordFacts
from liane.people.protection.policies import majority_of


def measures_told(facts: RecordFacts, actor: Actor) -> Iterator[tuple[MeasureKind, dict[str, Any]]]:
    """Measures in force today that this reader may know: the protection of an adult, whoever opens the record; the others
    by whoever reads their part. JUDICIAL is secret: nothing shows that there is one."""
    volets, majority = volets_here(actor, facts), majority_of(facts)
    for measure in facts.measures:
        kind = measure_kinds().get(measure["kind"])
        if kind is None or not kind.holder:
            continue
        minor = majority is not None and today() < majority
        fits = kind.under == "any" or majority is None or (kind.under == "minor") == minor
        if fits and (measure["volet"] in volets or (kind.is_of_adults and measure["volet"] == Volet.ADMIN)):
            yield kind, measure


def measure_tags(facts: RecordFacts, actor: Actor) -> list[dict[str, str]]:
    """One tag a measure; one that has a term says the next date that asks for something."""
    return [
        {"word": f"{kind.label}{_next(kind, measure)}", "tone": "", "icon": "balance"}
        for kind, measure in measures_told(facts, actor)
    ]


def _next(kind: MeasureKind, measure: dict[str, Any]) -> str:
    """«, audience le 12/12/2026»; for an adult, nothing: the team does not need the term before acting."""
    if kind.is_of_adults:
        return ""
    heard = local(datetime.fromisoformat(measure["heard_at"])).date() if measure["heard_at"] else None
    told = (
        (heard, "audience"), (_day(measure["report_due_on"]), "rapport"), (_day(measure["ends_on"]), "fin"),
    )  # fmt: skip
    coming = sorted((day, word) for day, word in told if day is not None and day >= today())
    return f", {coming[0][1]} le {short(coming[0][0])}" if coming else ""


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def without_twins(flags: list[dict[str, Any]], tags: list[dict[str, str]]) -> list[dict[str, Any]]:
    """A flag typed by hand that says the same as a measure is not shown twice."""
    said = {fold(tag["word"].split(",")[0]) for tag in tags}
    return [flag for flag in flags if flag["kind"] != FlagKind.LEGAL or fold(flag["label"]) not in said]


def measure_section(facts: RecordFacts, actor: Actor) -> dict[str, Any] | None:
    """«Protection juridique» of «L’essentiel» and of the paper that leaves with her: the protection of an adult alone."""
    lines = [
        {"label": kind.label, "text": _held(measure)}
        for kind, measure in measures_told(facts, actor)
        if kind.is_of_adults and measure["volet"] == Volet.ADMIN
    ]
    return {"title": "Protection juridique", "icon": "balance", "lines": lines} if lines else None


def _held(measure: dict[str, Any]) -> str:
    until = f"jusqu’au {short(_day(measure['ends_on']))}" if measure["ends_on"] else ""
    return ", ".join(filter(None, [measure["holder_name"], until])) or "qui l’exerce n’est pas écrit"
