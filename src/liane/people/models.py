"""The person accompanied, her record in one organisme, and what everybody must know before acting."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.models import OrganizationModel, VersionedModel
from liane.people.circle.models import Contact, ContactJoin, FamilyTie, Home, Household, HouseholdMember, Relative
from liane.people.doubles.models import Double, DoubleState, MovedLine, Regrouping, RegroupingKind
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.enums import FlagKind, IdentifierKind
from liane.people.ins.columns import IdentityColumns, identity_constraints
from liane.people.ins.models import FormerIns, IdentityEvidence, IdentityStep
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority
from liane.people.spoken import Spoken
from liane.people.written import WrittenByUnit

__all__ = [
    "Claim", "Contact", "ContactJoin", "Double", "DoubleState", "Entitlement", "EssentialAnswer", "FamilyTie", "Flag", "FormerIns",
    "Hearing", "Home", "Household", "HouseholdMember", "IdentityEvidence", "IdentityStep", "KeyWorker",
    "LegalMeasure", "LocalIdentifier", "MovedLine", "ParentalAuthority", "Person", "Portrait", "Record",
    "RecordQuerySet", "RecordUnit", "RecordUnitQuerySet", "Regrouping", "RegroupingKind", "Relative",
    "WrittenByUnit",
]  # fmt: skip


class Person(Spoken, IdentityColumns, OrganizationModel, VersionedModel):
    """Personne accompagnée: never «patient», never «usager». What is known of her identity is in `ins.columns`.

    `key` is the folded identity used to recognise doubles, `search` the words by which she is found: both are filled
    by `people.identity.index_person`, and nowhere else.
    """

    key = models.CharField("traits pliés", max_length=320, editable=False)
    sound_key = models.CharField("traits à l’oreille", max_length=120, editable=False)
    sort_key = models.CharField("place dans une liste", max_length=320, editable=False, default="")
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = "personne accompagnée"
        indexes = [
            GinIndex(fields=["search"], name="person_search", fastupdate=False),
            models.Index(fields=["organization", "birth_date", "sound_key"], name="person_doubles"),
            models.Index(fields=["organization", "key"], name="person_key"),
            models.Index(fields=["organization", "sound_key"], name="person_heard_alike"),
            models.Index(fields=["organization", "sort_key", "id"], name="person_in_order"),
        ]
        constraints = identity_constraints()

    def __str__(self) -> str:
        return self.full_name


class Portrait(OrganizationModel):
    """A photo, redrawn and stripped of what it hides (place, device), at two sizes at most."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="portrait", verbose_name="personne")
    image = models.BinaryField("image WebP")
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "photo"


class RecordQuerySet(models.QuerySet["Record"]):
    """The first wall."""

    def visible_to(self, actor: Actor) -> "RecordQuerySet":
        """Records held now by a unit in which the actor may open records: lists, counts, search and exports alike."""
        held = RecordUnit.objects.open().filter(
            organization_id=actor.organization_id,
            unit_id__in=actor.units_with(Right.RECORD_READ),
            record_id=models.OuterRef("pk"),
        )
        return self.filter(models.Exists(held), organization_id=actor.organization_id)


class Record(OrganizationModel):
    """Dossier: one person in one organisme gestionnaire. `is_protected`: her details, and her presence, are not told."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="record", verbose_name="personne")
    is_protected = models.BooleanField("coordonnées protégées", default=False)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"

    def __str__(self) -> str:
        return f"Dossier {self.pk}"


class RecordUnitQuerySet(models.QuerySet["RecordUnit"]):
    def open(self) -> "RecordUnitQuerySet":
        """Units that hold the record now."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class RecordUnit(OrganizationModel):
    """Which unit holds a record, from when, until when. Written by stays, read by the door."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="held_by", verbose_name="dossier")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité")
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu’à", null=True)
    place = models.CharField("place", max_length=60, blank=True)
    presence = models.CharField("présence", max_length=20, default="PRESENT")

    objects = RecordUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "unité qui tient le dossier"
        indexes = [
            models.Index(fields=["unit", "record"], name="record_unit_by_unit"),
            models.Index(fields=["record"], name="record_unit_by_record"),
        ]


class LocalIdentifier(OrganizationModel):
    """A number given by a house, as a typed field and not as a remark (peers B20).

    `finess` is that of the facility when it gave the number: it is inside the national identifiers of TDDUI, and stays when
    the facility changes its own. Without `facility`, that of a house of another organisme, when it is known: two MDPH may have
    given one number to two persons.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers", verbose_name="personne")
    kind = models.CharField("nature", max_length=16, choices=IdentifierKind, default=IdentifierKind.LOCAL_RECORD)
    value = models.CharField("numéro", max_length=40)
    facility = models.ForeignKey("organizations.Facility", models.PROTECT, null=True, verbose_name="établissement")
    finess = models.CharField("FINESS à ce moment", max_length=9, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "numéro local"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "facility", "value"], name="local_identifier_once",
                condition=Q(facility__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "kind", "finess", "value"], name="local_identifier_once_elsewhere",
                condition=Q(facility=None),
            ),
        ]  # fmt: skip


class Flag(WrittenByUnit, OrganizationModel):
    """«À savoir avant d’agir» (FHIR Flag): a danger, a way to communicate, a legal protection, an identity doubt."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="flags", verbose_name="dossier")
    kind = models.CharField("nature", max_length=16, choices=FlagKind)
    label = models.CharField("à savoir", max_length=80)
    icon = models.CharField("icône", max_length=20, blank=True)
    since = models.DateField("depuis")
    until = models.DateField("jusqu’au", null=True)
    author_name = models.CharField("écrit par", max_length=200)

    class Meta:
        verbose_name = "à savoir avant d’agir"
        indexes = [models.Index(fields=["record"], name="flag_record")]


class KeyWorker(OrganizationModel):
    """Référent: the professional to whom the person can turn, dated."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="key_workers", verbose_name="dossier")
    practitioner = models.ForeignKey("professionals.Practitioner", models.PROTECT, related_name="+")
    since = models.DateField("depuis")
    until = models.DateField("jusqu’au", null=True)

    class Meta:
        verbose_name = "référent"
        indexes = [
            models.Index(fields=["record"], name="key_worker_record"),
            models.Index(fields=["practitioner"], name="key_worker_of"),
        ]


class EssentialAnswer(WrittenByUnit, OrganizationModel):
    """One answer of «L’essentiel» (who I am, what soothes me…). A new answer follows the old one, which stays."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="essentials", verbose_name="dossier")
    question = models.SlugField("question")
    text = models.TextField("réponse")
    said_by = models.CharField("dit par", max_length=120, blank=True)
    author_id = models.UUIDField("écrit par")
    author_name = models.CharField("écrit par (nom)", max_length=200)
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "réponse de l’essentiel"
        indexes = [models.Index(fields=["record", "question", "-written_at"], name="essential_latest")]
