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
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.tables import TableRefused, write_csv
from liane.stays.importing import actions
from liane.stays.importing.forms import ColumnsForm, SendFileForm
from liane.stays.importing.models import Choice, ImportBatch, ImportState, Verdict
from liane.stays.importing.showing import address_of, columns_page, lines_page, units_of
from liane.stays.tasks import apply as apply_later
from liane.stays.tasks import plan as plan_later

AT_ONCE = 200  # more lines than that are read and written in the background
RUNNING = (ImportState.PLANNING, ImportState.APPLYING)
MODEL = (
    ("Nom de naissance", "Nom d’usage", "Prénoms", "Date de naissance", "Sexe", "Lieu de naissance", "Unité", "Chambre",
     "Date d’entrée", "N° de dossier", "Référent", "Personne à prévenir", "Lien", "Téléphone", "Médecin traitant"),
    ("MARTIN", "ROUX", "Jeanne, Marie", "12/03/1952", "F", "Marseille", "Mimosa", "12", "01/09/2020", "D-001",
     "Karim Duval", "Paul Roux", "fils", "06 12 34 56 78", "Dr Petit"),
)  # fmt: skip


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
            return redirect(address_of(batch.pk))
    past = [
        {
            "text": batch.file_name,
            "url": address_of(batch.pk),
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
    return download(write_csv(MODEL), "liane-modele-personnes.csv", "text/csv")


@page(Right.PERSONS_IMPORT)
def show(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Where the import stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    if batch.state == ImportState.MAPPING or (request.GET.get("colonnes") and batch.state == ImportState.PREVIEW):
        return columns_page(request, actor, batch)
    if batch.state in RUNNING:
        return render(request, "stays/import_running.html", {"section": "people", "batch": batch})
    return lines_page(request, batch)


@page(Right.PERSONS_IMPORT, methods=("POST",))
def choose(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The columns are right: read every line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    try:
        _, mapping = actions.columns_of(batch)
        form = ColumnsForm(request.POST, mapping=mapping, units=units_of(actor))
        if not form.is_valid():
            return columns_page(request, actor, batch, form)
        batch = actions.choose_columns(actor, batch.pk, form.targets(), form.unit_id)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    if batch.total > AT_ONCE:
        _later(plan_later, actor, batch)
    else:
        actions.preview_import(actor, batch.pk)
    return redirect(address_of(batch.pk))


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
    return redirect(address_of(batch_id))


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


@page(Right.PERSONS_IMPORT, recent=True, limit="export")
def to_correct(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The lines refused and why, to correct them in the list of the house."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    batch = actions.import_of(actor, batch_id)
    trace(actor, Kind.EXPORTED, object_id=batch.pk)
    rows = batch.rows.filter(verdict__in=[Verdict.REFUSED, Verdict.DOUBT]).order_by("line")
    lines = [(row.line, row.who, row.get_verdict_display(), " ".join(row.sentences)) for row in rows]
    table = write_csv([("Ligne", "Personne", "Verdict", "À faire"), *lines])
    return download(table, "liane-lignes-a-corriger.csv", "text/csv")


def _gesture(request: HttpRequest, batch_id: UUID, gesture: Any, done: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        gesture(actor, batch_id)
    except Refused as problem:
        return _said(request, actor, batch_id, str(problem))
    messages.success(request, done)
    return redirect(address_of(batch_id))


def _said(request: HttpRequest, actor: Actor, batch_id: UUID, sentence: str) -> HttpResponse:
    """A rule refused: the same page again, with its sentence."""
    batch = actions.import_of(actor, batch_id)
    if batch.state == ImportState.MAPPING:
        return columns_page(request, actor, batch, trouble=sentence)
    return lines_page(request, batch, trouble=sentence)


def _later(task: Any, actor: Actor, batch: ImportBatch) -> None:
    task.defer(organization_id=str(batch.organization_id), author_id=str(actor.practitioner_id), batch_id=str(batch.pk))
