"""How somebody came in and will leave, in the words of a list, as the codes of the house."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from liane.kit.text import fold
from liane.nomenclatures.stay_lists import MOVE, NEVER_CAME, entry_modes, exit_modes
from liane.people.importing.fields import LABELS, Field
from liane.people.importing.refusals import quoted
from liane.people.importing.rights import last_day
from liane.people.importing.rows import PersonLine
from liane.stays.given import Details, Exit


class _Mode(Protocol):
    @property
    def label(self) -> str: ...


# Longest wording first: «famille d’accueil» is not «famille».
_WORDS: tuple[tuple[str, str], ...] = (
    ("FAMILLE D ACCUEIL", "FOSTER"), ("ASSISTANT FAMILIAL", "FOSTER"), ("HOSPITALISATION A DOMICILE", "HAD"), ("HAD", "HAD"),
    ("LOGEMENT AUTONOME", "HOUSING"), ("LOGEMENT", "HOUSING"), ("DOMICILE", "HOME"), ("FAMILLE", "FAMILY"), ("PARENTS", "FAMILY"),
    ("HOPITAL", "HOSPITAL"), ("HOSPITALISATION", "HOSPITAL"), ("CH", "HOSPITAL"), ("CHU", "HOSPITAL"), ("CHS", "HOSPITAL"),
    ("CLINIQUE", "HOSPITAL"), ("SSR", "SMR"), ("SMR", "SMR"), ("EHPAD", "EHPAD"), ("ETABLISSEMENT", "ESMS"), ("FOYER", "ESMS"),
    ("IME", "ESMS"), ("ITEP", "ESMS"), ("FAM", "ESMS"), ("MAS", "ESMS"), ("SAVS", "ESMS"), ("SAMSAH", "ESMS"), ("CHRS", "ESMS"),
    ("MECS", "ESMS"), ("ESMS", "ESMS"), ("RUE", "STREET"), ("ABRI", "STREET"), ("PRISON", "PRISON"), ("DETENTION", "PRISON"),
    ("DECES", "DEATH"), ("DECEDE", "DEATH"), ("DECEDEE", "DEATH"), ("FUGUE", "RUNAWAY"), ("MAJORITE", "MAJORITY"),
    ("FIN DE MESURE", "END"), ("FIN DE PRISE EN CHARGE", "END"), ("A SA DEMANDE", "REQUEST"), ("DEMANDE", "REQUEST"),
)  # fmt: skip


def entry_mode_in(text: str) -> str:
    """Code of `stay_entry_modes`, empty when the words say none."""
    return _mode(text, entry_modes())


def exit_mode_in(text: str) -> str:
    """Code of `stay_exit_modes`, likewise."""
    return _mode(text, exit_modes())


def _mode(text: str, modes: Mapping[str, _Mode]) -> str:
    said = fold(text)
    able = {code: mode for code, mode in modes.items() if code not in (MOVE, NEVER_CAME)}
    exact = next((code for code, mode in able.items() if said in (fold(mode.label), code)), "")
    found = [(wording, code) for wording, code in _WORDS if code in able and f" {wording} " in f" {said} "]
    return exact or max(found, key=lambda one: len(one[0]), default=("", ""))[1]


def path_of(line: PersonLine, ends_on: date | None) -> tuple[Details, Exit | None, list[str]]:
    """What the line says of how she came and will leave, and the remarks. Words that are no mode are kept as a place."""
    remarks = []
    said, origin = line.path.get(Field.ENTRY_MODE, ""), line.path.get(Field.ORIGIN, "")
    entry = entry_mode_in(said) if said else ""
    if said and not entry:
        origin = origin or said
        remarks.append(f"À vérifier : {LABELS[Field.ENTRY_MODE]} {quoted(said)} non reconnu, gardé comme provenance.")
    planned = last_day(line.planned_ends_on) if line.planned_ends_on else None
    details = Details(planned_ends_on=planned, entry_mode=entry, origin=origin)
    return details, _leaving(line, ends_on, remarks), remarks


def _leaving(line: PersonLine, ends_on: date | None, remarks: list[str]) -> Exit | None:
    """How and for where, of an exit that has its day."""
    said, destination = line.path.get(Field.EXIT_MODE, ""), line.path.get(Field.DESTINATION, "")
    if ends_on is None:
        if said or destination:
            remarks.append("Mode de sortie ou destination sans date de sortie : laissé de côté.")
        return None
    mode = exit_mode_in(said) if said else ""
    if said and not mode:
        destination = destination or said
        remarks.append(f"À vérifier : {LABELS[Field.EXIT_MODE]} {quoted(said)} non reconnu, gardé comme destination.")
    return Exit(ends_on, mode, destination)
