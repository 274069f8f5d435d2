"""Closed lists of the circle."""

from django.db.models import TextChoices


class ContactKind(TextChoices):
    """Somebody, or which kind of body: all but the first are in the directory shared by the organisme."""

    PERSON = "PERSON", "Une personne"
    SCHOOL = "SCHOOL", "École, formation, crèche"
    GUARDIAN = "GUARDIAN", "Mandataire, tutelle (MJPM, UDAF)"
    COURT = "COURT", "Tribunal, juge"
    DEPARTMENT = "DEPARTMENT", "Département, ASE"
    DOCTOR = "DOCTOR", "Médecin, cabinet"
    CARE = "CARE", "Hôpital, soin, pharmacie"
    SERVICE = "SERVICE", "Autre service, association, employeur"


class Gender(TextChoices):
    """How she is drawn in the family tree; a French link often says it (mère, frère)."""

    FEMALE = "F", "Femme"
    MALE = "M", "Homme"
