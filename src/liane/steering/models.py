"""What the DPO and the direction look at, and what they said of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liane.kit.models import OrganizationModel
from liane.steering.enums import Outcome, Rule


class Alert(OrganizationModel):
    """Accès signalé: one professional, one working day (6 h to 6 h), one rule. It says to look, never that it is a fault."""

    rule = models.CharField("règle", max_length=12, choices=Rule)
    day = models.DateField("journée")
    actor_id = models.UUIDField("professionnel", null=True)
    actor_name = models.CharField("qui", max_length=200)
    actor_role = models.CharField("fonction", max_length=120, blank=True)
    record_id = models.UUIDField("dossier", null=True)
    unit_ids = ArrayField(models.UUIDField(), verbose_name="unités concernées", default=list)
    count = models.PositiveIntegerField("combien")
    first_at = models.DateTimeField("de")
    last_at = models.DateTimeField("à")
    why = models.CharField("pourquoi", max_length=300, blank=True)
    about = models.CharField("collègues", max_length=300, blank=True, default="", db_default="")
    is_open = models.BooleanField("à traiter", default=True)
    is_asked = models.BooleanField("question posée", default=False)

    class Meta:
        verbose_name = "accès signalé"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "rule", "day", "actor_id", "record_id"], name="alert_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-last_at", "id"], name="alert_open", condition=Q(is_open=True)),
            models.Index(fields=["organization", "-last_at", "id"], name="alert_treated", condition=Q(is_open=False)),
            models.Index(fields=["actor_id"], name="alert_asked", condition=Q(is_asked=True)),
        ]


class AlertReview(OrganizationModel):
    """What was said of a signalled access: by who reviews, or by the professional who was asked. Written once."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="reviews", verbose_name="accès signalé")
    outcome = models.CharField("conclusion", max_length=12, choices=Outcome)
    word = models.CharField("un mot", max_length=600, blank=True)
    author_id = models.UUIDField("auteur", null=True)
    author_name = models.CharField("auteur", max_length=200)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "traitement d’un accès signalé"


class Watch(OrganizationModel):
    """Up to which line of the journal the rules have looked."""

    upto = models.BigIntegerField("jusqu’à la ligne")

    class Meta:
        verbose_name = "veille"
        constraints = [models.UniqueConstraint(fields=["organization"], name="watch_once")]
