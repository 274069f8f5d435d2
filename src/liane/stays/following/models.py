"""Suivi après la sortie: the dated questions that a facility owes itself, and their answers."""

from django.db import models

from liane.kit.models import OrganizationModel, VersionedModel


class FollowUp(OrganizationModel, VersionedModel):
    """One point to make after an exit: due on that day, said once it was made. `article`: the rule that asks it.

    `reached`: somebody could be asked; a point that nobody answered was made all the same, and is counted apart.
    """

    stay = models.ForeignKey("stays.Stay", models.CASCADE, related_name="follow_ups", verbose_name="accompagnement")
    due_on = models.DateField("à faire pour le")
    article = models.CharField("règle", max_length=60)
    done_on = models.DateField("fait le", null=True, blank=True)
    reached = models.BooleanField("quelqu’un a répondu", null=True, blank=True)
    said = models.TextField("ce qu’elle devient", blank=True)
    author_name = models.CharField("écrit par", max_length=200, blank=True)

    class Meta:
        verbose_name = "suivi après la sortie"
        constraints = [models.UniqueConstraint(fields=["stay", "due_on"], name="follow_up_once")]
