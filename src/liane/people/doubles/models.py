"""Two records that may be one person, what was answered; records joined or parted, and each line that moved."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least

from liane.kit.models import OrganizationModel


class DoubleState(models.TextChoices):
    """What is known of a pair."""

    OPEN = "OPEN", "À comparer"
    APART = "APART", "Deux personnes"
    JOINED = "JOINED", "Dossiers réunis"


class Double(OrganizationModel):
    """Doublon possible: two persons who may be one. «Ce sont deux personnes» stays answered: it is never asked again.

    Found by the rule (`doubles.scoring`). A pair is there once, whatever its order.
    """

    first = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name="l’une")
    second = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name="l’autre")
    points = models.PositiveSmallIntegerField("ressemblance sur 100")
    reasons = ArrayField(models.CharField(max_length=24), verbose_name="ce qui se ressemble", default=list)
    state = models.CharField("état", max_length=8, choices=DoubleState, default=DoubleState.OPEN)
    found_at = models.DateTimeField("trouvé le")
    answered_at = models.DateTimeField("répondu le", null=True)
    author_id = models.UUIDField("répondu par", null=True)
    author_name = models.CharField("répondu par (nom)", max_length=200, blank=True)
    answer = models.CharField("pourquoi", max_length=300, blank=True)

    class Meta:
        verbose_name = "doublon possible"
        constraints = [
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="double_once")
        ]
        indexes = [
            models.Index(fields=["organization", "-points", "id"], name="double_open", condition=Q(state="OPEN")),
        ]


class RegroupingKind(models.TextChoices):
    """One person in two records, or two persons in one."""

    JOIN = "JOIN", "Dossiers réunis"
    PART = "PART", "Dossier séparé en deux"


class Regrouping(OrganizationModel):
    """Réunion ou séparation de dossiers: lines pass from one record to another, both histories are kept, and it can be undone.

    JOIN: the record `source_id` is closed, its old address leads to `target_id`. PART: some lines of `source_id` are
    those of another person, whose record is `target_id`. Only its undoing is ever written again.
    """

    kind = models.CharField("nature", max_length=4, choices=RegroupingKind)
    source_id = models.UUIDField("dossier d’où viennent les lignes")
    target_id = models.UUIDField("dossier où elles vont")
    source_person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="de qui")
    target_person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="à qui")
    raised_protection = models.BooleanField("a protégé les coordonnées", default=False)
    reason = models.CharField("pourquoi", max_length=300)
    at = models.DateTimeField("le")
    author_id = models.UUIDField("par")
    author_name = models.CharField("par (nom)", max_length=200)
    undone_at = models.DateTimeField("annulé le", null=True)
    undone_by = models.CharField("annulé par", max_length=200, blank=True)
    undone_reason = models.CharField("pourquoi annulé", max_length=300, blank=True)

    class Meta:
        verbose_name = "réunion ou séparation de dossiers"
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"], name="record_joined_once", condition=Q(kind="JOIN", undone_at=None)
            )
        ]
        indexes = [
            models.Index(fields=["source_id"], name="regrouping_source"),
            models.Index(fields=["target_id"], name="regrouping_target"),
        ]


class MovedLine(OrganizationModel):
    """Ligne déplacée: which row of which table passed to the other record, so that undoing moves exactly those back.

    `set_aside`: the row itself, when it said the same as a row of the other record (one stay written twice).
    """

    regrouping = models.ForeignKey(Regrouping, models.PROTECT, related_name="lines", verbose_name="réunion")
    table_name = models.CharField("table", max_length=63)
    column_name = models.CharField("colonne", max_length=63)
    line_id = models.UUIDField("ligne")
    before = models.UUIDField("avant")
    after = models.UUIDField("après")
    set_aside = models.JSONField("mise de côté", null=True)

    class Meta:
        verbose_name = "ligne déplacée"
