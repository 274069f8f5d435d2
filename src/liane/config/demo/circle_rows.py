"""Rows of the circles: each contact once in its organisme, her links to those whom the houses accompany, and where they live."""

import tomllib
from datetime import datetime, time
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from liane.config.demo import names
from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import CHILDREN, Kin, Resident
from liane.config.demo.seed import chance, fixed_id
from liane.config.demo.tables import Tables
from liane.kit.dates import at_clock, today
from liane.kit.text import fold
from liane.people.circle.models import phone_key

_FILE = Path(__file__).parent / "circle.toml"
_AT_HOME = ("savs", "ssiad_saad", "esat", "cmpp")  # those who have a home of their own


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _address(rng: Random) -> str:
    return f"{rng.randint(1, 90)} {rng.choice(_told()['streets'])}, {rng.choice(_told()['towns'])}"


def _contact_id(resident: Resident, rank: int) -> UUID:
    """The one contact of somebody whom several persons know, else hers alone."""
    shared = resident.kin[rank].shared if rank < len(resident.kin) else ""
    return fixed_id("contact", shared) if shared else fixed_id("contact", resident.id, rank)


class ContactBook:
    """The contacts of one organisme: a tutor’s office or a doctor is one for all those who have her."""

    def __init__(self, tables: Tables, house: UUID) -> None:
        self.tables, self.house = tables, house
        self.written: set[UUID] = set()

    def add_circle(self, resident: Resident) -> None:
        """Relatives in call order, doctor, legal protection."""
        order, since = 0, resident.passages[0].starts
        unit, moment = unit_id(resident.passages[0].unit.key), at_clock(since, time(10, 20))
        rng, pack = chance("entourage", resident.key), resident.passages[0].facility.pack
        addresses = {rank: _address(rng) for rank, kin in enumerate(resident.kin) if kin.kind == "PERSON"}
        for rank, kin in enumerate(resident.kin):
            emergency = kin.kind == "PERSON"
            order += emergency
            contact = self._contact(resident, rank, kin, moment, addresses.get(rank, ""))
            self.tables.relative.add(
                fixed_id("proche", resident.id, rank), self.house, resident.record_id, contact, kin.code, kin.label,
                emergency, order if emergency else None, kin.is_trusted, kin.is_legal, "", moment, unit,
            )  # fmt: skip
        if pack in CHILDREN:
            self._bodies(resident, rng, pack, unit, moment)
        if pack in (*CHILDREN, *_AT_HOME) and not resident.passages[0].ends:
            self._homes(resident, rng, unit, moment, addresses)

    def _bodies(self, resident: Resident, rng: Random, pack: str, unit: UUID, moment: datetime) -> None:
        """Her school; the judge and the département of a child who is protected."""
        around = [{"kind": "SCHOOL", "name": rng.choice(_told()["schools"]), "label": "École", "phone": ""}]
        around += [body for body in _told()["bodies"] if pack in body["packs"]]
        for body in around:
            key = self._body(body["kind"], body["name"], body["phone"], moment)
            self.tables.relative.add(
                fixed_id("autour", resident.id, body["kind"]), self.house, resident.record_id, key, "AUTRE",
                body["label"], False, None, False, False, "", moment, unit,
            )  # fmt: skip

    def _body(self, kind: str, name: str, phone: str, moment: datetime) -> UUID:
        key = fixed_id("annuaire", self.house, name)
        if key not in self.written:
            self.written.add(key)
            self.tables.contact.add(
                key, self.house, kind, name, phone, "", "", "", "", "", "", fold(name), phone_key(phone), moment
            )
        return key

    def _homes(self, resident: Resident, rng: Random, unit: UUID, moment: datetime, addresses: dict[int, str]) -> None:
        """With her mother and, one week out of two, her father; or at home, alone or with who shares her life."""
        parents = [rank for rank, kin in enumerate(resident.kin) if kin.code in ("MTH", "FTH")]
        since = resident.passages[0].starts
        if resident.passages[0].facility.pack not in CHILDREN:
            if "tisf" in resident.passages[0].unit.tags:
                self._young_family(resident, rng, unit, moment)
                return
            living = [rank for rank, kin in enumerate(resident.kin) if kin.code == "SIGOTHR"]
            self._home(
                resident,
                unit,
                moment,
                ("Chez elle" if resident.feminine else "Chez lui", "MAIN", ""),
                _address(rng),
                living,
            )
            return
        parents = parents if resident.age(today()) < 18 else parents[:1]
        both = len(parents) > 1
        rhythm = rng.choice(_told()["rhythms"]) if both else ""
        for rank in parents:
            name = "Chez sa mère" if resident.kin[rank].code == "MTH" else "Chez son père"
            kind = "ALTERNATE" if both else "MAIN"
            if resident.passages[0].facility.pack == "mecs_aemo" and resident.passages[0].unit.mode == "FULL":
                kind, rhythm = "VISIT", "Un week-end sur deux"
            self._home(resident, unit, moment, (name, kind, rhythm), addresses[rank], [rank])
        if both:
            self.tables.family_tie.add(
                fixed_id("couple", resident.id), self.house, unit, resident.record_id,
                *(fixed_id("proche", resident.id, rank) for rank in parents), "SEPARATED", str(since.year - 1), "",
            )  # fmt: skip

    def _young_family(self, resident: Resident, rng: Random, unit: UUID, moment: datetime) -> None:
        """A mother whom a TISF helps at home, and her children, who live with her."""
        first = len(resident.kin)
        children = range(first, first + rng.randint(1, 3))
        for rank in children:
            feminine, born = (
                rng.random() < 0.5,
                moment.year - rng.randint(1, max(1, min(11, resident.age(today()) - 20))),
            )
            name = f"{names.first_name(rng, resident.origin, feminine)} {resident.last_name}"
            self.tables.contact.add(
                _contact_id(resident, rank), self.house, "PERSON", name, "", "", "", "", "F" if feminine else "M",
                str(born), "", fold(name), "", moment,
            )  # fmt: skip
            code, label = ("DAUC", "Fille") if feminine else ("SONC", "Fils")
            self.tables.relative.add(
                fixed_id("proche", resident.id, rank), self.house, resident.record_id, _contact_id(resident, rank),
                code, label, False, None, False, False, "", moment, unit,
            )  # fmt: skip
        what = (f"Famille {resident.used_name or resident.last_name}", "MAIN", "")
        self._home(resident, unit, moment, what, _address(rng), list(children))

    def _home(
        self,
        resident: Resident,
        unit: UUID,
        moment: datetime,
        what: tuple[str, str, str],
        address: str,
        living: list[int],
    ) -> None:
        name, kind, rhythm = what
        shared = resident.kin[living[0]].shared if living and living[0] < len(resident.kin) else ""
        key, since = fixed_id("foyer", shared or resident.id, name), resident.passages[0].starts
        if key not in self.written:
            self.written.add(key)
            self.tables.household.add(key, self.house, unit, name, address, "", moment)
            for rank in living:
                member = fixed_id("foyer, membre", resident.id, rank)
                self.tables.household_member.add(member, self.house, unit, key, _contact_id(resident, rank), since)
        self.tables.home.add(
            fixed_id("lieu", resident.id, name),
            self.house,
            unit,
            resident.record_id,
            key,
            kind,
            rhythm,
            since,
            "",
            moment,
        )

    def _contact(self, resident: Resident, rank: int, kin: Kin, moment: datetime, address: str) -> UUID:
        body = kin.kind != "PERSON"
        key = fixed_id("annuaire", self.house, kin.name) if body else _contact_id(resident, rank)
        if key not in self.written:
            self.written.add(key)
            gender = "" if body else "F" if kin.feminine else "M"
            address = _address(chance("adresse", kin.name)) if body else address
            self.tables.contact.add(
                key, self.house, kin.kind, kin.name, kin.phone, "", "", address, gender, "", "", fold(kin.name),
                phone_key(kin.phone), moment,
            )  # fmt: skip
        return key
