"""Accompagnement: a person, a unit, dates. The unit of secrecy, of the team and of retention."""

from django.db import models

from liane.kit.models import OrganizationModel, VersionedModel
from liane.stays.clocks.models import ClockDue, ClockMark
from liane.stays.importing.models import ImportBatch, ImportRow
from liane.stays.referrals.models import AdmissionTask, Notice, Opinion, Referral, WaitingRules, Wish, WishMove

__all__ = [
    "AdmissionTask",
    "ClockDue",
    "ClockMark",
    "ImportBatch",
    "ImportRow",
    "Notice",
    "Opinion",
    "Presence",
    "Referral",
    "Stay",
    "StayMode",
    "WaitingRules",
    "Wish",
    "WishMove",
]


class StayMode(models.TextChoices):
    """Mode d’accueil, in the words of the houses."""

    FULL = "FULL", "Hébergement complet"
    DAY = "DAY", "Accueil de jour"
    TEMPORARY = "TEMPORARY", "Accueil temporaire"
    HOME = "HOME", "À domicile"
    OUTPATIENT = "OUTPATIENT", "Consultation, suivi"
    SEMI = "SEMI", "Semi-internat"


class Presence(models.TextChoices):
    """Where she is today (the calendar of absences comes later: a simple state for now)."""

    PRESENT = "PRESENT", "Présent"
    HOSPITAL = "HOSPITAL", "À l’hôpital"
    FAMILY = "FAMILY", "En famille"
    ABSENT = "ABSENT", "Absent"


class Stay(OrganizationModel, VersionedModel):
    """A simple stay: one unit, from, to. Several may run together in one organisme, each opens the record to its unit."""

    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité")
    place = models.CharField("place, chambre", max_length=60, blank=True)
    mode = models.CharField("mode d’accueil", max_length=12, choices=StayMode, default=StayMode.FULL)
    starts_on = models.DateField("date d’entrée")
    ends_on = models.DateField("date de sortie", null=True, blank=True)
    presence = models.CharField("présence", max_length=12, choices=Presence, default=Presence.PRESENT)

    class Meta:
        verbose_name = "accompagnement"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")), name="stay_ends_after"
            )
        ]
        indexes = [models.Index(fields=["record"], name="stay_record"), models.Index(fields=["unit"], name="stay_unit")]
