"""What a person is entitled to, and what is being asked for her. Nothing is rewritten: a correction is one more version."""

from django.db import models
from django.db.models import Q

from liane.kit.models import OrganizationModel
from liane.people.entitlements.enums import RUNNING, ClaimState
from liane.people.written import WrittenByUnit


class Version(WrittenByUnit, OrganizationModel):
    """One version of a line: `thread_id` is the id of the first one, shared by all; one alone is current.

    Read by whoever opens the record and reads `volet`; a discreet facility's line by its own teams (`queries.told`).
    """

    thread_id = models.UUIDField("première version")
    version = models.PositiveSmallIntegerField("version", default=1)
    is_current = models.BooleanField("version en cours", default=True)
    kind = models.SlugField("sorte", db_index=False)
    volet = models.CharField("volet", max_length=12)
    note = models.CharField("à savoir", max_length=500, blank=True)
    reason = models.CharField("pourquoi corrigé", max_length=300, blank=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    author_role = models.CharField("auteur (fonction)", max_length=120, blank=True)
    written_at = models.DateTimeField("écrit le")

    class Meta:
        abstract = True


class Entitlement(Version):
    """Droit ou papier: what it is (`nomenclatures.entitlements`), its numbers, from when, until when.

    One decision of a CDAPH carries one right (TDDUI). `answers` are those of the questions of its kind, by code. No date of
    end: either `is_endless`, or not known yet. `renewed_by`: the right that follows it, so that it no longer expires.
    `paper_id` points at a paper of the same record (room `documents`, above).
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    issuer = models.CharField("donné par", max_length=120, blank=True)
    number = models.CharField("numéro", max_length=40, blank=True)
    national_number = models.CharField("numéro national", max_length=40, blank=True)
    decided_on = models.DateField("décidé le", null=True)
    opens_on = models.DateField("à partir du", null=True)
    expires_on = models.DateField("jusqu’au", null=True)
    is_endless = models.BooleanField("sans limite de durée", default=False)
    answers = models.JSONField("réponses", default=dict)
    paper_id = models.UUIDField("papier", null=True)
    is_withdrawn = models.BooleanField("retiré", default=False)
    renewed_by = models.UUIDField("suivi par", null=True)

    class Meta:
        verbose_name = "droit ou papier"
        constraints = [
            models.UniqueConstraint(fields=["thread_id", "version"], name="entitlement_version_once"),
            models.UniqueConstraint(fields=["thread_id"], name="entitlement_one_current", condition=Q(is_current=True)),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(expires_on=None) | Q(expires_on__gte=models.F("opens_on")),
                name="entitlement_ends_after",
            ),
            models.CheckConstraint(condition=Q(is_endless=False) | Q(expires_on=None), name="entitlement_one_end"),
        ]
        indexes = [
            models.Index(fields=["record"], name="entitlement_of_record", condition=Q(is_current=True)),
            models.Index(
                fields=["organization", "expires_on", "id"],
                name="entitlement_expiring",
                condition=Q(is_current=True, is_withdrawn=False, renewed_by=None) & ~Q(expires_on=None),
            ),
            models.Index(
                fields=["organization", "national_number"],
                name="entitlement_national",
                condition=Q(is_current=True) & ~Q(national_number=""),
            ),
        ]


class Claim(Version):
    """Démarche: a right is to be asked for, was asked for on a day, came or was refused. Each step is a version.

    `renews`: the right that is asked again. While a claim runs, the right that ends is shown as being renewed.
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    state = models.CharField("où elle en est", max_length=8, choices=ClaimState)
    on = models.DateField("le")
    renews = models.UUIDField("renouvelle", null=True)

    class Meta:
        verbose_name = "démarche"
        constraints = [
            models.UniqueConstraint(fields=["thread_id", "version"], name="claim_version_once"),
            models.UniqueConstraint(fields=["thread_id"], name="claim_one_current", condition=Q(is_current=True)),
            models.UniqueConstraint(
                fields=["renews"], name="claim_one_running", condition=Q(is_current=True, state__in=RUNNING)
            ),
        ]
        indexes = [models.Index(fields=["record"], name="claim_of_record", condition=Q(is_current=True))]
