"""What the person aims at. The workshop of the projet personnalisé will be built around it."""

from django.db import models

from liane.kit.models import GrowingModel
from liane.plans.enums import GoalState, Voice


class Goal(GrowingModel):
    """Objectif (FHIR Goal), in the first person: «Je veux prendre le bus seule».

    Never rewritten: correcting, reaching, stopping or taking up again adds a version, and all of them are shown.
    `thread_id` is the id of the first version, shared by all: it is what the writings are linked to.
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    wording = models.CharField("ce qu’on vise", max_length=200)
    proof = models.TextField("comment on le saura", blank=True)
    voice = models.CharField("qui l’a dit", max_length=8, choices=Voice, default=Voice.SELF)
    voice_of = models.CharField("aidée ou observée par", max_length=120, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("pour le", null=True)
    state = models.CharField("où on en est", max_length=8, choices=GoalState, default=GoalState.ACTIVE)
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    author_role = models.CharField("auteur (fonction)", max_length=120, blank=True)
    written_at = models.DateTimeField("écrit le")
    thread_id = models.UUIDField("première version")
    version = models.PositiveSmallIntegerField("version", default=1)

    class Meta:
        verbose_name = "objectif"
        constraints = [models.UniqueConstraint(fields=["thread_id", "version"], name="goal_version_once")]
        indexes = [models.Index(fields=["record", "thread_id", "-version"], name="goal_of_record")]
