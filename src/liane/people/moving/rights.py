"""Rights, requests, measures, parental authority and hearings that move: every version, so that who wrote what stays readable."""

from collections.abc import Iterable
from typing import Any

from liane.kit.dates import short
from liane.kit.moving.nouns import Noun, Rows
from liane.people.models import Claim, Entitlement, Hearing, LegalMeasure, ParentalAuthority

_ENDS = "cela finit avant de commencer."
_TWO = "une autre version est déjà en cours ici."


def _measure_there(hearing: Any, rows: Rows) -> Iterable[str]:
    if not any(measure.thread_id == hearing.measure_thread_id for measure in rows["mesures"].values()):
        yield f"la mesure de l’audience du {short(hearing.held_at)} n’est pas dans l’archive."


RIGHTS = Noun(
    "droits", "droits et papiers", Entitlement,
    {
        "unit": "unite", "is_shared": "partage", "thread_id": "fil", "version": "version", "is_current": "en_cours",
        "kind": "sorte", "volet": "volet", "note": "a_savoir", "reason": "pourquoi_corrige", "author_id": "auteur",
        "author_name": "auteur_nom", "author_role": "auteur_fonction", "written_at": "ecrit_le", "record": "dossier",
        "issuer": "donne_par", "number": "numero", "national_number": "numero_national", "decided_on": "decide_le",
        "opens_on": "a_partir_du", "expires_on": "jusqu_au", "is_endless": "sans_limite_de_duree",
        "answers": "reponses", "paper_id": "papier", "is_withdrawn": "retire", "renewed_by": "suivi_par",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    refusals={
        "entitlement_ends_after": _ENDS, "entitlement_one_current": _TWO,
        "entitlement_one_end": "un droit sans limite de durée n’a pas de date de fin.",
    },
)  # fmt: skip
CLAIMS = Noun(
    "demarches", "démarches", Claim,
    {
        "unit": "unite", "is_shared": "partage", "thread_id": "fil", "version": "version", "is_current": "en_cours",
        "kind": "sorte", "volet": "volet", "note": "a_savoir", "reason": "pourquoi_corrige", "author_id": "auteur",
        "author_name": "auteur_nom", "author_role": "auteur_fonction", "written_at": "ecrit_le", "record": "dossier",
        "state": "ou_elle_en_est", "on": "le", "renews": "renouvelle",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    refusals={"claim_one_current": _TWO, "claim_one_running": "une autre démarche court déjà pour ce droit."},
)  # fmt: skip
MEASURES = Noun(
    "mesures", "mesures de protection", LegalMeasure,
    {
        "unit": "unite", "is_shared": "partage", "thread_id": "fil", "version": "version", "is_current": "en_cours",
        "volet": "volet", "reason": "pourquoi_ce_changement", "is_struck": "ecrit_par_erreur", "author_id": "auteur",
        "author_name": "auteur_nom", "written_at": "ecrit_le", "record": "dossier", "kind": "mesure",
        "covers_goods": "porte_sur_les_biens", "covers_person": "porte_sur_la_personne",
        "authority_name": "juge_ou_departement", "reference": "numero_de_la_decision", "decided_on": "decidee_le",
        "starts_on": "effet_le", "ends_on": "jusqu_au", "report_due_on": "rapport_pour_le",
        "seized_on": "juge_saisi_le", "holder_name": "exercee_par", "holder": "contact", "second_name": "et_par",
        "second_role": "role_du_second", "note": "ce_que_dit_la_decision", "follows": "renouvelle",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    refusals={"measure_ends_after_start": _ENDS, "measure_one_current": _TWO},
)  # fmt: skip
AUTHORITY = Noun(
    "autorite_parentale", "lignes d’autorité parentale", ParentalAuthority,
    {
        "unit": "unite", "is_shared": "partage", "thread_id": "fil", "version": "version", "is_current": "en_cours",
        "volet": "volet", "reason": "pourquoi_ce_changement", "is_struck": "ecrit_par_erreur", "author_id": "auteur",
        "author_name": "auteur_nom", "written_at": "ecrit_le", "record": "dossier", "name": "nom",
        "contact": "contact", "relation_label": "lien", "status": "autorite_parentale", "remains": "ce_qui_reste",
        "visits": "visites", "visits_note": "visites_quand_ou", "limit": "ce_qui_ne_lui_est_pas_dit",
        "authority_name": "decide_par", "decided_on": "decide_le", "starts_on": "depuis_le", "ends_on": "jusqu_au",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    refusals={"authority_ends_after_start": _ENDS, "authority_one_current": _TWO},
)  # fmt: skip
HEARINGS = Noun(
    "audiences", "audiences", Hearing,
    {
        "unit": "unite", "is_shared": "partage", "thread_id": "fil", "version": "version", "is_current": "en_cours",
        "volet": "volet", "reason": "pourquoi_ce_changement", "is_struck": "ecrit_par_erreur", "author_id": "auteur",
        "author_name": "auteur_nom", "written_at": "ecrit_le", "record": "dossier", "measure_thread_id": "mesure",
        "held_at": "audience_le", "place": "lieu", "called": "qui_est_convoque",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    thread="thread_id",
    faults=_measure_there,
    refusals={"hearing_one_current": _TWO},
)  # fmt: skip

NOUNS = (RIGHTS, CLAIMS, MEASURES, AUTHORITY, HEARINGS)
