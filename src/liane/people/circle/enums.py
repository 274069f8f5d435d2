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


class HomeKind(TextChoices):
    """What a home is to her. Several may run together: a child in alternate custody has two."""

    MAIN = "MAIN", "Domicile principal"
    ALTERNATE = "ALTERNATE", "Résidence alternée"
    PLACEMENT = "PLACEMENT", "Lieu de placement"
    VISIT = "VISIT", "Droit de visite et d’hébergement"
    OTHER = "OTHER", "Autre lieu de vie"


class TieKind(TextChoices):
    """What two persons of one family are to each other."""

    MARRIED = "MARRIED", "Mariés"
    PACS = "PACS", "Pacsés"
    TOGETHER = "TOGETHER", "En couple"
    SEPARATED = "SEPARATED", "Séparés"
    DIVORCED = "DIVORCED", "Divorcés"
    PARENT = "PARENT", "Parent de"
