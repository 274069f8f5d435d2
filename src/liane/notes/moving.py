"""Writings move with the house: what was told, who was to read it and has, what is still to do, each hand-over."""

from typing import Any

from liane.kit.moving.nouns import Noun
from liane.notes.models import Cancellation, Handover, Note, Quote, Reading, RoundCheck, Takeover, Task


def _whose(row: Any) -> str:
    return row.record.person.full_name if row.record else ""


_OF_RECORD: dict[str, Any] = {"shown": {"pour_lire": _whose}, "related": ("record__person",)}
_OF_UNIT: dict[str, Any] = {"shown": {"pour_lire": lambda row: row.unit.name}, "related": ("unit",)}

NOTES = Noun(
    "ecrits", "écrits", Note,
    {
        "record": "dossier", "unit": "unite", "volet": "volet", "kind": "genre", "level": "a_lire",
        "focus_code": "cible_code", "focus": "de_quoi_s_agit_il", "goal": "objectif", "text": "texte",
        "observation": "constat", "action": "ce_que_j_ai_fait", "outcome": "resultat", "happened_at": "date_du_fait",
        "written_at": "ecrit_le", "author_id": "auteur", "author_name": "auteur_nom", "author_role": "auteur_fonction",
        "thread_id": "premier_ecrit", "version": "version", "replaces": "corrige",
        "correction_reason": "pourquoi_corrige",
    },
    thread="thread_id",
    refusals={"note_version_once": "cette version de l’écrit est déjà là."},
    **_OF_RECORD,
)  # fmt: skip
QUOTES = Noun(
    "ses_mots", "ses mots", Quote,
    {
        "note": "ecrit", "record": "dossier", "part": "boite", "start": "debut", "end": "fin", "text": "mots",
        "said_by": "dits_par",
    },
    within="note_id",
    **_OF_RECORD,
)  # fmt: skip
CANCELLATIONS = Noun(
    "ecrits_annules", "écrits annulés", Cancellation,
    {
        "thread_id": "premier_ecrit", "reason": "raison", "author_id": "auteur", "author_name": "auteur_nom",
        "cancelled_at": "annule_le",
    },
    thread="thread_id",
)  # fmt: skip
READINGS = Noun(
    "lectures", "lectures", Reading,
    {
        "thread_id": "premier_ecrit", "record": "dossier", "unit": "unite", "practitioner": "professionnel",
        "is_expected": "attendue", "level": "a_lire", "asked_at": "demandee_le", "read_at": "lu_le",
    },
    refusals={"reading_once": "cette lecture est déjà écrite."},
    **_OF_RECORD,
)  # fmt: skip
TASKS = Noun(
    "taches", "tâches", Task,
    {
        "record": "dossier", "unit": "unite", "volet": "volet", "label": "a_faire", "due_at": "pour_quand",
        "owner": "qui_la_prend", "source_thread_id": "ne_de_l_ecrit", "author_id": "auteur",
        "author_name": "auteur_nom", "created_at": "demandee_le", "done_at": "fait_le", "done_by_name": "fait_par",
        "deadline_kind": "echeance_nature", "deadline_source_id": "echeance_de_quoi", "deadline_on": "echeance_le",
        "deadline_step": "rappelee_a_j",
    },
    refusals={"task_of_deadline_once": "cette échéance est déjà rappelée."},
    **_OF_RECORD,
)  # fmt: skip
HANDOVERS = Noun(
    "releves", "relèves transmises", Handover,
    {
        "unit": "unite", "shift": "poste", "starts_at": "de", "ends_at": "a", "word": "mot_de_l_equipe",
        "author_id": "auteur", "author_name": "auteur_nom", "given_at": "transmise_le",
    },
    **_OF_UNIT,
)  # fmt: skip
TAKEOVERS = Noun(
    "prises_de_releve", "prises de relève", Takeover,
    {
        "unit": "unite", "practitioner": "professionnel", "taken_at": "prise_le", "since": "depuis",
        "unread": "restait_a_lire",
    },
    **_OF_UNIT,
)  # fmt: skip
ROUNDS = Noun(
    "passages", "passages", RoundCheck,
    {
        "record": "dossier", "unit": "unite", "seen_at": "vue_a", "remark": "mot", "author_id": "auteur",
        "author_name": "auteur_nom",
    },
    **_OF_RECORD,
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [NOTES, QUOTES, CANCELLATIONS, READINGS, TASKS, HANDOVERS, TAKEOVERS, ROUNDS]
