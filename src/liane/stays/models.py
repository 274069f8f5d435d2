"""Accompagnement: a person, a unit, dates. The unit of secrecy, of the team and of retention."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from liane.kit.models import OrganizationModel, VersionedModel
from liane.stays.absences.models import Absence
from liane.stays.belongings.models import Inventory
from liane.stays.clocks.models import ClockDue, ClockMark
from liane.stays.enums import CARE_MODES, PERMANENT, TEMPORARY, Presence, StayMode, StayState
from liane.stays.following.models import FollowUp
from liane.stays.importing.models import ImportBatch, ImportRow
from liane.stays.places.models import Occupation
from liane.stays.referrals.models import AdmissionTask, Notice, Opinion, Referral, WaitingRules, Wish, WishMove
from liane.stays.retention.models import Destruction, RequestErasure, RetentionCase, RetentionChoice

__all__ = [
    "Absence",
    "AdmissionTask",
    "ClockDue",
    "ClockMark",
    "Destruction",
    "FollowUp",
    "FormerMode",
    "ImportBatch",
    "ImportRow",
    "Inventory",
    "Notice",
    "Occupation",
    "Opinion",
    "Presence",
    "Referral",
    "RequestErasure",
    "RetentionCase",
    "RetentionChoice",
    "Stay",
    "StayMode",
    "StayState",
    "WaitingRules",
    "Wish",
    "WishMove",
    "stay_identifier",
]


def stay_identifier(finess: str, record_id: UUID, stay_id: UUID) -> str:
    """«3» + FINESS + «/» + local number of the person + «-SEJOUR-» + local number of the stay (TDDUI, EncounterSejour).

    Written once: it keeps the FINESS that the facility had at the opening, whatever becomes of the facility or the record.
    Nothing as long as the facility has no FINESS.
    """
    return f"3{finess}/{record_id.hex}-SEJOUR-{stay_id.hex[-12:]}" if finess else ""


class Stay(OrganizationModel, VersionedModel):
    """One person in one unit, from, to. Several may run together in one organisme, each opens the record to its unit.

    Expected: `planned_starts_on` without `starts_on`. Never came: closed without having begun. Dates are days, both
    included. The codes of the modes and of the contract are those of `nomenclatures.stay_lists`. `admitted_on` is the day
    of the decision to admit, which is not the day she comes in (TDDUI: dateAdmission, dateEntree).
    """

    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité")
    identifier = models.CharField("identifiant du séjour", max_length=80, blank=True, db_default="", default="")
    place = models.CharField("place, chambre", max_length=60, blank=True)
    mode = models.CharField("mode d’accueil", max_length=12, choices=StayMode, default=StayMode.FULL)
    is_sequential = models.BooleanField("séquentiel", default=False, db_default=False)
    admitted_on = models.DateField("date d’admission", null=True, blank=True)
    planned_starts_on = models.DateField("entrée prévue le", null=True, blank=True)
    starts_on = models.DateField("date d’entrée", null=True, blank=True)
    planned_ends_on = models.DateField("sortie prévue le", null=True, blank=True)
    ends_on = models.DateField("date de sortie", null=True, blank=True)
    asked_by = models.CharField("qui a demandé", max_length=120, blank=True, db_default="", default="")
    entry_mode = models.CharField("mode d’entrée", max_length=12, blank=True, db_default="", default="")
    origin = models.CharField("d’où elle vient", max_length=200, blank=True, db_default="", default="")
    origin_entered_on = models.DateField("entrée là-bas le", null=True, blank=True)
    origin_number = models.CharField("n° de dossier là-bas", max_length=60, blank=True, db_default="", default="")
    exit_mode = models.CharField("mode de sortie", max_length=12, blank=True, db_default="", default="")
    destination = models.CharField("destination", max_length=200, blank=True, db_default="", default="")
    contract_kind = models.CharField("contrat", max_length=12, blank=True, db_default="", default="")
    contract_given_on = models.DateField("contrat remis le", null=True, blank=True)
    contract_signed_on = models.DateField("contrat signé le", null=True, blank=True)
    comment = models.CharField("remarque", max_length=500, blank=True, db_default="", default="")
    follows = models.ForeignKey(
        "stays.Stay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fait suite à"
    )

    class Meta:
        verbose_name = "accompagnement"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="stay_ends_after"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(planned_starts_on__isnull=False), name="stay_has_a_beginning"
            ),
            models.CheckConstraint(
                condition=Q(planned_ends_on=None) | Q(starts_on=None) | Q(planned_ends_on__gte=F("starts_on")),
                name="stay_planned_end_after",
            ),
            models.UniqueConstraint(
                fields=["organization", "identifier"], name="stay_identifier_once", condition=~Q(identifier="")
            ),
        ]
        indexes = [models.Index(fields=["record"], name="stay_record"), models.Index(fields=["unit"], name="stay_unit")]

    @property
    def begins_on(self) -> date:
        """The day she came in, or is expected."""
        found = self.starts_on or self.planned_starts_on
        assert found is not None  # the database keeps one of the two  # noqa: S101
        return found

    def state(self, on: date) -> StayState:
        """Where the stay is on that day."""
        if self.starts_on is None and self.ends_on is not None:
            return StayState.NEVER_CAME
        if self.starts_on is None or self.starts_on > on:
            return StayState.EXPECTED
        return StayState.ENDED if self.ends_on is not None and self.ends_on < on else StayState.RUNNING

    @property
    def care_mode(self) -> str:
        """Code of the care mode in JDV_J264, «» when the list has none."""
        return CARE_MODES.get(StayMode(self.mode), "")

    @property
    def temporality(self) -> str:
        """Code of JDV_J30: temporary or permanent."""
        return TEMPORARY if self.mode == StayMode.TEMPORARY else PERMANENT


class FormerMode(OrganizationModel):
    """How she was accompanied until that day, included, before the mode of her stay changed: the census of a past day says it.

    A stay whose mode never changed has none, and a mistake that was corrected leaves none.
    """

    stay = models.ForeignKey("stays.Stay", models.CASCADE, related_name="former_modes", verbose_name="accompagnement")
    mode = models.CharField("mode d’accueil", max_length=12, choices=StayMode)
    until = models.DateField("jusqu’au")

    class Meta:
        verbose_name = "mode d’accueil d’avant"
        constraints = [models.UniqueConstraint(fields=["stay", "until"], name="former_mode_of_a_day")]
