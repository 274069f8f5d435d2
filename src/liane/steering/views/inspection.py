"""Answer an inspection: who accessed this record, with filters, on paper or in a spreadsheet. The answer is itself told."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import unsaid_to
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.queries import Asked, Line, accesses_of_record
from liane.kit import keyset
from liane.kit.addresses import reverse
from liane.kit.dates import day, day_heading, hour, local, short, when
from liane.kit.door import NotVisible, Refusal
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.pdf import render_pdf
from liane.kit.tables.csv_writer import write_csv
from liane.kit.text import clean_line, of
from liane.people.doubles.pairs import all_ids
from liane.people.models import Record
from liane.people.queries.held import periods_of
from liane.steering.forms import KINDS, AccessesForm
from liane.steering.queries import find_exactly, records_of

PAGE, AT_ONCE, ON_PAPER = 50, 2_000, 5_000
WHY = "Répond de la conformité des accès"


@page(Right.COMPLIANCE_READ, methods=("GET", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """By the exact first name and family name, never in the address. One answer opens at once; the search is told, whatever it finds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    typed = clean_line(str(request.POST.get("q", ""))[:200])
    is_name = any(letter.isalpha() for letter in typed)
    found = find_exactly(actor, typed) if is_name else []
    if typed:
        only = found[0].pk if len(found) == 1 else None
        trace(actor, Kind.RECORD_LOOKED_UP, record_id=only, reason=WHY, found=len(found))
    if len(found) == 1:
        return redirect(reverse("steering:accesses", kwargs={"record_id": found[0].pk}))
    context = {
        "q": typed,
        "fault": "" if is_name or request.method == "GET" else "Écrivez le prénom et le nom, en lettres.",
        "found": [
            {
                "name": record.person.full_name,
                "detail": f"naissance le {short(record.person.birth_date)}" if record.person.birth_date else "",
                "url": reverse("steering:accesses", kwargs={"record_id": record.pk}),
            }
            for record in found
        ],
    }
    return render(request, "steering/search.html", context, status=422 if context["fault"] else 200)


@page(Right.COMPLIANCE_READ)
def accesses(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Every trace of one record, in sentences, newest first. Its content stays closed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = _found(actor, record_id)
    form = AccessesForm(request.GET)
    form.is_valid()
    before = keyset.stopped_at(request.GET.get("avant", ""))
    if before is None:
        trace(actor, Kind.JOURNAL_READ, record_id=record_id, reason=WHY)
    ids = all_ids(record_id)
    asked, periods = form.asked(unsaid_to(actor)), periods_of(ids)
    lines = accesses_of_record(ids, asked, periods=periods, before=before, limit=PAGE + 1)
    filters = {name: request.GET[name] for name in ("du", "au", "qui", "genre") if request.GET.get(name)}
    query, older = urlencode(filters), ""
    if len(lines) > PAGE:
        lines = lines[:PAGE]
        older = "?" + urlencode({**filters, "avant": keyset.after(lines[-1].at, lines[-1].id)})
    context = {
        "record": record,
        "name": record.person.full_name,
        "form": form,
        "days": [
            {"heading": day_heading(on), "lines": [_shown(line) for line in group]}
            for on, group in groupby(lines, key=lambda line: local(line.at).date())
        ],
        "older": older,
        "csv_url": _file_url("steering:accesses_csv", record_id, query),
        "pdf_url": _file_url("steering:accesses_pdf", record_id, query),
        "is_filtered": bool(filters),
        "may_hold": actor.may(Right.COMPLIANCE_MANAGE),
    }
    return render(request, "steering/accesses.html", context, status=422 if form.errors else 200)


def _file_url(name: str, record_id: UUID, query: str) -> str:
    return reverse(name, kwargs={"record_id": record_id}) + (f"?{query}" if query else "")


def _found(actor: Actor, record_id: UUID) -> Record:
    record = records_of(actor).filter(pk=record_id).first()
    if record is None:
        raise NotVisible(Refusal(record_id, Right.COMPLIANCE_READ, "Dossier d’une autre équipe"), actor)
    return record


def _shown(line: Line) -> dict[str, Any]:
    return {"hour": hour(line.at), "sentence": line.sentence, "role": line.role, "why": line.why}


@page(Right.COMPLIANCE_READ, recent=True, limit="export")
def accesses_csv(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The whole answer, one line each, for a spreadsheet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = _found(actor, record_id)
    rows: list[list[object]] = [["Quand", "Qui", "Fonction", "Ce qui a été fait", "Pourquoi"]]
    rows += [[local(line.at), line.who, line.role, line.sentence, line.why] for line in _all(actor, request, record_id)]
    trace(actor, Kind.ACCESSES_EXPORTED, record_id=record_id, reason=WHY, lines=len(rows) - 1, form="csv")
    return download(write_csv(rows), f"qui-a-vu-{record.pk}.csv", "text/csv")


@page(Right.COMPLIANCE_READ, recent=True, limit="export")
def accesses_pdf(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The answer to hand over, dated and signed by a name; beyond five thousand lines, the paper says where the rest is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    record = _found(actor, record_id)
    lines = []
    for line in _all(actor, request, record_id):
        lines.append(line)
        if len(lines) > ON_PAPER:
            break
    trace(actor, Kind.ACCESSES_EXPORTED, record_id=record_id, reason=WHY, lines=min(len(lines), ON_PAPER), form="pdf")
    content = render_pdf("steering/typst/accesses.typ", _paper(actor, record, request, lines))
    return download(content, f"qui-a-vu-{record.pk}.pdf", "application/pdf")


def _paper(actor: Actor, record: Record, request: HttpRequest, lines: list[Line]) -> dict[str, Any]:
    name, now = record.person.full_name, timezone.now()
    form = AccessesForm(request.GET)
    form.is_valid()
    born = f", naissance le {short(record.person.birth_date)}" if record.person.birth_date else ""
    return {
        "title": "Qui a vu le dossier",
        "who": name + born,
        "author": actor.name,
        "printed": f"Établi par {actor.name}, {actor.role_label}, {when(now)}. Cette impression est elle-même notée au journal.",
        "house": actor.organization_name,
        "asked": _filters_in_words(form),
        "rest": f"Seules les {ON_PAPER} lignes les plus récentes sont sur ce papier. Le tableau (CSV) contient tout." if len(lines) > ON_PAPER else "",
        "days": [
            {
                "heading": day(on, year=True).capitalize(),
                "lines": [{"hour": hour(x.at), "text": x.sentence, "detail": ", ".join(p for p in (x.role, x.why) if p)} for x in group],
            }
            for on, group in groupby(lines[:ON_PAPER], key=lambda line: local(line.at).date())
        ],
        "empty": f"Aucun accès au dossier {of(name)} ne répond à cette demande.",
    }  # fmt: skip


def _filters_in_words(form: AccessesForm) -> str:
    typed = form.cleaned_data
    said = [
        f"du {short(typed['du'])}" if typed.get("du") else "",
        f"au {short(typed['au'])}" if typed.get("au") else "",
        f"par « {typed['qui']} »" if typed.get("qui") else "",
        KINDS[typed["genre"]][0].lower() if typed.get("genre") else "",
    ]
    asked = ", ".join(part for part in said if part)
    return f"Demande : {asked}." if asked else "Demande : tous les accès."


def _all(actor: Actor, request: HttpRequest, record_id: UUID) -> Iterator[Line]:
    form = AccessesForm(request.GET)
    form.is_valid()
    asked: Asked = form.asked(unsaid_to(actor))
    before, ids = None, all_ids(record_id)
    periods = periods_of(ids)
    while lines := accesses_of_record(ids, asked, periods=periods, before=before, limit=AT_ONCE):
        yield from lines
        before = (lines[-1].at, lines[-1].id)
