"""Absence: somebody is not there although her stay runs. Presence is deduced from it, and typed nowhere else."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from liane.kit.models import OrganizationModel, VersionedModel

LONG = timedelta(hours=72)  # R314-204 (stock of about 2013, V°): beyond, the daily tariff of lodging changes


class Absence(OrganizationModel, VersionedModel):
    """Hospitalisation, week-end, fugue… of one stay. Open as long as nobody has noted that she is back.

    `motive`: code of `nomenclatures.stay_lists.absence_motives`. Written by mistake, it is cancelled, never erased.
    """

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="absences", verbose_name="accompagnement")
    motive = models.CharField("motif", max_length=12)
    starts_at = models.DateTimeField("partie le")
    expected_at = models.DateTimeField("retour attendu le", null=True, blank=True)
    ends_at = models.DateTimeField("de retour le", null=True, blank=True)
    place = models.CharField("où elle est", max_length=200, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    kitchen = models.CharField("à dire à la cuisine", max_length=200, blank=True)
    note = models.CharField("à savoir", max_length=300, blank=True)
    author_id = models.UUIDField("écrit par", null=True)
    author_name = models.CharField("écrit par (nom)", max_length=200)
    written_at = models.DateTimeField("écrit le", default=timezone.now)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancel_reason = models.CharField("pourquoi", max_length=200, blank=True)

    class Meta:
        verbose_name = "absence"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="absence_ends_after"
            ),
            models.UniqueConstraint(
                fields=["stay"], condition=Q(ends_at=None, cancelled_at=None), name="absence_one_open"
            ),
        ]
        indexes = [models.Index(fields=["stay", "starts_at"], name="absence_of_stay")]

    def lasts(self, now: datetime) -> timedelta:
        """How long she has been away at that moment."""
        return max((self.ends_at or now) - self.starts_at, timedelta())

    def is_long(self, now: datetime) -> bool:
        """Away for more than 72 hours (R314-204)?"""
        return self.lasts(now) > LONG
