"""Where a request for a right stands."""

from django.db import models


class ClaimState(models.TextChoices):
    """A démarche, from the day somebody says it must be made."""

    TO_ASK = "TO_ASK", "À demander"
    ASKED = "ASKED", "Demandé"
    RECEIVED = "RECEIVED", "Reçu"
    REFUSED = "REFUSED", "Refusé"
    DROPPED = "DROPPED", "Abandonné"


RUNNING = (ClaimState.TO_ASK, ClaimState.ASKED)
