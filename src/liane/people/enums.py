"""Closed lists of the file."""

from django.db.models import TextChoices


class Sex(TextChoices):
    """Administrative sex (INS trait)."""

    FEMALE = "F", "Femme"
    MALE = "M", "Homme"
    UNKNOWN = "I", "Non connu"


class Precision(TextChoices):
    """How much of the birth date is known; the stored date holds 1 for what is not (RNIV: «date interprétée»)."""

    DAY = "DAY", "Date complète"
    MONTH = "MONTH", "Mois et année"
    YEAR = "YEAR", "Année seulement"
    UNKNOWN = "UNKNOWN", "Non connue"


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
    OTHER = "OTHER", "Autre numéro"
