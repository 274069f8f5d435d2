"""What is known of requests for admission as data: origins, reasons, states of the SI-SDO, criteria, how long they are kept.

Nothing here is code: each row carries its source, its edition and its mark (V: read; M: from memory; D: our proposal).
"""

import csv
from dataclasses import dataclass
from functools import lru_cache

from liane.nomenclatures.codes import FOLDER

SENIORITY = "SENIORITY"
LEFT = "LEFT"  # the status of somebody who was admitted, came in, and has left


@dataclass(frozen=True, slots=True)
class Origin:
    """From whom a request may come. `by_sdo`: the answer will have to go back to the national follow-up of decisions;
    `entry_mode`: from where she then usually comes (nomenclatures.stay_lists), when the origin says it."""

    code: str
    label: str
    hint: str
    by_sdo: bool
    entry_mode: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request goes no further, in our words and in those of the SI-SDO (JDV_J251); `sdo_code` is empty where none says it."""

    code: str
    label: str
    sdo_code: str
    sdo_label: str


@dataclass(frozen=True, slots=True)
class SdoStatus:
    """The same state in the words of the SI-SDO."""

    value_set: str
    code: str
    label: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a waiting list: the words of its levels (0, 1, 2…) and the points of one level."""

    code: str
    label: str
    hint: str
    levels: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a request without follow-up is kept, and by which rule."""

    months: int
    label: str
    source: str
    mark: str


@lru_cache(maxsize=1)
def origins() -> dict[str, Origin]:
    """Origins by code, in the order in which they are proposed."""
    rows = read_rows("referral_origins.csv")
    return {
        row["code"]: Origin(row["code"], row["libelle"], row["aide"], row["sdo"] == "oui", row["entree"])
        for row in rows
    }


@lru_cache(maxsize=1)
def reasons() -> dict[str, dict[str, Reason]]:
    """Reasons by state, then by code."""
    found: dict[str, dict[str, Reason]] = {}
    for row in read_rows("referral_reasons.csv"):
        one = Reason(row["code"], row["libelle"], row["sdo_motif"], row["sdo_libelle"])
        found.setdefault(row["state"], {})[row["code"]] = one
    return found


@lru_cache(maxsize=1)
def sdo_statuses() -> dict[str, SdoStatus]:
    """The status of JDV_J252 for each of our states."""
    return {
        row["state"]: SdoStatus(row["value_set"], row["code"], row["label"], row["source"], row["mark"])
        for row in read_rows("referral_statuses.csv")
    }


@lru_cache(maxsize=1)
def waiting_criteria() -> dict[str, Criterion]:
    """Criteria proposed to every facility, until its direction chooses its own weights."""
    return {
        row["code"]: Criterion(
            row["code"],
            row["libelle"],
            row["aide"],
            tuple(level for level in row["niveaux"].split("|") if level),
            int(row["poids"]),
        )
        for row in read_rows("waiting_criteria.csv")
    }


@lru_cache(maxsize=32)
def retention_of(pack: str) -> Retention:
    """The rule of a sector, else the rule of all."""
    rows = {row["pack"]: row for row in read_rows("referral_retention.csv")}
    row = rows.get(pack) or rows[""]
    return Retention(int(row["months"]), row["libelle"], row["source"], row["mark"])


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one file of `data/`."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def rights_of_packs() -> dict[str, str]:
    """The right of the MDPH that an orientation towards each sector gives (code of `nomenclatures.entitlements`)."""
    return {row["pack"]: row["kind"] for row in read_rows("referral_rights.csv")}
