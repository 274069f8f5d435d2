"""The path that moves: stays, places held, absences, what follows an exit, delays met."""

from collections.abc import Iterable, Sequence
from typing import Any

from liane.kit.dates import short, today
from liane.kit.moving.nouns import Noun, Rows
from liane.nomenclatures.stay_lists import absence_motives, contract_kinds, entry_modes, exit_modes
from liane.stays.clocks.actions import refresh
from liane.stays.enums import StayState
from liane.stays.models import Absence, ClockMark, FollowUp, FormerMode, Occupation, Stay
from liane.stays.presence import where_they_are

_CODES = (
    ("entry_mode", "le mode d’entrée", entry_modes), ("exit_mode", "le mode de sortie", exit_modes),
    ("contract_kind", "le contrat", contract_kinds),
)  # fmt: skip


def _stay_faults(stay: Any, rows: Rows) -> Iterable[str]:
    """What the pages of a stay refuse (`gestures.check_days`)."""
    record = rows["dossiers"].get(stay.record_id)
    person = rows["personnes"].get(record.person_id) if record else None
    begins = stay.starts_on or stay.planned_starts_on
    if person and person.birth_date and begins and begins < person.birth_date:
        yield f"l’entrée est avant sa naissance, le {short(person.birth_date)}."
    if stay.starts_on and stay.ends_on and stay.ends_on < stay.starts_on:
        yield "la sortie est avant l’entrée."
    if stay.planned_ends_on and stay.starts_on and stay.planned_ends_on < stay.starts_on:
        yield "la sortie prévue est avant l’entrée."
    if stay.contract_signed_on and stay.contract_given_on and stay.contract_signed_on < stay.contract_given_on:
        yield "le contrat est signé avant d’avoir été remis."
    for name, words, known in _CODES:
        if (code := getattr(stay, name)) and code not in known():
            yield f"{words} «\u00a0{code}\u00a0» n’est pas dans la liste."


def _absence_faults(absence: Any, rows: Rows) -> Iterable[str]:
    if absence.ends_at and absence.ends_at < absence.starts_at:
        yield "le retour est avant le départ."
    if absence.motive not in absence_motives():
        yield f"le motif «\u00a0{absence.motive}\u00a0» n’est pas dans la liste."


def _reckon(stays: Sequence[Any], by: Any) -> None:
    """What only follows: the delays to keep, where each one is today. Who holds the records, and the fil, came as they were."""
    keys = [stay.pk for stay in stays]
    for first in range(0, len(keys), 1000):
        refresh(keys[first : first + 1000])
    away = set(Absence.objects.filter(stay__in=keys, cancelled_at=None).values_list("stay_id", flat=True))
    there = (StayState.EXPECTED, StayState.RUNNING)
    where_they_are(s for s in stays if s.state(today()) in there and (s.pk in away or s.starts_on is None))


STAYS = Noun(
    "sejours", "accompagnements", Stay,
    {
        "version": "version", "record": "dossier", "unit": "unite", "identifier": "identifiant_sejour",
        "place": "place_chambre", "mode": "mode_accueil", "is_sequential": "sequentiel",
        "admitted_on": "date_admission", "planned_starts_on": "entree_prevue_le", "starts_on": "date_entree",
        "planned_ends_on": "sortie_prevue_le", "ends_on": "date_de_sortie", "asked_by": "qui_a_demande",
        "entry_mode": "mode_entree", "origin": "provenance", "origin_entered_on": "entree_la_bas_le",
        "origin_number": "numero_dossier_la_bas", "exit_mode": "mode_de_sortie", "destination": "destination",
        "contract_kind": "contrat", "contract_given_on": "contrat_remis_le",
        "contract_signed_on": "contrat_signe_le", "comment": "remarque", "follows": "fait_suite_a",
    },
    left={"changed_at": "technique"},
    shown={"pour_lire": lambda row: f"{row.record.person.full_name}, {row.unit.name}"},
    related=("record__person", "unit"),
    faults=_stay_faults,
    refusals={
        "stay_ends_after": "la sortie est avant l’entrée.", "stay_has_a_beginning": "il n’a ni entrée ni entrée prévue.",
        "stay_planned_end_after": "la sortie prévue est avant l’entrée.",
        "stay_identifier_once": "cet identifiant de séjour est déjà celui d’un autre.",
    },
    settle=_reckon,
)  # fmt: skip
OCCUPATIONS = Noun(
    "places_occupees", "places occupées", Occupation,
    {
        "stay": "accompagnement", "place": "place", "starts_on": "du", "ends_on": "au",
    },
    shown={"pour_lire": lambda row: f"{row.stay.record.person.full_name}, {row.place.name}"},
    related=("stay__record__person", "place"),
    within="stay_id",
    refusals={
        "place_taken": "quelqu’un d’autre occupe déjà cette place ces jours-là.",
        "place_elsewhere": "cette place est d’une autre unité que l’accompagnement.",
        "occupation_ends_after": "elle est quittée avant d’être prise.",
        "occupation_one_place": "l’accompagnement occupe déjà une autre place.",
    },
)  # fmt: skip
MODES = Noun(
    "modes_d_avant", "modes d’accueil d’avant", FormerMode,
    {"stay": "accompagnement", "mode": "mode", "until": "jusqu_au"},
    shown={"pour_lire": lambda row: row.stay.record.person.full_name},
    related=("stay__record__person",),
    within="stay_id",
    refusals={"former_mode_of_a_day": "un autre mode d’accueil se termine déjà ce jour-là."},
)  # fmt: skip
ABSENCES = Noun(
    "absences", "absences", Absence,
    {
        "version": "version", "stay": "accompagnement", "motive": "motif", "starts_at": "partie_le",
        "expected_at": "retour_attendu_le", "ends_at": "de_retour_le", "place": "ou_elle_est", "phone": "telephone",
        "kitchen": "a_dire_a_la_cuisine", "note": "a_savoir", "author_id": "auteur", "author_name": "auteur_nom",
        "written_at": "ecrit_le", "cancelled_at": "annulee_le", "cancel_reason": "pourquoi",
    },
    left={"changed_at": "technique"},
    shown={"pour_lire": lambda row: row.stay.record.person.full_name},
    related=("stay__record__person",),
    faults=_absence_faults,
    refusals={
        "absence_ends_after": "le retour est avant le départ.", "absence_one_open": "une autre absence est déjà en cours.",
    },
)  # fmt: skip
FOLLOW_UPS = Noun(
    "suivis", "suivis après la sortie", FollowUp,
    {
        "version": "version", "stay": "accompagnement", "due_on": "a_faire_pour_le", "article": "regle",
        "done_on": "fait_le", "reached": "quelqu_un_a_repondu", "said": "ce_qu_elle_devient", "author_name": "auteur_nom",
    },
    left={"changed_at": "technique"},
    shown={"pour_lire": lambda row: row.stay.record.person.full_name},
    related=("stay__record__person",),
    within="stay_id",
)  # fmt: skip
MARKS = Noun(
    "delais_tenus", "délais tenus", ClockMark,
    {
        "stay": "accompagnement", "record": "dossier", "unit": "unite", "code": "delai", "source_id": "a_propos_de",
        "done_on": "fait_le", "note": "a_savoir", "takes_back": "reprend", "author_id": "auteur",
        "author_name": "auteur_nom", "written_at": "ecrit_le",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    refusals={"clock_mark_taken_back_once": "c’est déjà repris ici."},
)  # fmt: skip

NOUNS = (STAYS, OCCUPATIONS, MODES, ABSENCES, FOLLOW_UPS, MARKS)
