"""What the persons aim at moves with the house: every version of every goal."""

from liane.kit.moving.nouns import Noun
from liane.plans.models import Goal

GOALS = Noun(
    "objectifs", "objectifs", Goal,
    {
        "record": "dossier", "unit": "unite", "wording": "ce_qu_on_vise", "proof": "comment_on_le_saura",
        "voice": "qui_l_a_dit", "voice_of": "aidee_ou_observee_par", "since": "depuis_le", "until": "pour_le",
        "state": "ou_on_en_est", "reason": "pourquoi", "author_id": "auteur", "author_name": "auteur_nom",
        "author_role": "auteur_fonction", "written_at": "ecrit_le", "thread_id": "fil", "version": "version",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    refusals={"goal_version_once": "cette version de l’objectif est déjà écrite."},
)  # fmt: skip


def nouns() -> list[Noun]:
    """One table."""
    return [GOALS]
