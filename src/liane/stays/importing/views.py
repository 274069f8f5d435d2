"""The pages of an import: send, check the columns, read what would happen, accept, see the result, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.kit.tables import TableRefused, write_csv
from liane.kit.tables.refusals import thousands
from liane.organizations.queries import unit_choices
from liane.people.importing.columns import Certainty
from liane.stays.importing import actions
from liane.stays.importing.forms import ColumnsForm, SendFileForm
from liane.stays.importing.models import Choice, ImportBatch, ImportState, Verdict
from liane.stays.importing.words import TO_CHECK, TO_CHOOSE, headline, written
from liane.stays.tasks import apply as apply_later
from liane.stays.tasks import plan as plan_later

AT_ONCE = 200  # more lines than that are read and written in the background
PAGE = 50
RUNNING = (ImportState.PLANNING, ImportState.APPLYING)
# Address, word, filter, and the count that says whether there is something to see.
VIEWS: dict[str, tuple[str, dict[str, Any], str]] = {
    "": ("Tout", {}, ""),
    "a-corriger": ("À corriger", {"verdict": Verdict.REFUSED}, Verdict.REFUSED),
    "a-decider": ("À décider", {"can_choose": True}, TO_CHOOSE),
    "a-verifier": ("À vérifier", {"to_check": True}, TO_CHECK),
    "nouvelles": ("Nouvelles", {"verdict": Verdict.CREATE}, Verdict.CREATE),
    "connues": ("Déjà connues", {"verdict": Verdict.MATCH}, Verdict.MATCH),
    "de-cote": ("Laissées de côté", {"verdict": Verdict.ASIDE}, Verdict.ASIDE),
}
LOOKS = {
    Verdict.CREATE: ("vert", "plus"),
    Verdict.MATCH: ("bleu", "personne"),
    Verdict.DOUBT: ("ambre", "gens"),
    Verdict.REFUSED: ("rouge", "alerte"),
    Verdict.ASIDE: ("", "sortie"),
}
SURE = {
    Certainty.SURE: ("vert", "coche", "Reconnue"),
    Certainty.LIKELY: ("bleu", "info", "Probable"),
    Certainty.GUESS: ("ambre", "alerte", "À vérifier"),
    Certainty.NONE: ("", "info", "Non reconnue"),
}
MODEL = (
    ("Nom de naissance", "Nom d’usage", "Prénoms", "Date de naissance", "Sexe", "Lieu de naissance", "Unité", "Chambre",
     "Date d’entrée", "N° de dossier", "Référent", "Personne à prévenir", "Lien", "Téléphone", "Médecin traitant"),
    ("MARTIN", "ROUX", "Jeanne, Marie", "12/03/1952", "F", "Marseille", "Mimosa", "12", "01/09/2020", "D-001",
     "Karim Duval", "Paul Roux", "fils", "06 12 34 56 78", "Dr Petit"),
)  # fmt: skip


def _address(batch: ImportBatch) -> str:
    return reverse("stays:import", kwargs={"batch_id": batch.pk})


@page(Right.PERSONS_IMPORT, methods=("GET", "POST"), limit="upload")
def send(request: HttpRequest) -> HttpResponse:
    """Choose a file. Nothing is written but what was read of it, until it is accepted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = SendFileForm(request.POST, request.FILES) if request.method == "POST" else SendFileForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data, chosen = file.read(), form.cleaned_data["id"]
            batch = actions.start_import(actor, chosen, file.name or "liste", data, actions.read_file_apart)
        except TableRefused as refused:
            form.say("file", str(refused))
        else:
            return redirect(_address(batch))
    past = [
        {
            "text": batch.file_name,
            "url": _address(batch),
            "hour": f"{batch.created_at:%d/%m}",
            "detail": batch.get_state_display(),
        }
        for batch in actions.imports_of(actor)
    ]
    context = {"section": "people", "form": form, "past": past}
    return render(request, "stays/import_send.html", context, status=422 if form.is_bound else 200)


@page(Right.PERSONS_IMPORT)
def model(request: HttpRequest) -> HttpResponse:
    """An example of list, for a house that starts from nothing."""
    return _csv(MODEL, "liane-modele-personnes.csv")


@page(Right.PERSONS_IMPORT)
def show(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Where the import stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    if batch.state == ImportState.MAPPING or (request.GET.get("colonnes") and batch.state == ImportState.PREVIEW):
        return _columns(request, actor, batch)
    if batch.state in RUNNING:
        return render(request, "stays/import_running.html", {"section": "people", "batch": batch})
    return _lines(request, batch)


@page(Right.PERSONS_IMPORT, methods=("POST",))
def choose(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The columns are right: read every line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    try:
        _, mapping = actions.columns_of(batch)
        form = ColumnsForm(request.POST, mapping=mapping, units=_units(actor))
        if not form.is_valid():
            return _columns(request, actor, batch, form)
        batch = actions.choose_columns(actor, batch.pk, form.targets(), form.unit_id)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    if batch.total > AT_ONCE:
        _later(plan_later, actor, batch)
    else:
        actions.preview_import(actor, batch.pk)
    return redirect(_address(batch))


@page(Right.PERSONS_IMPORT, methods=("POST",))
def decide(request: HttpRequest, batch_id: UUID, line: int) -> HttpResponse:
    """Is it the same person?"""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    choice = Choice(request.POST["choix"]) if request.POST.get("choix") in Choice.values else Choice.NONE
    try:
        actions.decide_row(actor, batch_id, line, choice)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    return redirect(f"{reverse('stays:import', kwargs={'batch_id': batch_id})}?voir=a-decider#ligne-{line}")


@page(Right.PERSONS_IMPORT, methods=("POST",))
def accept(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Write what was read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        batch = actions.order_import(actor, batch_id)
        if batch.state == ImportState.APPLYING and batch.total > AT_ONCE:
            _later(apply_later, actor, batch)
        elif batch.state == ImportState.APPLYING:
            actions.accept_import(actor, batch.pk)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    return redirect(reverse("stays:import", kwargs={"batch_id": batch_id}))


@page(Right.PERSONS_IMPORT, methods=("POST",))
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take it back, while nobody has written in the new records."""
    return _gesture(
        request, batch_id, actions.undo_import, "L’import est annulé. Les dossiers qu’il avait créés sont retirés."
    )


@page(Right.PERSONS_IMPORT, methods=("POST",))
def give_up(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Forget what was read of the file."""
    answer = _gesture(request, batch_id, actions.cancel_import, "L’import est abandonné. Rien n’a été enregistré.")
    return redirect(reverse("stays:import_send")) if answer.status_code == 303 else answer


@page(Right.PERSONS_IMPORT)
def to_correct(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The lines refused and why, to correct them in the list of the house."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    trace(actor, Kind.EXPORTED, object_id=batch.pk)
    rows = batch.rows.filter(verdict__in=[Verdict.REFUSED, Verdict.DOUBT]).order_by("line")
    lines = [(row.line, row.who, row.get_verdict_display(), " ".join(row.sentences)) for row in rows]
    return _csv([("Ligne", "Personne", "Verdict", "À faire"), *lines], "liane-lignes-a-corriger.csv")


def _gesture(request: HttpRequest, batch_id: UUID, gesture: Any, done: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        gesture(actor, batch_id)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    messages.success(request, done)
    return redirect(reverse("stays:import", kwargs={"batch_id": batch_id}))


def _said(request: HttpRequest, actor: Actor, batch_id: UUID, sentence: str) -> HttpResponse:
    """A rule refused: the same page again, with its sentence."""
    batch = actions.import_of(actor, batch_id)
    if batch.state == ImportState.MAPPING:
        return _columns(request, actor, batch, trouble=sentence)
    return _lines(request, batch, trouble=sentence)


def _later(task: Any, actor: Actor, batch: ImportBatch) -> None:
    task.defer(organization_id=str(batch.organization_id), author_id=str(actor.practitioner_id), batch_id=str(batch.pk))


def _columns(
    request: HttpRequest, actor: Actor, batch: ImportBatch, form: ColumnsForm | None = None, trouble: str = ""
) -> HttpResponse:
    table, mapping = actions.columns_of(batch)
    bound = form is not None or bool(trouble)
    if form is None:
        data = request.POST if request.method == "POST" else None
        form = ColumnsForm(data, mapping=mapping, units=_units(actor), initial={"unit": batch.default_unit_id or ""})
    lines = [
        {
            "header": column.header,
            "examples": ", ".join(column.examples) or "vide",
            "field": form[f"colonne-{column.index}"],
            "choices": form.fields[f"colonne-{column.index}"].choices,  # type: ignore[attr-defined]
            "sure": dict(zip(("tone", "icon", "word"), SURE[column.certainty], strict=True)),
            "why": column.why,
        }
        for column in mapping.columns
    ]
    context = {
        "section": "people", "batch": batch, "form": form, "lines": lines, "notes": [*table.notes, *mapping.notes],
        "trouble": trouble or batch.trouble, "total": f"{thousands(batch.total)}\u00a0lignes",
    }  # fmt: skip
    return render(request, "stays/import_columns.html", context, status=422 if bound else 200)


def _lines(request: HttpRequest, batch: ImportBatch, trouble: str = "") -> HttpResponse:
    asked = request.GET.get("voir", "")
    name = asked if asked in VIEWS else ""
    rows = batch.rows.filter(**VIEWS[name][1]).order_by("line")
    after = request.GET.get("apres", "")
    if after.isdecimal() and len(after) < 9:
        rows = rows.filter(line__gt=int(after))
    found = list(rows[: PAGE + 1])
    address = _address(batch)
    counts = {verdict.value: batch.counts.get(verdict.value, 0) for verdict in Verdict}
    context = {
        "section": "people",
        "batch": batch,
        "is_first": not name and not after,
        "headline": _headline(batch, counts),
        "views": [
            {
                "label": _counted(label, batch.counts.get(count, 0)),
                "url": f"{address}?voir={key}" if key else address,
                "current": key == name,
            }
            for key, (label, _, count) in VIEWS.items()
            if key == name or not count or batch.counts.get(count)
        ],
        "rows": [_row(row) for row in found[:PAGE]],
        "older": f"{address}?voir={name}&apres={found[PAGE - 1].line}" if len(found) > PAGE else "",
        "taken": counts[Verdict.CREATE] + counts[Verdict.MATCH],
        "taken_words": thousands(counts[Verdict.CREATE] + counts[Verdict.MATCH]),
        "to_correct": counts[Verdict.REFUSED] + counts[Verdict.DOUBT],
        "trouble": trouble or batch.trouble,
    }
    return render(request, "stays/import_lines.html", context, status=422 if trouble else 200)


def _counted(label: str, count: int) -> str:
    return f"{label} ({thousands(count)})" if count else label


def _headline(batch: ImportBatch, counts: dict[str, int]) -> str:
    if batch.state == ImportState.PREVIEW:
        first = {
            v: list(batch.rows.filter(verdict=v).order_by("line").values_list("line", flat=True)[:10])
            for v in (Verdict.REFUSED, Verdict.DOUBT)
        }
        return headline(counts, first[Verdict.REFUSED], first[Verdict.DOUBT])
    if batch.state == ImportState.DONE:
        return written(counts)
    if batch.state == ImportState.UNDONE:
        return "Cet import a été annulé : rien n’en reste dans les dossiers."
    return "Cet import a été abandonné."


def _row(row: Any) -> dict[str, Any]:
    tone, icon = LOOKS[Verdict(row.verdict)]
    return {
        "line": row.line,
        "who": row.who,
        "where": row.where,
        "tag": {"word": row.get_verdict_display(), "tone": tone, "icon": icon},
        "sentences": row.sentences,
        "can_choose": row.can_choose,
        "choice": row.choice,
        "url": reverse("timeline:record", kwargs={"record_id": row.record_id}) if row.record_id and row.wrote else "",
    }


def _units(actor: Actor) -> list[tuple[str, str]]:
    return unit_choices(actor.units_with(Right.PERSONS_IMPORT))


def _csv(rows: Any, name: str) -> HttpResponse:
    answer = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
