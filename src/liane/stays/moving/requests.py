"""Requests for admission that move: as asked, where each facility stands, every move of the list, and what was received."""

from collections.abc import Iterable, Sequence
from typing import Any

from liane.kit.moving.nouns import Noun, Rows
from liane.kit.moving.pieces import column_piece
from liane.stays.models import AdmissionTask, Notice, Opinion, Referral, WaitingRules, Wish, WishMove
from liane.stays.referrals.data import ReferralData

_VERSIONED = {"changed_at": "technique"}


def _recognised(referrals: Sequence[Any]) -> None:
    """The same request sent twice is found by its traits, as on the pages."""
    for referral in referrals:
        ReferralData.of(referral).put_on(referral)
    Referral.objects.bulk_create(referrals, batch_size=500)


def _wish_faults(wish: Any, rows: Rows) -> Iterable[str]:
    unit = rows["unites"].get(wish.unit_id)
    if unit is not None and unit.facility_id != wish.facility_id:
        yield "l’unité souhaitée est d’un autre établissement."
    referral, stay = rows["demandes"].get(wish.referral_id), rows["sejours"].get(wish.stay_id)
    if referral is not None and stay is not None and stay.record_id != referral.record_id:
        yield "l’accompagnement est d’une autre personne que la demande."


def _named(row: Any) -> str:
    return f"{row.wish.referral.birth_name} {row.wish.referral.first_names}".strip()


REFERRALS = Noun(
    "demandes", "demandes d’admission", Referral,
    {
        "version": "version", "birth_name": "nom_de_naissance", "used_name": "nom_utilise", "first_names": "prenoms",
        "sex": "sexe", "birth_date": "date_de_naissance", "birth_precision": "precision_date",
        "birth_place": "lieu_de_naissance", "nss": "numero_securite_sociale", "mdph_number": "numero_mdph",
        "phone": "telephone", "email": "courriel", "address": "adresse", "is_protected": "coordonnees_protegees",
        "contact_name": "qui_contacter", "contact_relation": "lien", "contact_phone": "telephone_du_contact",
        "contact_email": "courriel_du_contact", "origin": "d_ou_vient_la_demande", "origin_name": "qui_l_adresse",
        "received_on": "recue_le", "decision_number": "numero_decision", "national_number": "numero_national",
        "decision_on": "decidee_le", "starts_on": "droit_a_partir_du", "ends_on": "droit_jusqu_au",
        "orientation": "orientation", "request": "ce_qui_est_demande", "record": "dossier", "author_id": "auteur",
        "author_name": "auteur_nom", "changed_by": "changee_par", "created_at": "ecrite_le",
    },
    left={**_VERSIONED, "key": "calculé", "sound_key": "calculé"},
    insert=_recognised,
    refusals={
        "referral_right_ends_after": "le droit finit avant de commencer.",
        "referral_after_birth": "la demande est reçue avant sa naissance.",
    },
)  # fmt: skip
WISHES = Noun(
    "etablissements_souhaites", "établissements souhaités", Wish,
    {
        "version": "version", "referral": "demande", "facility": "etablissement", "unit": "unite",
        "mode": "mode_accueil", "duration": "duree", "is_sequential": "sequentiel", "wished_on": "entree_souhaitee_le",
        "state": "etat", "state_on": "etat_depuis_le", "reason_code": "motif", "reason": "raison",
        "levels": "criteres", "points": "points", "boost": "place_decidee", "rank_key": "cle_de_la_place",
        "waiting_since": "attend_depuis_le", "stay": "accompagnement", "keep_until": "gardee_jusqu_au",
    },
    left=_VERSIONED,
    shown={"pour_lire": lambda row: f"{row.referral.birth_name} {row.referral.first_names}, {row.facility.name}"},
    related=("referral", "facility"),
    faults=_wish_faults,
    refusals={
        "wish_once_for_a_facility": "cet établissement est déjà souhaité par cette demande.",
        "wish_waits_since_a_day": "elle est sur la liste d’attente sans dire depuis quel jour.",
        "wish_admitted_stays": "elle est dite admise, sans accompagnement.",
    },
)  # fmt: skip
MOVES = Noun(
    "mouvements", "mouvements des demandes", WishMove,
    {
        "wish": "souhait", "kind": "quoi", "from_state": "etat_avant", "to_state": "etat_apres",
        "from_rank": "place_avant", "to_rank": "place_apres", "of_rank": "sur", "reason_code": "motif",
        "reason": "raison", "on": "le", "author_id": "auteur", "author_name": "auteur_nom",
        "author_role": "auteur_fonction", "at": "ecrit_le",
    },
    shown={"pour_lire": _named},
    related=("wish__referral",),
)  # fmt: skip
OPINIONS = Noun(
    "avis", "avis sur les demandes", Opinion,
    {
        "wish": "souhait", "unit": "unite", "volet": "volet", "verdict": "avis", "text": "ce_qui_le_fonde",
        "author_id": "auteur", "author_name": "auteur_nom", "author_role": "auteur_fonction", "at": "donne_le",
    },
    shown={"pour_lire": _named},
    related=("wish__referral",),
)  # fmt: skip
TASKS = Noun(
    "etapes_admission", "étapes d’admission", AdmissionTask,
    {
        "version": "version", "wish": "souhait", "code": "etape", "state": "ou_en_est_on", "note": "a_savoir",
        "with_her": "fait_avec_la_personne", "author_name": "auteur_nom",
    },
    left=_VERSIONED,
    shown={"pour_lire": _named},
    related=("wish__referral",),
    refusals={"admission_task_once": "cette étape est déjà écrite."},
)  # fmt: skip
RULES = Noun(
    "regles_liste_attente", "règles de liste d’attente", WaitingRules,
    {
        "version": "version", "facility": "etablissement", "criteria": "criteres", "reason": "pourquoi",
        "author_name": "auteur_nom",
    },
    left=_VERSIONED,
    shown={"pour_lire": lambda row: row.facility.name},
    related=("facility",),
    thread="facility_id",
)  # fmt: skip
NOTICES = Noun(
    "notifications", "notifications reçues", Notice,
    {
        "referral": "demande", "name": "nom_du_fichier", "media_type": "sorte_de_fichier", "data": "contenu",
        "text": "texte_lu", "trouble": "ce_qui_n_a_pas_pu_etre_lu", "author_id": "auteur", "author_name": "auteur_nom",
        "received_at": "recue_le",
    },
    leaves=lambda: Notice.objects.filter(referral__isnull=False),
    piece=column_piece("data"),
)  # fmt: skip

NOUNS = (REFERRALS, WISHES, MOVES, OPINIONS, TASKS, RULES, NOTICES)
