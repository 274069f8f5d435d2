"""Who counts for a person: somebody or some body in her own right, and the dated link of a record to her."""

from typing import Any

from django.db import models

from liane.kit.models import OrganizationModel, VersionedModel
from liane.kit.text import fold
from liane.people.circle.enums import ContactKind, Gender
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
