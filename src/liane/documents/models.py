"""Papers of a record: the file is kept once by its content, the paper says what it is, whose, and who may read it."""

from django.db import models

from liane.documents.enums import DocumentKind
from liane.kit.models import GrowingModel, OrganizationModel


class StoredFile(OrganizationModel):
    """One content kept on disk for one organisme (FHIR Attachment: hash, size, contentType). See `store.py`.

    The same content sent twice is kept once; another organisme keeps its own, so that nobody learns that it exists.
    """

    digest = models.CharField("empreinte SHA-256", max_length=64)
    size = models.PositiveIntegerField("taille en octets")
    media_type = models.CharField("sorte de contenu", max_length=100)
    preview = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="vignette")
    wanted_at = models.DateTimeField("demandé le")

    class Meta:
        verbose_name = "fichier gardé"
        constraints = [models.UniqueConstraint(fields=["organization", "digest"], name="file_kept_once")]


class Upload(OrganizationModel):
    """A file sent and not filed yet: it waits a day for its sender, on the record where it was sent, then it is swept."""

    record = models.ForeignKey("people.Record", models.CASCADE, related_name="+", verbose_name="dossier")
    practitioner = models.ForeignKey("professionals.Practitioner", models.CASCADE, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="fichier")
    name = models.CharField("nom du fichier", max_length=150)
    sent_at = models.DateTimeField("envoyé le")
    filed_at = models.DateTimeField("classé le", null=True)

    class Meta:
        verbose_name = "fichier envoyé"
        indexes = [
            models.Index(fields=["practitioner", "-sent_at"], name="upload_sender"),
            models.Index(fields=["sent_at"], name="upload_swept"),
        ]


class Document(GrowingModel):
    """A paper of a record (FHIR DocumentReference). Never changed: a paper filed by mistake is withdrawn, with a reason.

    It is read by whoever reads its line of the fil (`line_kind` + `line_id`): its own line, or that of the writing to
    which it is joined. One rule for both, kept by `timeline`.
    """

    record = models.ForeignKey(
        "people.Record", models.PROTECT, related_name="+", verbose_name="dossier", db_index=False
    )
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    volet = models.CharField("volet", max_length=12)
    line_kind = models.CharField("ligne du fil (nature)", max_length=20)
    line_id = models.UUIDField("ligne du fil")
    kind = models.CharField("sorte de papier", max_length=12, choices=DocumentKind, default=DocumentKind.OTHER)
    title = models.CharField("titre", max_length=150)
    title_key = models.CharField("titre plié, pour chercher", max_length=300, editable=False)
    dated_on = models.DateField("date du papier", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="fichier")
    file_name = models.CharField("nom du fichier", max_length=150)
    author_id = models.UUIDField("ajouté par")
    author_name = models.CharField("ajouté par (nom)", max_length=200)
    author_role = models.CharField("ajouté par (fonction)", max_length=120, blank=True)
    added_at = models.DateTimeField("ajouté le")

    class Meta:
        verbose_name = "papier"
        indexes = [
            models.Index(fields=["record", "-added_at", "-id"], name="papers_of_record"),
            models.Index(fields=["line_id"], name="papers_of_line"),
        ]


class Withdrawal(GrowingModel):
    """A paper taken out of use, with its reason: it stays listed, its content opens for those who answer for the service."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="withdrawal", verbose_name="papier")
    reason = models.CharField("raison", max_length=300)
    author_id = models.UUIDField("retiré par")
    author_name = models.CharField("retiré par (nom)", max_length=200)
    withdrawn_at = models.DateTimeField("retiré le")

    class Meta:
        verbose_name = "retrait d’un papier"
