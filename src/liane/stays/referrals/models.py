"""Demande d’admission: somebody asks, for herself or for another; each facility wished answers on its own.

A request exists before a record: until the admission, what is known of her is here, and nowhere else.
"""

from django.db import models
from django.db.models import Q

from liane.kit.models import OrganizationModel, VersionedModel
from liane.people.enums import Precision, Sex
from liane.stays.referrals.enums import Duration, MoveKind, TaskState, Verdict, WishState


class Referral(OrganizationModel, VersionedModel):
    """Demande: who she is as far as it is told, who asks, what is asked. `record`: only once she is known, or admitted.

    `key` and `sound_key` are the folded traits of `people.identity`: the same request sent twice is shown.
    """

    birth_name = models.CharField("nom de naissance", max_length=100)
    used_name = models.CharField("nom utilisé", max_length=100, blank=True)
    first_names = models.CharField("prénoms", max_length=200, blank=True)
    sex = models.CharField("sexe", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    birth_precision = models.CharField("précision de la date", max_length=8, choices=Precision, default=Precision.DAY)
    birth_place = models.CharField("lieu de naissance", max_length=120, blank=True)
    nss = models.CharField("numéro de Sécurité sociale", max_length=15, blank=True)
    mdph_number = models.CharField("numéro MDPH", max_length=40, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    is_protected = models.BooleanField("coordonnées protégées", default=False)
    contact_name = models.CharField("qui contacter", max_length=200, blank=True)
    contact_relation = models.CharField("lien", max_length=12, blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=30, blank=True)
    contact_email = models.EmailField("courriel du contact", blank=True)
    origin = models.CharField("d’où vient la demande", max_length=20)
    origin_name = models.CharField("qui l’adresse", max_length=200, blank=True)
    received_on = models.DateField("reçue le")
    decision_number = models.CharField("numéro de la décision", max_length=60, blank=True)
    national_number = models.CharField("numéro national de la décision", max_length=60, blank=True)
    decision_on = models.DateField("date de la décision", null=True, blank=True)
    starts_on = models.DateField("début du droit", null=True, blank=True)
    ends_on = models.DateField("fin du droit", null=True, blank=True)
    orientation = models.CharField("orientation", max_length=300, blank=True)
    request = models.TextField("ce qui est demandé", blank=True)
    key = models.CharField("traits pliés", max_length=320, editable=False)
    sound_key = models.CharField("traits à l’oreille", max_length=120, editable=False)
    record = models.ForeignKey(
        "people.Record", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dossier"
    )
    author_id = models.UUIDField("écrite par", null=True)
    author_name = models.CharField("écrite par (nom)", max_length=200)
    changed_by = models.CharField("changée par", max_length=200, blank=True, default="", db_default="")
    created_at = models.DateTimeField("écrite le", auto_now_add=True)

    class Meta:
        verbose_name = "demande d’admission"
        verbose_name_plural = "demandes d’admission"
        indexes = [
            models.Index(fields=["organization", "key"], name="referral_key"),
            models.Index(fields=["organization", "sound_key"], name="referral_heard"),
            models.Index(fields=["record"], name="referral_record", condition=Q(record__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="referral_right_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(received_on__gte=models.F("birth_date")), name="referral_after_birth"
            ),
        ]

    @property
    def is_kept(self) -> bool:
        """Are her details protected: said by the request, or by her record, whichever was written first?"""
        return self.is_protected or (self.record is not None and self.record.is_protected)


class Wish(OrganizationModel, VersionedModel):
    """Établissement souhaité: one facility for one request, with its own answer.

    `rank_key` is her place in the list: the greater, the nearer. It only changes by a gesture (waiting.py says why),
    so that a place never moves without a line that gives its reason.
    """

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="wishes", verbose_name="demande")
    facility = models.ForeignKey(
        "organizations.Facility", models.PROTECT, related_name="+", verbose_name="établissement"
    )
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unité souhaitée"
    )
    mode = models.CharField("mode d’accueil", max_length=12, blank=True)
    duration = models.CharField("durée", max_length=12, choices=Duration, default=Duration.UNKNOWN, blank=True)
    is_sequential = models.BooleanField("accueil séquentiel", default=False)
    wished_on = models.DateField("entrée souhaitée le", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=WishState, default=WishState.RECEIVED)
    state_on = models.DateField("depuis le")
    reason_code = models.CharField("motif", max_length=30, blank=True)
    reason = models.CharField("raison", max_length=500, blank=True)
    levels = models.JSONField("critères", default=dict)
    points = models.IntegerField("points", default=0)
    boost = models.BigIntegerField("place décidée", default=0)
    rank_key = models.BigIntegerField("clé de la place", default=0)
    waiting_since = models.DateField("attend depuis le", null=True, blank=True)
    stay = models.ForeignKey(
        "stays.Stay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="accompagnement"
    )
    keep_until = models.DateField("gardée jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "établissement souhaité"
        constraints = [
            models.UniqueConstraint(fields=["referral", "facility"], name="wish_once_for_a_facility"),
            models.CheckConstraint(
                condition=~Q(state="WAITING") | Q(waiting_since__isnull=False), name="wish_waits_since_a_day"
            ),
            models.CheckConstraint(condition=~Q(state="ADMITTED") | Q(stay__isnull=False), name="wish_admitted_stays"),
        ]
        indexes = [
            models.Index(
                fields=["facility", "-rank_key", "waiting_since", "id"],
                name="wish_waiting_list",
                condition=Q(state="WAITING"),
            ),
            models.Index(fields=["facility", "state", "-state_on", "-id"], name="wish_by_state"),
            models.Index(fields=["keep_until"], name="wish_kept_until", condition=Q(keep_until__isnull=False)),
        ]


class WishMove(OrganizationModel):
    """Mouvement: what changed about a wish, its place before and after, by whom, why. Written once (F-020)."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="moves", verbose_name="établissement souhaité")
    kind = models.CharField("quoi", max_length=10, choices=MoveKind)
    from_state = models.CharField("état d’avant", max_length=12, blank=True)
    to_state = models.CharField("état d’après", max_length=12, blank=True)
    from_rank = models.PositiveIntegerField("place d’avant", null=True)
    to_rank = models.PositiveIntegerField("place d’après", null=True)
    of_rank = models.PositiveIntegerField("sur", null=True)
    reason_code = models.CharField("motif", max_length=30, blank=True)
    reason = models.CharField("raison", max_length=500)
    on = models.DateField("à la date du")
    author_id = models.UUIDField("par", null=True)
    author_name = models.CharField("par (nom)", max_length=200)
    author_role = models.CharField("fonction", max_length=120, blank=True)
    at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "mouvement d’une demande"
        indexes = [models.Index(fields=["wish", "-at"], name="wish_move_latest")]


class Opinion(OrganizationModel):
    """Avis de l’équipe, during the study. Its volet says who reads it: a doctor’s is not the secretary’s."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="opinions", verbose_name="établissement souhaité")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="donné pour")
    volet = models.CharField("partie", max_length=10)
    verdict = models.CharField("avis", max_length=10, choices=Verdict)
    text = models.TextField("ce qui le fonde", blank=True)
    author_id = models.UUIDField("par", null=True)
    author_name = models.CharField("par (nom)", max_length=200)
    author_role = models.CharField("fonction", max_length=120, blank=True)
    at = models.DateTimeField("donné le", auto_now_add=True)

    class Meta:
        verbose_name = "avis sur une demande"
        indexes = [models.Index(fields=["wish", "-at"], name="opinion_latest")]


class AdmissionTask(OrganizationModel, VersionedModel):
    """Étape d’admission: one of the tasks that the pack of the sector lists, and where it stands."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="tasks", verbose_name="établissement souhaité")
    code = models.SlugField("étape", max_length=40)
    state = models.CharField("où en est-on", max_length=16, choices=TaskState, default=TaskState.UNSEEN)
    note = models.CharField("à savoir", max_length=500, blank=True)
    with_her = models.BooleanField("fait avec la personne", default=False)
    author_name = models.CharField("par", max_length=200, blank=True)

    class Meta:
        verbose_name = "étape d’admission"
        constraints = [models.UniqueConstraint(fields=["wish", "code"], name="admission_task_once")]


class WaitingRules(OrganizationModel, VersionedModel):
    """Règles de la liste d’attente of one facility, chosen by its direction: what counts, and how much."""

    facility = models.OneToOneField(
        "organizations.Facility", models.PROTECT, related_name="+", verbose_name="établissement"
    )
    criteria = models.JSONField("critères", default=list)  # [{code, label, weight}]
    reason = models.CharField("pourquoi", max_length=500)
    author_name = models.CharField("choisies par", max_length=200)

    class Meta:
        verbose_name = "règles de liste d’attente"


class Notice(OrganizationModel):
    """Notification: the paper or the text received, as it came, and what was read of it.

    Before a request is written from it, its author alone sees it, for a few days; it becomes a paper at the admission.
    """

    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="demande"
    )
    name = models.CharField("nom du fichier", max_length=150)
    media_type = models.CharField("sorte de fichier", max_length=120)
    data = models.BinaryField("contenu")
    text = models.TextField("texte lu", blank=True)
    trouble = models.CharField("ce qui n’a pas pu être lu", max_length=300, blank=True)
    author_id = models.UUIDField("reçue par", null=True)
    author_name = models.CharField("reçue par (nom)", max_length=200)
    received_at = models.DateTimeField("reçue le", auto_now_add=True)

    class Meta:
        verbose_name = "notification reçue"
        indexes = [
            models.Index(fields=["referral"], name="notice_referral"),
            models.Index(fields=["received_at"], name="notice_waiting", condition=Q(referral__isnull=True)),
        ]
