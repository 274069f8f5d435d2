"""What a judge, a département or the law decided: never rewritten, each correction is one more version with who and why."""

from django.db import models
from django.db.models import F, Q

from liane.kit.models import OrganizationModel
from liane.people.protection.enums import Authority, HolderRole, Limit, Visits
from liane.people.written import WrittenByUnit


class Versioned(WrittenByUnit, OrganizationModel):
    """One version of a line. `thread_id` is the id of the first, shared by all; one alone is current.

    `is_struck`: it was written by mistake, and counts no longer. Read by whoever opens the record and reads `volet`; what a
    discreet facility wrote, by its own teams (`queries.told`).
    """

    thread_id = models.UUIDField("première version")
    version = models.PositiveSmallIntegerField("version", default=1)
    is_current = models.BooleanField("version en cours", default=True)
    volet = models.CharField("volet", max_length=12)
    reason = models.CharField("pourquoi ce changement", max_length=300, blank=True)
    is_struck = models.BooleanField("écrit par erreur", default=False)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    written_at = models.DateTimeField("écrit le")

    class Meta:
        abstract = True


class LegalMeasure(Versioned):
    """Mesure: a protection of an adult, of a child, or a delegation of authority, from a day to a day (both included).

    `volet` comes from the kind: JUDICIAL is secret. `follows`: the thread that this one renews, so that its end asks nothing.
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    kind = models.SlugField("mesure", db_index=False)
    covers_goods = models.BooleanField("porte sur les biens", default=True)
    covers_person = models.BooleanField("porte sur la personne", default=True)
    authority_name = models.CharField("juge ou département", max_length=200, blank=True)
    reference = models.CharField("numéro de la décision", max_length=60, blank=True)
    decided_on = models.DateField("décidée le", null=True)
    starts_on = models.DateField("effet le")
    ends_on = models.DateField("jusqu’au", null=True)
    report_due_on = models.DateField("rapport pour le", null=True)
    seized_on = models.DateField("juge saisi le", null=True)
    holder_name = models.CharField("exercée par", max_length=200, blank=True)
    holder = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", verbose_name="contact")
    second_name = models.CharField("et par", max_length=200, blank=True)
    second_role = models.CharField("rôle du second", max_length=8, choices=HolderRole, blank=True)
    note = models.CharField("ce que dit la décision", max_length=500, blank=True)
    follows = models.UUIDField("renouvelle", null=True)

    class Meta:
        verbose_name = "mesure de protection"
        constraints = [
            models.UniqueConstraint(fields=["thread_id", "version"], name="measure_version_once"),
            models.UniqueConstraint(fields=["thread_id"], name="measure_one_current", condition=Q(is_current=True)),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="measure_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["record"], name="measure_of_record", condition=Q(is_current=True)),
        ]


class ParentalAuthority(Versioned):
    """Autorité parentale: how one parent (or somebody who has visiting rights) stands, from a day to a day.

    Visits and what may not be told are hers alone: two parents are two lines, that never show one another. Always in the
    judicial part: what a judge took from a father is not told to the whole team.
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    name = models.CharField("nom", max_length=200)
    contact = models.ForeignKey("people.Contact", models.PROTECT, null=True, related_name="+", verbose_name="contact")
    relation_label = models.CharField("lien", max_length=120, blank=True)
    status = models.CharField("autorité parentale", max_length=20, choices=Authority)
    remains = models.CharField("ce qui reste", max_length=300, blank=True)
    visits = models.CharField("visites", max_length=12, choices=Visits, blank=True)
    visits_note = models.CharField("visites : quand, où", max_length=300, blank=True)
    limit = models.CharField("ce qui ne lui est pas dit", max_length=8, choices=Limit, blank=True)
    authority_name = models.CharField("décidé par", max_length=200, blank=True)
    decided_on = models.DateField("décidé le", null=True)
    starts_on = models.DateField("depuis le", null=True)
    ends_on = models.DateField("jusqu’au", null=True)

    class Meta:
        verbose_name = "autorité parentale"
        constraints = [
            models.UniqueConstraint(fields=["thread_id", "version"], name="authority_version_once"),
            models.UniqueConstraint(fields=["thread_id"], name="authority_one_current", condition=Q(is_current=True)),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="authority_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["record"], name="authority_of_record", condition=Q(is_current=True))]


class Hearing(Versioned):
    """Audience: when and where the judge hears about a measure, and who is called."""

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    measure_thread_id = models.UUIDField("mesure")
    held_at = models.DateTimeField("audience le")
    place = models.CharField("lieu", max_length=200, blank=True)
    called = models.CharField("qui est convoqué", max_length=300, blank=True)

    class Meta:
        verbose_name = "audience"
        constraints = [
            models.UniqueConstraint(fields=["thread_id", "version"], name="hearing_version_once"),
            models.UniqueConstraint(fields=["thread_id"], name="hearing_one_current", condition=Q(is_current=True)),
        ]
        indexes = [models.Index(fields=["record"], name="hearing_of_record", condition=Q(is_current=True))]
