"""How long traces are kept, and the holds, move with the organisme. The journal itself stays where it was sealed."""

from liane.journal.models import LegalHold, RetentionRule
from liane.kit.moving.nouns import Noun

RULES = Noun(
    "durees_journal", "durées de conservation du journal", RetentionRule,
    {
        "access_months": "mois_acces", "security_months": "mois_connexions", "reason": "pourquoi",
        "chosen_at": "choisie_le", "author_id": "auteur", "author_name": "auteur_nom",
    },
)  # fmt: skip
HOLDS = Noun(
    "gels", "gels des effacements", LegalHold,
    {
        "record_id": "dossier", "reason": "pourquoi", "placed_at": "pose_le", "author_id": "auteur",
        "author_name": "auteur_nom", "lifted_at": "leve_le", "lifted_by": "leve_par", "lifted_reason": "pourquoi_leve",
    },
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [RULES, HOLDS]
