"""Who counts for a person: somebody or some body in her own right, and the dated link of a record to her."""

from typing import Any

from django.db import models

from liane.kit.models import OrganizationModel, VersionedModel
from liane.kit.text import fold
from liane.people.circle.enums import ContactKind, Gender, HomeKind, TieKind
from liane.people.written import WrittenByUnit


class Contact(OrganizationModel, VersionedModel):
    """Somebody (a mother, a neighbour) or some body (a school, a tutor’s office, a court), once in the organisme.

    She has no record here. What is known of how to reach her is written here alone, so that a telephone corrected once is
    corrected for her three children. Who may read it: `circle.told`; when it stays apart: `circle.actions`.
    `key` and `phone_key` find the same contact typed twice; both are filled by `put`, and nowhere else.
    """

    kind = models.CharField("nature", max_length=12, choices=ContactKind, default=ContactKind.PERSON)
    name = models.CharField("nom", max_length=200)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    other_phone = models.CharField("autre téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    gender = models.CharField("femme ou homme", max_length=1, choices=Gender, blank=True)
    born_on = models.CharField("naissance", max_length=10, blank=True, help_text="1974, ou 12/03/1974")
    died_on = models.CharField("décès", max_length=10, blank=True, help_text="2019, ou 12/03/2019")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="accompagnée ici aussi"
    )
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="réuni à"
    )
    key = models.CharField("nom plié", max_length=200, editable=False, default="")
    phone_key = models.CharField("numéro plié", max_length=20, editable=False, default="")

    class Meta:
        verbose_name = "contact"
        indexes = [
            models.Index(fields=["organization", "key"], name="contact_key"),
            models.Index(fields=["organization", "kind"], name="contact_kind"),
            models.Index(fields=["person"], name="contact_person"),
        ]

    def __str__(self) -> str:
        return f"Contact {self.pk}"

    @property
    def is_body(self) -> bool:
        """A school, a court…: part of the directory that the whole organisme shares."""
        return self.kind != ContactKind.PERSON

    def put(self, **values: Any) -> "Contact":
        """Write these values, and the keys that follow from them."""
        for name, value in values.items():
            setattr(self, name, value)
        self.key, self.phone_key = fold(self.name)[:200], phone_key(self.phone or self.other_phone)
        return self


class ContactJoin(OrganizationModel):
    """Two contacts of the directory that were one: which lines passed from `gone` to `kept`, so that undoing gives back
    exactly those. Only its undoing is ever written again."""

    kept = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name="contact gardé")
    gone = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name="contact réuni")
    moved = models.JSONField("lignes passées", default=dict)
    at = models.DateTimeField("le")
    author_id = models.UUIDField("par")
    author_name = models.CharField("par (nom)", max_length=200)
    undone_at = models.DateTimeField("annulé le", null=True)
    undone_by = models.CharField("annulé par", max_length=200, blank=True)

    class Meta:
        verbose_name = "réunion de contacts"
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at=None), name="contact_joined_once")
        ]


def phone_key(number: str) -> str:
    """The nine last digits: «+33 6 12 34 56 78» and «06.12.34.56.78» are one number."""
    return "".join(c for c in number if c.isdigit())[-9:]


class Relative(WrittenByUnit, OrganizationModel, VersionedModel):
    """The dated link of a record to a contact: what she is to the person, and what she may be asked. `call_order`: who first.

    Two persons of confidence, who may differ: the one of social and medico-social law (CASF L311-5-1) and the one of health
    law (CSP L1111-6). Before they were told apart, the one that was written is kept as the former.
    """

    record = models.ForeignKey("people.Record", models.CASCADE, related_name="relatives", verbose_name="dossier")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="links", verbose_name="contact", db_index=False)
    relation = models.CharField("lien", max_length=12)
    relation_label = models.CharField("lien en mots", max_length=120)
    is_emergency_contact = models.BooleanField("à prévenir", default=False)
    call_order = models.PositiveSmallIntegerField("ordre d’appel", null=True, blank=True)
    is_trusted = models.BooleanField("personne de confiance (CASF)", default=False)
    is_trusted_care = models.BooleanField("personne de confiance (santé)", default=False, db_default=False)
    is_legal = models.BooleanField("représentant légal", default=False)
    is_caregiver = models.BooleanField("aidant", default=False, db_default=False)
    note = models.CharField("à savoir", max_length=300, blank=True)
    said_by = models.CharField("dit par", max_length=120, blank=True, db_default="")
    since = models.DateField("depuis", null=True, blank=True)
    ended_on = models.DateField("jusqu’au", null=True)

    class Meta:
        verbose_name = "proche"
        indexes = [
            models.Index(fields=["record"], name="relative_record"),
            models.Index(fields=["contact"], name="relative_contact"),
        ]

    @property
    def name(self) -> str:
        """Her name, as her contact says it."""
        return self.contact.name

    @property
    def sheet_version(self) -> int:
        """The version of the sheet that is corrected, link and contact together: each correction moves one of the two."""
        return self.version + self.contact.version - 1


class Household(WrittenByUnit, OrganizationModel, VersionedModel):
    """Foyer: a place, and those who live there together. One for the brothers and sisters who live there."""

    name = models.CharField("nom du foyer", max_length=120)
    address = models.CharField("adresse", max_length=250, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True, default="", db_default="")

    class Meta:
        verbose_name = "foyer"

    def __str__(self) -> str:
        return f"Foyer {self.pk}"


class HouseholdMember(WrittenByUnit, OrganizationModel):
    """A contact who lives in a household, from, to. Those accompanied here live there by their `Home`."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="foyer")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name="contact", db_index=False)
    since = models.DateField("depuis", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre du foyer"


class Home(WrittenByUnit, OrganizationModel, VersionedModel):
    """Lieu de vie: where she lives, from, to, and at which rhythm when she has several."""

    record = models.ForeignKey("people.Record", models.CASCADE, related_name="homes", verbose_name="dossier")
    household = models.ForeignKey(Household, models.PROTECT, related_name="homes", verbose_name="foyer")
    kind = models.CharField("nature", max_length=12, choices=HomeKind, default=HomeKind.MAIN)
    rhythm = models.CharField("rythme", max_length=160, blank=True)
    since = models.DateField("depuis", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    said_by = models.CharField("dit par", max_length=120, blank=True)

    class Meta:
        verbose_name = "lieu de vie"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(since=None) | models.Q(until__gte=models.F("since")),
                name="home_ends_after",
            )
        ]

    @property
    def sheet_version(self) -> int:
        """The version of the sheet that is corrected, home and household together: each correction moves one of the two."""
        return self.version + self.household.version - 1


class FamilyTie(WrittenByUnit, OrganizationModel):
    """What two persons of one circle are to each other: a couple, or a parent and a child. The links to the person herself
    are said by `Relative.relation`. `until`: the day when it was taken back."""

    record = models.ForeignKey("people.Record", models.CASCADE, related_name="family_ties", verbose_name="dossier")
    one = models.ForeignKey(Relative, models.CASCADE, related_name="+", verbose_name="l’un, le parent")
    other = models.ForeignKey(Relative, models.CASCADE, related_name="+", verbose_name="l’autre, l’enfant")
    kind = models.CharField("lien", max_length=12, choices=TieKind)
    since = models.CharField("depuis", max_length=10, blank=True)
    until = models.CharField("jusqu’à", max_length=10, blank=True)

    class Meta:
        verbose_name = "lien dans la famille"
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind"], condition=models.Q(until=""), name="tie_once"),
        ]
