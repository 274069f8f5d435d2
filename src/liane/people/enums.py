"""Closed lists of the file."""

from django.db.models import TextChoices


class Sex(TextChoices):
    """Administrative sex (INS trait)."""

    FEMALE = "F", "Femme"
    MALE = "M", "Homme"
    UNKNOWN = "I", "Non connu"


class Precision(TextChoices):
    """How much of the birth date is known; the stored date holds 1 for what is not. The date that travels (RNIV: «date
    interprétée») is completed otherwise, by `people.ins.dates.completed`."""

    DAY = "DAY", "Date complète"
    MONTH = "MONTH", "Mois et année"
    NO_MONTH = "NO_MONTH", "Jour et année, mois inconnu"
    YEAR = "YEAR", "Année seulement"
    ABOUT = "ABOUT", "Année estimée"
    UNKNOWN = "UNKNOWN", "Non connue"


class Civility(TextChoices):
    """How she is addressed (JDV_J245-Civilite-CISIS, 2023-03-31)."""

    M = "M", "Monsieur"
    MME = "MME", "Madame"


class IdentityStatus(TextChoices):
    """How far an identity may be trusted (RNIV): four states that exclude each other. The moves between them are data."""

    PROVISIONAL = "PROVISOIRE", "Identité provisoire"
    VALIDATED = "VALIDEE", "Identité validée"
    RETRIEVED = "RECUPEREE", "Identité récupérée"
    QUALIFIED = "QUALIFIEE", "Identité qualifiée (INS)"


HOLDS_INS = frozenset({IdentityStatus.RETRIEVED, IdentityStatus.QUALIFIED})


class FlagKind(TextChoices):
    """«À savoir avant d’agir», in the order in which they are shown. Dangers never fold away."""

    DANGER = "DANGER", "Danger"
    COMMUNICATION = "COMMUNICATION", "Communication"
    LEGAL = "LEGAL", "Protection juridique"
    IDENTITY = "IDENTITY", "Identité"


class IdentifierKind(TextChoices):
    """Numbers by which the houses know somebody."""

    LOCAL_RECORD = "LOCAL_RECORD", "N° de dossier"
    MDPH = "MDPH", "N° MDPH"
    ASE = "ASE", "N° ASE"
    SIAO = "SIAO", "N° SI-SIAO"
    ORIENTATION = "ORIENTATION", "N° ViaTrajectoire"
    OTHER = "OTHER", "Autre numéro"
