"""How a goal was said, and where it stands."""

from django.db import models


class Voice(models.TextChoices):
    """Who spoke (ux §5, «Ses mots»): a wish that was only observed is never printed as a quotation."""

    SELF = "SELF", "La personne, avec ses mots"
    HELPED = "HELPED", "La personne, aidée par quelqu’un"
    OBSERVED = "OBSERVED", "Quelqu’un l’a observé"


class GoalState(models.TextChoices):
    """Where a goal stands (FHIR Goal.lifecycleStatus: active, completed, cancelled)."""

    ACTIVE = "ACTIVE", "En cours"
    REACHED = "REACHED", "Atteint"
    STOPPED = "STOPPED", "Arrêté"
