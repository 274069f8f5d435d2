"""Closed lists of the stays."""

from django.db.models import TextChoices


class StayMode(TextChoices):
    """Mode d’accueil, in the words of the houses."""

    FULL = "FULL", "Hébergement complet"
    DAY = "DAY", "Accueil de jour"
    NIGHT = "NIGHT", "Accueil de nuit"
    TEMPORARY = "TEMPORARY", "Accueil temporaire"
    FAMILY = "FAMILY", "Accueil familial"
    HOME = "HOME", "À domicile"
    OUTPATIENT = "OUTPATIENT", "Consultation, suivi"
    SEMI = "SEMI", "Semi-internat"


# Care mode of the decision status message (JDV_J264, read 2024-06-28); nothing where the list has no such mode.
CARE_MODES = {
    StayMode.FULL: "46", StayMode.DAY: "47", StayMode.SEMI: "47", StayMode.NIGHT: "48", StayMode.FAMILY: "238",
}  # fmt: skip
TEMPORARY, PERMANENT = "01", "02"  # JDV_J30_TemporaliteAccueil_ROR, read 2020-04-24


class Presence(TextChoices):
    """What the lists show of her in one unit, today: deduced from the stay and its absences, never typed."""

    PRESENT = "PRESENT", "Présent"
    HOSPITAL = "HOSPITAL", "À l’hôpital"
    FAMILY = "FAMILY", "En famille"
    ABSENT = "ABSENT", "Absent"
    EXPECTED = "EXPECTED", "Attendu"


class StayState(TextChoices):
    """Where a stay is, deduced from its dates."""

    EXPECTED = "EXPECTED", "Attendu"
    RUNNING = "RUNNING", "En cours"
    ENDED = "ENDED", "Terminé"
    NEVER_CAME = "NEVER_CAME", "N’est pas venu"
