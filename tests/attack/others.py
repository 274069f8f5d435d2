"""What belongs to somebody else: a row of every kind about one person, each of its texts a word found nowhere else."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from crawl import press
from django.apps import apps
from django.db import models
from rows import links, row, sensitive_models
from test_farid import OBJECTS

from liane.documents import store
from liane.documents.models import Document, Withdrawal
from liane.kit.models import SavedDraft
from liane.notes.models import Note
from liane.people.models import Person, Record
from liane.plans.models import Goal
from liane.testing import House

CANARY = "canariq"  # the beginning of each planted word; never typed by an attacker, who may type «canari»
PLAIN = {"media_type", "form", "address", "page", "device", "key", "sound_key", "sort_key", "digest", "title_key"}

PERSONAL = {
    "record_id", "draft_id", "flag_id", "relative_id", "goal_id", "thread_id", "task_id", "handover_id", "stay_id", "document_id",
    "batch_id", "line", "question", "slug", "token",
}  # fmt: skip


@dataclass
class Other:
    """Identifiers by what they name, all of them, and the record they are about."""

    record: Record
    by_parameter: dict[str, list[str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def of_one_house(self) -> "Other":
        """What is still somebody else’s for a colleague of the same organisme: neither its roles, nor its teams, nor its places."""
        kept = {p: ids for p, ids in self.by_parameter.items() if p in PERSONAL}
        named = {i for p, ids in self.by_parameter.items() if p not in PERSONAL for i in ids}
        return Other(self.record, kept, self.ids - named)

    def name(self, parameter: str, identifier: Any) -> None:
        """One more identifier to try."""
        self.by_parameter.setdefault(parameter, []).append(str(identifier))
        self.ids.add(str(identifier))


def about_a_person() -> list[type[models.Model]]:
    """Every model that leads to a record, directly or through others."""
    found: set[type[models.Model]] = {Record, Person}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {m for m in sensitive_models() if any(f.related_model in found for f in links(m))}
    return sorted(found - {Record, Person}, key=lambda model: model._meta.label)


def texts(model: type[models.Model]) -> dict[str, str]:
    """A planted word for each text that somebody may have typed."""
    return {
        f.name: f"{CANARY}{f.name.replace('_', '')}"
        for f in model._meta.fields
        if isinstance(f, models.CharField | models.TextField)
        and not isinstance(f, models.SlugField)
        and not f.choices
        and f.name not in PLAIN
        and (f.max_length is None or f.max_length >= 30)
    }


def plant(house: House, record: Record, unit: str, *, writer: str = "karim") -> Other:
    """Rows of every kind about this record, and a writing made by its real form."""
    other = Other(record)
    if writer:
        base = f"/personnes/{record.pk}/"
        press(house.client(writer), f"{base}ecrire/", "notes:write", text=f"{CANARY}ecrit tombe ce matin", level="2")
    place, karim = house.units[unit], house.practitioner("karim")
    made: dict[Any, models.Model] = {
        Record: record, Person: record.person, type(place): place, type(place.facility): place.facility, type(karim): karim,
    }  # fmt: skip
    for model in [*about_a_person(), *(apps.get_model(kind) for kind in OBJECTS.values() if "." in kind)]:
        if model is not Withdrawal:  # her paper is still there
            _row(house, model, made)
    for model, instance in made.items():
        if model._meta.label.startswith("organizations.Organization"):
            continue
        other.ids.add(str(instance.pk))
        for parameter in (p for p, kind in OBJECTS.items() if kind == model._meta.label):
            other.name(parameter, instance.pk)
    for note in Note.objects.filter(record=record):
        other.name("thread_id", note.thread_id)
    return other


def _row(house: House, model: type[models.Model], made: dict[Any, models.Model]) -> None:
    for needed in links(model):
        if needed.related_model is not model and needed.related_model not in made and not needed.null:
            _row(house, needed.related_model, made)
    chosen: dict[str, Any] = texts(model) if model in (*about_a_person(), SavedDraft) else {}
    names = {f.name for f in model._meta.fields}
    if "volet" in names:
        chosen["volet"] = "SUPPORT"
    if {"digest", "media_type", "size"} <= names:  # a paper is there whole: were its door open, it would be read
        content = f"{CANARY}contenu".encode()
        chosen |= {"digest": store.put(house.deux_rives.pk, content), "media_type": "text/plain", "size": len(content)}
    if model is Document and (written := Note.objects.filter(record=made[Record]).first()):
        chosen |= {
            "line_kind": "NOTE",
            "line_id": written.thread_id,
        }  # joined to the writing: who reads it opens the paper
    if model in (Note, Goal):
        chosen["id"] = chosen["thread_id"] = uuid4()
    row(model, house.deux_rives, made, **chosen)
