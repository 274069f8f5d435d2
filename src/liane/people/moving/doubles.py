"""What was answered of two records that may be one person: «ce sont deux personnes» is not asked again elsewhere."""

from liane.kit.moving.nouns import Noun
from liane.people.models import Double

DOUBLES = Noun(
    "doublons", "doublons possibles", Double,
    {
        "first": "une", "second": "autre", "points": "ressemblance_sur_100", "reasons": "ce_qui_se_ressemble",
        "state": "etat", "found_at": "trouve_le", "answered_at": "repondu_le", "author_id": "auteur",
        "author_name": "auteur_nom", "answer": "pourquoi",
    },
    shown={"pour_lire": lambda row: f"{row.first.full_name}, {row.second.full_name}"},
    related=("first", "second"),
    leaves=lambda: Double.objects.filter(first__record__isnull=False, second__record__isnull=False),
    refusals={"double_once": "ces deux personnes sont déjà comparées ici."},
)  # fmt: skip

NOUNS = (DOUBLES,)
