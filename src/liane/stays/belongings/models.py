"""Inventaire: the belongings of somebody at one moment of her stay, written once, with her."""

from django.db import models

from liane.kit.models import OrganizationModel


class Moment(models.TextChoices):
    """When it is made."""

    ENTRY = "ENTRY", "À l’entrée"
    DURING = "DURING", "Pendant l’accompagnement"
    EXIT = "EXIT", "À la sortie"


class Signature(models.TextChoices):
    """What became of the signature of the person, or of who represents her."""

    SIGNED = "SIGNED", "Signé"
    LATER = "LATER", "À signer"
    REFUSED = "REFUSED", "Signature refusée"
    UNABLE = "UNABLE", "Ne peut pas signer"


class Inventory(OrganizationModel):
    """Inventaire contradictoire (TDDUI: inventaire du séjour). A mistake is corrected by another one; both stay readable.

    `lines`: [{what, count, deposited}]. `deposited`: given into the hands of the house, which answers for it (CSP L1113-1,
    establishments that lodge elderly persons or disabled adults: from memory, to be verified).
    """

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="inventories", verbose_name="accompagnement")
    moment = models.CharField("moment", max_length=8, choices=Moment)
    done_on = models.DateField("fait le")
    lines = models.JSONField("lignes")
    made_with = models.CharField("fait avec", max_length=200, blank=True)
    signature = models.CharField("signature", max_length=8, choices=Signature, default=Signature.LATER)
    remark = models.CharField("remarque", max_length=500, blank=True)
    author_id = models.UUIDField("fait par", null=True)
    author_name = models.CharField("fait par (nom)", max_length=200)
    author_role = models.CharField("fonction", max_length=120, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "inventaire"
        indexes = [models.Index(fields=["stay", "-done_on"], name="inventory_of_stay")]
