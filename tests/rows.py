"""One row of every sensitive table, made by reading the models: a new model is covered the day it is born."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone

from liane.kit.models import OrganizationModel
from liane.organizations.models import Organization


def sensitive_models() -> list[type[models.Model]]:
    """Every model that belongs to an organisme, whatever its room."""
    found = [m for m in apps.get_models() if issubclass(m, OrganizationModel)]
    return sorted(found, key=lambda model: model._meta.label)


def links(model: type[models.Model]) -> list[models.ForeignKey]:
    """Its foreign keys towards other sensitive tables."""
    return [
        f
        for f in model._meta.fields
        if isinstance(f, models.ForeignKey)
        and f.name != "organization"
        and issubclass(f.related_model, OrganizationModel)
    ]


def row(
    model: type[models.Model], organization: Organization, made: dict[Any, models.Model], **chosen: Any
) -> models.Model:
    """A row of this organisation, with the rows it points to (`made` keeps them); `chosen` fixes some fields."""
    if model in made:
        return made[model]
    values: dict[str, Any] = {"organization": organization, **chosen}
    for field in model._meta.fields:
        if field.name in values or field.primary_key:
            continue
        if isinstance(field, models.ForeignKey):
            if field.null and field.related_model is model:
                continue
            if issubclass(field.related_model, OrganizationModel):
                values[field.name] = row(field.related_model, organization, made)
        elif not field.has_default() or not field.null:
            values[field.name] = _value(field)
    made[model] = model.objects.create(**values)
    return made[model]


def _value(field: models.Field) -> Any:
    if field.has_default():
        return field.get_default()
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, SearchVectorField):
        return None
    if isinstance(field, ArrayField):
        return []
    kinds: tuple[tuple[type[models.Field], Any], ...] = (
        (models.UUIDField, uuid4()),
        (models.DateTimeField, timezone.now()),
        (models.DateField, dt.date(2026, 3, 12)),
        (models.TimeField, dt.time(7, 0)),
        (models.BooleanField, False),
        (models.BinaryField, b"x"),
        (models.JSONField, {}),
        (models.IntegerField, 1),
        (models.CharField, uuid4().hex[: field.max_length or 8]),
        (models.TextField, "texte"),
    )
    return next((value for kind, value in kinds if isinstance(field, kind)), None)
