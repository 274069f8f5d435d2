"""What one tells the next: transmissions, their readers, the hand-over between shifts, and the tasks."""

from django.db import models

from liane.kit.models import GrowingModel


class Level(models.IntegerChoices):
    """How much a writing calls for a reader."""

    INFO = 0, "Pour information"
    TO_READ = 1, "À lire"
    URGENT = 2, "Urgent"


class NoteKind(models.TextChoices):
    """A transmission is for the next shift; a note is for memory."""

    TRANSMISSION = "TRANSMISSION", "Transmission"
    NOTE = "NOTE", "Note"


class Note(GrowingModel):
    """A writing about somebody (FHIR Communication). Never rewritten: a correction is a new version, both are shown.

    Either four plain boxes (`focus`, `observation`, `action`, `outcome`: transmission ciblée) or one block (`text`).
    `thread_id` is the id of the first version, shared by all.
    """

    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    volet = models.CharField("volet", max_length=12)
    kind = models.CharField("genre", max_length=12, choices=NoteKind, default=NoteKind.TRANSMISSION)
    level = models.PositiveSmallIntegerField("à lire ?", choices=Level, default=Level.INFO)
    focus_code = models.SlugField("cible (code)", blank=True, db_index=False)
    focus = models.CharField("de quoi s’agit-il ?", max_length=120, blank=True)
    goal = models.ForeignKey(
        "plans.Goal", models.PROTECT, null=True, related_name="+", verbose_name="objectif", db_index=False
    )
    text = models.TextField("texte", blank=True)
    observation = models.TextField("constat", blank=True)
    action = models.TextField("ce que j’ai fait", blank=True)
    outcome = models.TextField("résultat", blank=True)
    happened_at = models.DateTimeField("date du fait")
    written_at = models.DateTimeField("écrit le")
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    author_role = models.CharField("auteur (fonction)", max_length=120, blank=True)
    thread_id = models.UUIDField("premier écrit")
    version = models.PositiveSmallIntegerField("version", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    correction_reason = models.CharField("pourquoi cette correction", max_length=200, blank=True)

    class Meta:
        verbose_name = "transmission"
        constraints = [models.UniqueConstraint(fields=["thread_id", "version"], name="note_version_once")]
        indexes = [
            models.Index(
                fields=["goal", "-happened_at", "-thread_id"], name="note_of_goal",
                condition=models.Q(goal__isnull=False),
            )
        ]  # fmt: skip


class Quote(GrowingModel):
    """The person's own words inside a writing: a span of data, with who said them, never rephrased."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="quotes", verbose_name="écrit")
    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    part = models.CharField("boîte", max_length=12)
    start = models.PositiveIntegerField("début")
    end = models.PositiveIntegerField("fin")
    text = models.TextField("mots")
    said_by = models.CharField("dits par", max_length=120, blank=True)

    class Meta:
        verbose_name = "ses mots"


class Cancellation(GrowingModel):
    """A writing struck out, with its reason; it stays readable and in the trace."""

    thread_id = models.UUIDField("premier écrit", unique=True)
    reason = models.CharField("raison", max_length=300)
    author_id = models.UUIDField("annulé par")
    author_name = models.CharField("annulé par (nom)", max_length=200)
    cancelled_at = models.DateTimeField("annulé le")

    class Meta:
        verbose_name = "annulation"


class Reading(GrowingModel):
    """Who must read a writing, and who has: only the explicit «J’ai lu» fills `read_at` (never scrolling)."""

    thread_id = models.UUIDField("écrit")
    record = models.ForeignKey("people.Record", models.CASCADE, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    practitioner = models.ForeignKey("professionals.Practitioner", models.CASCADE, related_name="+", db_index=False)
    is_expected = models.BooleanField("attendu", default=True)
    level = models.PositiveSmallIntegerField("niveau", choices=Level, default=Level.TO_READ)
    asked_at = models.DateTimeField("demandé le")
    read_at = models.DateTimeField("lu le", null=True)

    class Meta:
        verbose_name = "lecture"
        constraints = [models.UniqueConstraint(fields=["thread_id", "practitioner"], name="reading_once")]
        indexes = [
            models.Index(
                fields=["practitioner", "-level", "asked_at"], name="reading_waiting",
                condition=models.Q(read_at=None, is_expected=True),
            ),
            models.Index(fields=["unit", "asked_at"], name="reading_recent"),
        ]  # fmt: skip


class Task(GrowingModel):
    """Something to do, with a date and an owner, or nobody yet: «Je prends» (FHIR Task)."""

    record = models.ForeignKey("people.Record", models.CASCADE, null=True, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    volet = models.CharField("volet", max_length=12)
    label = models.CharField("à faire", max_length=200)
    due_at = models.DateTimeField("pour quand", null=True)
    owner = models.ForeignKey("professionals.Practitioner", models.PROTECT, null=True, related_name="+", db_index=False)
    source_thread_id = models.UUIDField("né de l’écrit", null=True)
    author_id = models.UUIDField("demandé par")
    author_name = models.CharField("demandé par (nom)", max_length=200)
    created_at = models.DateTimeField("demandé le")
    done_at = models.DateTimeField("fait le", null=True)
    done_by_name = models.CharField("fait par", max_length=200, blank=True)
    deadline_kind = models.SlugField("échéance (nature)", blank=True, default="", db_default="", db_index=False)
    deadline_source_id = models.UUIDField("échéance (de quoi)", null=True)
    deadline_on = models.DateField("échéance le", null=True)
    deadline_step = models.PositiveSmallIntegerField("rappelée à J-", null=True)

    class Meta:
        verbose_name = "tâche"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "deadline_source_id", "deadline_kind", "deadline_on", "deadline_step"],
                name="task_of_deadline_once",
                condition=models.Q(deadline_source_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="task_unit", condition=models.Q(done_at=None)),
            models.Index(fields=["owner", "due_at"], name="task_owner", condition=models.Q(done_at=None)),
            models.Index(fields=["record", "due_at"], name="task_record", condition=models.Q(done_at=None)),
            models.Index(fields=["unit", "-done_at"], name="task_done", condition=models.Q(done_at__isnull=False)),
        ]


class Handover(GrowingModel):
    """The outgoing team hands its shift over, with a word if it likes."""

    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    shift = models.CharField("poste", max_length=40)
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    word = models.CharField("mot de l’équipe", max_length=500, blank=True)
    author_id = models.UUIDField("transmise par")
    author_name = models.CharField("transmise par (nom)", max_length=200)
    given_at = models.DateTimeField("transmise le")

    class Meta:
        verbose_name = "relève"
        indexes = [models.Index(fields=["unit", "-given_at"], name="handover_unit")]


class Takeover(GrowingModel):
    """«J’ai pris la relève»: allowed with unread items, but it says how many. The next hand-over starts here."""

    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    practitioner = models.ForeignKey("professionals.Practitioner", models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField("prise le")
    since = models.DateTimeField("depuis")
    unread = models.PositiveSmallIntegerField("restait à lire", default=0)

    class Meta:
        verbose_name = "prise de relève"
        indexes = [models.Index(fields=["unit", "practitioner", "-taken_at"], name="takeover_last")]


class RoundCheck(GrowingModel):
    """Seen on a round, nothing to report (or a word): the tiles of the hand-over."""

    record = models.ForeignKey("people.Record", models.CASCADE, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    seen_at = models.DateTimeField("vu à")
    remark = models.CharField("mot", max_length=120, blank=True)
    author_id = models.UUIDField("vu par")
    author_name = models.CharField("vu par (nom)", max_length=200)

    class Meta:
        verbose_name = "passage"
        indexes = [models.Index(fields=["unit", "-seen_at"], name="round_unit")]
