"""What was seen of an identity, each move of its status, and the INS that are no longer in force: never rewritten."""

from django.db import models

from liane.kit.models import OrganizationModel
from liane.people.enums import IdentityStatus


class IdentityEvidence(OrganizationModel):
    """A paper that a colleague held in her hands: which one, when, who. No copy is kept (requirements I-014).

    `is_high`: of the documents that are enough to validate (RNIV); `kind` and that judgement are those of the list on that
    day. Only its cancellation may still be written.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="personne")
    kind = models.CharField("pièce", max_length=24)
    label = models.CharField("pièce, en mots", max_length=160)
    is_high = models.BooleanField("suffit pour valider")
    seen_on = models.DateField("vue le")
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    note = models.CharField("précision", max_length=200, blank=True, default="")
    author_id = models.UUIDField("vue par")
    author_name = models.CharField("vue par (nom)", max_length=200)
    written_at = models.DateTimeField("écrit le")
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = models.CharField("annulée par", max_length=200, blank=True, default="")
    cancelled_reason = models.CharField("raison", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "pièce d’identité vue"
        indexes = [models.Index(fields=["person", "-written_at"], name="evidence_of_person")]


class IdentityStep(OrganizationModel):
    """One move of an identity: what happened, from which status to which, with which attributes, who, why (RNIV)."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="personne")
    event = models.CharField("évènement", max_length=24)
    before = models.CharField("statut d’avant", max_length=10, choices=IdentityStatus)
    after = models.CharField("statut d’après", max_length=10, choices=IdentityStatus)
    is_homonym = models.BooleanField("homonyme", default=False)
    is_doubtful = models.BooleanField("douteuse", default=False)
    is_fictive = models.BooleanField("fictive", default=False)
    reason = models.CharField("raison", max_length=300, blank=True, default="")
    evidence = models.ForeignKey(IdentityEvidence, models.PROTECT, null=True, related_name="+", verbose_name="pièce")
    author_id = models.UUIDField("par")
    author_name = models.CharField("par (nom)", max_length=200)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "étape de l’identité"
        indexes = [models.Index(fields=["person", "-at"], name="step_of_person")]


class FormerIns(OrganizationModel):
    """An INS that is no longer in force, or that the national service gave as former (INSHISTO): kept as received."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="personne")
    matricule = models.CharField("matricule", max_length=15)
    oid = models.CharField("OID", max_length=20)
    source = models.CharField("source", max_length=12)
    since = models.DateTimeField("depuis", null=True, blank=True)
    until = models.DateTimeField("jusqu’au")
    reason = models.CharField("raison", max_length=300)
    author_name = models.CharField("retirée par", max_length=200)

    class Meta:
        verbose_name = "ancienne INS"
        indexes = [models.Index(fields=["person", "-until"], name="former_ins_of_person")]
