"""Roles of an organisme are data, not code; and what was decided about rights stays written."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liane.kit.models import OrganizationModel


class Role(OrganizationModel):
    """Profil: what its holders may do (rights) and in which parts of the record (volets read, volets written)."""

    code = models.SlugField("code")
    label = models.CharField("nom", max_length=120)
    short = models.CharField("nom court", max_length=60)
    family = models.CharField("famille", max_length=40)
    rights = ArrayField(models.CharField(max_length=40), verbose_name="droits")
    reads = ArrayField(models.CharField(max_length=12), verbose_name="volets lus", default=list)
    writes = ArrayField(models.CharField(max_length=12), verbose_name="volets écrits", default=list)
    origin_code = models.SlugField("copié de", blank=True, default="", db_default="")
    version = models.PositiveIntegerField("version", db_default=1, default=1, editable=False)
    retired_at = models.DateTimeField("retiré de la liste le", null=True)

    class Meta:
        verbose_name = "rôle"
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.label


class RoleChange(OrganizationModel):
    """Version d’un rôle: what it gave before and after, who decided it. Never rewritten."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="changes", verbose_name="rôle")
    at = models.DateTimeField("quand")
    author_id = models.UUIDField("par")
    author_name = models.CharField("par", max_length=200)
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)

    class Meta:
        verbose_name = "version d’un rôle"


class Emergency(OrganizationModel):
    """Accès d’urgence: one professional, one record she does not follow, a reason, four hours at most.

    Checked at each request by `access_actor`; ends by itself. Only its end and its review are ever written again.
    """

    class Verdict(models.TextChoices):
        """What whoever answers for the service thought of it afterwards."""

        JUSTIFIED = "JUSTIFIED", "Justifié"
        DISCUSSED = "DISCUSSED", "À reprendre avec la personne qui l’a ouvert"

    practitioner = models.ForeignKey(
        "professionals.Practitioner", models.PROTECT, related_name="+", verbose_name="professionnel"
    )
    record_id = models.UUIDField("dossier")
    unit_ids = ArrayField(models.UUIDField(), verbose_name="unités qui accompagnent")
    reason = models.CharField("raison", max_length=300)
    starts_at = models.DateTimeField("depuis")
    ends_at = models.DateTimeField("jusqu’à")
    told_at = models.DateTimeField("annoncé le", null=True)
    told_count = models.PositiveIntegerField("personnes prévenues", default=0)
    verdict = models.CharField("avis", max_length=10, choices=Verdict, blank=True)
    remark = models.CharField("remarque", max_length=300, blank=True)
    reviewed_at = models.DateTimeField("revu le", null=True)
    reviewer_name = models.CharField("revu par", max_length=200, blank=True)

    class Meta:
        verbose_name = "accès d’urgence"
        indexes = [
            models.Index(fields=["practitioner", "-ends_at"], name="emergency_practitioner"),
            models.Index(fields=["record_id", "-starts_at"], name="emergency_record"),
            models.Index(fields=["organization"], name="emergency_unreviewed", condition=Q(reviewed_at=None)),
        ]


class LookAs(OrganizationModel):
    """Voir comme: for half an hour at most, one session sees the pages with the rights of a colleague, and writes nothing."""

    practitioner = models.ForeignKey(
        "professionals.Practitioner", models.PROTECT, related_name="+", verbose_name="professionnel"
    )
    colleague = models.ForeignKey(
        "professionals.Practitioner", models.PROTECT, related_name="+", verbose_name="collègue"
    )
    session_digest = models.CharField("session", max_length=64)
    starts_at = models.DateTimeField("depuis")
    ends_at = models.DateTimeField("jusqu’à")

    class Meta:
        verbose_name = "regard avec les droits d’un collègue"
        indexes = [models.Index(fields=["session_digest"], name="look_as_session")]


class RightsReview(OrganizationModel):
    """Revue des droits: opened by the management, closed when each post has been confirmed or ended (CNIL: every year)."""

    started_at = models.DateTimeField("ouverte le")
    starter_name = models.CharField("ouverte par", max_length=200)
    closed_at = models.DateTimeField("terminée le", null=True)
    closer_name = models.CharField("terminée par", max_length=200, blank=True)
    kept = models.PositiveIntegerField("postes confirmés", default=0)
    ended = models.PositiveIntegerField("postes terminés", default=0)

    class Meta:
        verbose_name = "revue des droits"
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(closed_at=None), name="one_rights_review_at_a_time"
            )
        ]


class PostDecision(OrganizationModel):
    """Décision sur un poste: given, confirmed, to be ended, ended; by whom, when. Never rewritten."""

    class Kind(models.TextChoices):
        """What was decided."""

        GIVEN = "GIVEN", "donné"
        KEPT = "KEPT", "confirmé"
        DOUBTED = "DOUBTED", "signalé à la direction"
        ENDED = "ENDED", "terminé"

    post = models.ForeignKey("professionals.PractitionerRole", models.PROTECT, related_name="+", verbose_name="poste")
    kind = models.CharField("décision", max_length=10, choices=Kind)
    at = models.DateTimeField("quand")
    author_id = models.UUIDField("par", null=True)
    author_name = models.CharField("par", max_length=200)
    review = models.ForeignKey(RightsReview, models.PROTECT, null=True, related_name="decisions", verbose_name="revue")

    class Meta:
        verbose_name = "décision sur un poste"
        indexes = [models.Index(fields=["post", "-at"], name="decision_post")]
