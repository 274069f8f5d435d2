"""What is worth a look in the journal, and what may be answered (security.md F4)."""

from django.db.models import TextChoices


class Rule(TextChoices):
    """Why an access is shown to the DPO. None of them is a fault by itself: a human being looks, and says."""

    EMERGENCY = "emergency", "Accès d’urgence"
    MANY = "many", "Beaucoup de dossiers hors de son équipe"
    NIGHT = "night", "Lecture de nuit inhabituelle"
    SAME_NAME = "same_name", "Même nom de famille"
    PROTECTED = "protected", "Personne protégée"
    REFUSED = "refused", "Refus répétés"
    EXPORTED = "exported", "Données sorties"
    PRINTED = "printed", "Impressions nombreuses"
    RESCUED = "rescued", "Accès rouvert"


class Outcome(TextChoices):
    """What the reviewer concludes, or what the professional answers."""

    FINE = "fine", "Rien d’anormal"
    EXPLAINED = "explained", "Expliqué"
    ASKED = "asked", "Question posée"
    ANSWERED = "answered", "Réponse"
    ABNORMAL = "abnormal", "Anormal"


CLOSING = (Outcome.FINE, Outcome.EXPLAINED, Outcome.ABNORMAL)
OUTINGS = (Rule.EXPORTED, Rule.PRINTED)
