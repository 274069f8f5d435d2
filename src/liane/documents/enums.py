"""What sorts of papers a record keeps, and in which part of it each one usually goes."""

from dataclasses import dataclass

from django.db import models

from liane.access.enums import Volet


class DocumentKind(models.TextChoices):
    """Sort of paper, as a team says it."""

    DECISION = "DECISION", "Décision, notification"
    IDENTITY = "IDENTITY", "Pièce d’identité"
    CERTIFICATE = "CERTIFICATE", "Attestation, certificat"
    RESOURCES = "RESOURCES", "Ressources, budget, logement"
    MEASURE = "MEASURE", "Jugement, mesure de protection"
    PRESCRIPTION = "PRESCRIPTION", "Ordonnance"
    REPORT = "REPORT", "Compte rendu, résultat médical"
    CONTRACT = "CONTRACT", "Contrat, autorisation"
    LETTER = "LETTER", "Courrier"
    PHOTO = "PHOTO", "Photo"
    OTHER = "OTHER", "Autre papier"


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a sort of paper goes when nothing is said, and its code for the national services (JDV_J07), if one fits."""

    volet: str
    type_code: str = ""


FILED: dict[str, Filed] = {
    DocumentKind.DECISION: Filed(Volet.ADMIN),
    DocumentKind.IDENTITY: Filed(Volet.ADMIN, "PIECE-IDENTITE"),
    DocumentKind.CERTIFICATE: Filed(Volet.ADMIN, "CERT_DECL"),
    DocumentKind.RESOURCES: Filed(Volet.SOCIAL),
    DocumentKind.MEASURE: Filed(Volet.JUDICIAL),
    DocumentKind.PRESCRIPTION: Filed(Volet.CARE),
    DocumentKind.REPORT: Filed(Volet.CARE),
    DocumentKind.CONTRACT: Filed(Volet.ADMIN),
    DocumentKind.LETTER: Filed(Volet.ADMIN),
    DocumentKind.PHOTO: Filed(Volet.SUPPORT),
    DocumentKind.OTHER: Filed(Volet.SUPPORT),
}
