"""What the organisme answers for that moves: belongings written down with the person, durations chosen, certificates."""

from liane.kit.moving.nouns import Noun
from liane.stays.models import Destruction, Inventory, RequestErasure, RetentionChoice

INVENTORIES = Noun(
    "inventaires", "inventaires des affaires", Inventory,
    {
        "stay": "accompagnement", "moment": "moment", "done_on": "fait_le", "lines": "lignes", "made_with": "fait_avec",
        "signature": "signature", "remark": "remarque", "author_id": "auteur", "author_name": "auteur_nom",
        "author_role": "auteur_fonction", "written_at": "ecrit_le",
    },
    shown={"pour_lire": lambda row: row.stay.record.person.full_name},
    related=("stay__record__person",),
)  # fmt: skip
CHOICES = Noun(
    "durees_choisies", "durées de conservation choisies", RetentionChoice,
    {
        "rule": "regle", "active_months": "mois_ouvert_aux_equipes", "archive_months": "mois_en_archive",
        "fate": "ce_qu_il_devient", "reason": "pourquoi", "author_id": "auteur", "author_name": "auteur_nom",
        "chosen_at": "choisi_le",
    },
)  # fmt: skip
DESTRUCTIONS = Noun(
    "certificats_destruction", "certificats de destruction", Destruction,
    {
        "record_id": "dossier_detruit", "person_id": "personne_detruite", "facility": "etablissement", "rule": "regle",
        "left_on": "dernier_depart", "end_on": "fin_de_conservation", "reason": "decision", "visa": "visa_archives",
        "author_id": "auteur", "author_name": "auteur_nom", "decided_at": "decide_le", "carried_out_at": "detruit_le",
        "counts": "ce_qui_a_ete_detruit", "files": "empreintes_des_fichiers",
    },
    shown={"pour_lire": lambda row: row.facility.name},
    related=("facility",),
    refusals={"destroyed_once": "ce dossier a déjà son certificat de destruction ici."},
)  # fmt: skip
ERASURES = Noun(
    "certificats_demandes", "certificats d’effacement de demandes", RequestErasure,
    {
        "requests": "demandes", "facilities": "etablissements", "last_kept": "la_derniere_gardee_jusqu_au",
        "reason": "decision", "visa": "visa_archives", "author_id": "auteur", "author_name": "auteur_nom",
        "decided_at": "decide_le", "carried_out_at": "efface_le", "counts": "ce_qui_a_ete_efface",
    },
)  # fmt: skip

NOUNS = (INVENTORIES, CHOICES, DESTRUCTIONS, ERASURES)
