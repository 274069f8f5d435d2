"""What is told of a person and goes with her: her photo, what must be known before acting, who she is, her referents."""

from liane.kit.moving.nouns import Noun
from liane.kit.moving.pieces import column_piece
from liane.people.models import EssentialAnswer, Flag, KeyWorker, Portrait

PORTRAITS = Noun(
    "photos", "photos", Portrait,
    {
        "person": "personne", "image": "image", "digest": "empreinte",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    piece=column_piece("image"),
    thread="person_id",
)  # fmt: skip
FLAGS = Noun(
    "a_savoir", "lignes « À savoir avant d’agir »", Flag,
    {
        "unit": "unite", "is_shared": "partage", "record": "dossier", "kind": "nature", "label": "a_savoir",
        "icon": "icone", "since": "depuis", "until": "jusqu_au", "author_name": "auteur_nom",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
)  # fmt: skip
ANSWERS = Noun(
    "essentiel", "réponses de L’essentiel", EssentialAnswer,
    {
        "unit": "unite", "is_shared": "partage", "record": "dossier", "question": "question", "text": "reponse",
        "said_by": "dit_par", "author_id": "auteur", "author_name": "auteur_nom", "written_at": "ecrit_le",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
)  # fmt: skip
KEY_WORKERS = Noun(
    "referents", "référents", KeyWorker,
    {
        "record": "dossier", "practitioner": "professionnel", "since": "depuis", "until": "jusqu_au",
    },
    shown={"pour_lire": lambda row: f"{row.practitioner}, pour {row.record.person.full_name}"},
    related=("record__person", "practitioner"),
)  # fmt: skip

NOUNS = (PORTRAITS, FLAGS, ANSWERS, KEY_WORKERS)
