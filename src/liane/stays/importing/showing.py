"""What the pages of an import show: the columns recognised, and line by line what would happen."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.pages import render
from liane.kit.text import thousands
from liane.organizations.queries import unit_choices
from liane.people.importing.columns import Certainty
from liane.stays.importing import actions
from liane.stays.importing.forms import ColumnsForm
from liane.stays.importing.models import ImportBatch, ImportState, Verdict
from liane.stays.importing.words import TO_CHECK, TO_CHOOSE, headline, written

PAGE = 50
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


def address_of(batch_id: UUID) -> str:
    """The page of one import."""
    return reverse("stays:import", kwargs={"batch_id": batch_id})


def columns_page(
    request: HttpRequest, actor: Actor, batch: ImportBatch, form: ColumnsForm | None = None, trouble: str = ""
) -> HttpResponse:
    """What each column was taken for, to be confirmed or changed, with a unit for the lines that name none."""
    table, mapping = actions.columns_of(batch)
    bound = form is not None or bool(trouble)
    if form is None:
        data = request.POST if request.method == "POST" else None
        form = ColumnsForm(data, mapping=mapping, units=units_of(actor), initial={"unit": batch.default_unit_id or ""})
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


def lines_page(request: HttpRequest, batch: ImportBatch, trouble: str = "") -> HttpResponse:
    """What would happen, or what happened, fifty lines at a time; `trouble`: the rule that has just refused."""
    asked = request.GET.get("voir", "")
    name = asked if asked in VIEWS else ""
    rows = batch.rows.filter(**VIEWS[name][1]).order_by("line")
    after = request.GET.get("apres", "")
    if after.isdecimal() and len(after) < 9:
        rows = rows.filter(line__gt=int(after))
    found = list(rows[: PAGE + 1])
    address = address_of(batch.pk)
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
        "who": row.who or "Nom oublié, un an après l’import",
        "where": row.where,
        "tag": {"word": row.get_verdict_display(), "tone": tone, "icon": icon},
        "sentences": row.sentences,
        "can_choose": row.can_choose,
        "choice": row.choice,
        "url": reverse("timeline:record", kwargs={"record_id": row.record_id}) if row.record_id and row.wrote else "",
    }


def units_of(actor: Actor) -> list[tuple[str, str]]:
    """Where she may bring persons in."""
    return unit_choices(actor.units_with(Right.PERSONS_IMPORT))
