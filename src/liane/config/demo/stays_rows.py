"""Rows of the path: stays, the places they hold, absences; of the past as well as of today."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from liane.config.demo.places_rows import midnight, place_names, unit_id
from liane.config.demo.residents import Away, Passage, Resident
from liane.config.demo.seed import chance, fixed_id
from liane.config.demo.tables import Tables
from liane.kit.dates import at_clock
from liane.stays.models import stay_identifier

_AUTHOR = "Nicole Ferrand"
_HOSPITALS = (
    "CH d’Aubagne, médecine",
    "CHU, service de chirurgie",
    "Clinique de la Casamance",
    "CH Edmond-Garcin, gériatrie",
)
_ENTRY = {
    "ehpad": ("HOSPITAL", "HOME", "HOME", "SMR"), "chrs": ("STREET", "STREET", "FAMILY", "PRISON"),
    "mecs_aemo": ("FOSTER", "FAMILY", "FAMILY"), "csapa": ("HOME",), "cmpp": ("HOME",), "savs": ("HOME", "FAMILY"),
}  # fmt: skip
_ORIGINS = {
    "HOSPITAL": "CH d’Aubagne",
    "SMR": "SMR Les Oliviers",
    "ESMS": "Foyer de vie Le Mas",
    "FOSTER": "Famille d’accueil",
}
_EXIT = {
    "ehpad": ("DEATH", "HOSPITAL", "HOME"), "chrs": ("HOUSING", "FAMILY", "RUNAWAY"), "mecs_aemo": ("END", "FAMILY", "MAJORITY"),
    "ime": ("ESMS", "ESMS", "HOME"),
}  # fmt: skip
_CONTRACT = {"chrs": "CHRS", "esat": "ESAT", "savs": "DIPC", "ssiad_saad": "DIPC", "csapa": "DIPC", "cmpp": "DIPC"}
_MOTIVE = {"HOSPITAL": "HOSPITAL", "FAMILY": "FAMILY", "ABSENT": "HOLIDAY"}
_TRIED = 0.15
_LIVED_IN = ("FULL", "SEMI")


def stay_id(resident: Resident, passage: Passage) -> UUID:
    """The identifier of a stay of the demonstration."""
    return fixed_id("séjour", resident.id, passage.unit.key, *([passage.again] if passage.again else []))


def add_stay(tables: Tables, house: UUID, resident: Resident, passage: Passage, now: datetime) -> None:
    """One stay, the line by which its unit holds the record, its place and its absences."""
    key, pack = stay_id(resident, passage), passage.facility.pack
    rng = chance("parcours", resident.key, passage.unit.key)
    unit, until = unit_id(passage.unit.key), midnight(passage.ends) if passage.ends else None
    tables.held.add(
        key, house, resident.record_id, unit, midnight(passage.starts), until, passage.place, passage.presence
    )
    entry = passage.entry or rng.choice(_ENTRY.get(pack, ("HOME", "FAMILY", "ESMS")))
    given = passage.starts + timedelta(days=rng.randint(2, 14))
    signed = given + timedelta(days=rng.randint(1, 16)) if rng.random() < 0.9 else None
    if passage.signed:
        given = signed = passage.signed
    exit_mode = (passage.exit or rng.choice(_EXIT.get(pack, ("HOME", "ESMS", "REQUEST")))) if passage.ends else ""
    planned = (
        now.date() + timedelta(days=rng.randint(5, 80))
        if not passage.ends and not resident.life and rng.random() < 0.04
        else None
    )
    tables.stay.add(
        key, house, resident.record_id, unit, stay_identifier(passage.facility.finess, resident.record_id, key), passage.place,
        passage.unit.mode, passage.starts, passage.ends, None, planned, passage.starts - timedelta(days=rng.randint(6, 60)),
        entry, passage.origin or _ORIGINS.get(entry, ""), exit_mode,
        passage.destination or ("Foyer de vie Le Mas" if exit_mode == "ESMS" else ""),
        _CONTRACT.get(pack, "SEJOUR") if given <= now.date() else "", given if given <= now.date() else None,
        signed if signed and signed <= now.date() else None, at_clock(passage.starts, time(10)),
    )  # fmt: skip
    _hold(tables, house, passage, key)
    _tried(tables, house, passage, key, now)
    if passage.away is not None:
        for number, away in enumerate(passage.away):
            _told_absence(tables, house, key, number, away)
    elif passage.unit.mode in _LIVED_IN:
        _absences(tables, house, passage, key, rng, now)


def _hold(tables: Tables, house: UUID, passage: Passage, key: UUID) -> None:
    if passage.unit.mode == "FULL" and passage.place in place_names(passage.facility, passage.unit):
        place = fixed_id("place", passage.unit.key, passage.place)
        tables.occupation.add(fixed_id("place occupée", key), house, key, place, passage.starts, passage.ends)


def _tried(tables: Tables, house: UUID, passage: Passage, key: UUID, now: datetime) -> None:
    """Some came for three months to try (CASF D312-8), then stayed: the mode changed on a day."""
    until = passage.starts + timedelta(days=89)
    if passage.unit.mode == "FULL" and until < (passage.ends or now.date()) and chance("essai", key).random() < _TRIED:
        tables.former_mode.add(fixed_id("mode d’avant", key), house, key, "TEMPORARY", until)


def _absences(tables: Tables, house: UUID, passage: Passage, key: UUID, rng: Random, now: datetime) -> None:
    """Some over the last year, and the one that runs today for who is away."""
    last = min(passage.ends or now.date(), now.date()) - timedelta(days=12)
    day = max(passage.starts + timedelta(days=5), now.date() - timedelta(days=365))
    for number in range(rng.choice((0, 0, 1, 2, 3))):
        day += timedelta(days=rng.randint(20, 120))
        if day >= last:
            break
        motive = rng.choice(("HOSPITAL", "FAMILY", "FAMILY", "HOLIDAY"))
        days = rng.randint(1, 9) if motive == "HOSPITAL" else rng.choice((2, 2, 7))
        _absence(tables, house, key, number, motive, day, min(day + timedelta(days=days), last), rng)
        day += timedelta(days=days)
    if passage.presence in _MOTIVE and passage.ends is None:
        since = max(now.date() - timedelta(days=rng.randint(1, 6)), passage.starts)
        _absence(tables, house, key, 9, _MOTIVE[passage.presence], since, None, rng, now)


def told_absence_id(stay: UUID, number: int) -> UUID:
    """The identifier of an absence that is told."""
    return fixed_id("absence", stay, number)


def _told_absence(tables: Tables, house: UUID, key: UUID, number: int, away: Away) -> None:
    tables.absence.add(
        told_absence_id(key, number), house, key, away.motive, away.starts, away.ends, away.ends, away.place, "", _AUTHOR,
        away.starts,
    )  # fmt: skip


def _absence(
    tables: Tables, house: UUID, key: UUID, number: int, motive: str, day: date, back: date | None, rng: Random,
    now: datetime | None = None,
) -> None:  # fmt: skip
    starts = at_clock(day, time(rng.randint(9, 17), rng.choice((0, 15, 30, 45))))
    if now is not None and starts > now:
        starts = now
    place = rng.choice(_HOSPITALS) if motive == "HOSPITAL" else ""
    expected = at_clock((back or (now or starts).date() + timedelta(days=rng.randint(1, 5))), time(17))
    tables.absence.add(
        fixed_id("absence", key, number), house, key, motive, starts, expected, at_clock(back, time(18)) if back else None,
        place, "Retour avant le dîner" if motive == "FAMILY" else "", _AUTHOR, starts,
    )  # fmt: skip
