"""Papers of the demonstration: letters of imaginary offices, as a PDF or as a photo taken with a telephone."""

import hashlib
import io
import json
import tomllib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from PIL import Image, ImageFilter

from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import Passage, Resident
from liane.config.demo.seed import chance, dated_id, fixed_id
from liane.config.demo.staff import Team, Worker
from liane.config.demo.tables import Tables
from liane.documents import store
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, day, short
from liane.kit.pdf import PACKAGE, render_pdf
from liane.kit.text import fold

FILE = Path(__file__).parent / "papers.toml"
TEMPLATE = "config/demo/typst/paper.typ"
SIDE, SMALL = 1400, 480


@cache
def _corpus() -> list[dict[str, Any]]:
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["papier"])


class Archive:
    """The papers of one organisme."""

    def __init__(self, tables: Tables, house: UUID, now: datetime) -> None:
        self.tables, self.house, self.now = tables, house, now
        self.known: dict[str, UUID] = {}

    def add(self, resident: Resident, passage: Passage, team: Team, *, every: bool) -> None:
        """What her record keeps: `every` paper that fits her, or one."""
        fitting = [row for row in _corpus() if self._fits(row, resident, passage)]
        if not every:
            chance("papiers", resident.key).shuffle(fitting)
        for row in fitting if every else fitting[:1]:
            writer = self._writer(row, team)
            if writer is not None:
                self._write(row, resident, passage, writer)

    @staticmethod
    def _fits(row: dict[str, Any], resident: Resident, passage: Passage) -> bool:
        if row["code"] == "curatelle":
            return any(kin.is_legal for kin in resident.kin)
        return not row["pour"] or passage.facility.pack in row["pour"] or bool(resident.tags & set(row["pour"]))

    @staticmethod
    def _writer(row: dict[str, Any], team: Team) -> Worker | None:
        able = [w for w, role in team.members if row["volet"] in team.writes[role] and w.until is None and not w.night]
        return next((w for w in able if w.slug), able[0] if able else None)

    def _write(self, row: dict[str, Any], resident: Resident, passage: Passage, writer: Worker) -> None:
        rng = chance("papier", resident.key, row["code"])
        told = self.now.date() - timedelta(days=row["age"] + rng.randint(0, 12))
        told -= timedelta(days=max(0, told.weekday() - 4))  # offices write on working days
        added = at_clock(max(told + timedelta(days=6), passage.starts, writer.since), time(10, rng.randint(0, 59)))
        if added >= self.now:
            return
        photo = bool(row.get("photo"))
        data = self._data(row, resident, passage, told)
        file_id, media_type = self._photo(data) if photo else (self._keep(_pdf(data), "application/pdf", None), "")
        key, unit = dated_id(rng, added), unit_id(passage.unit.key)
        title = row["titre"]
        name = f"{title.replace(' :', ',')}{'.jpg' if media_type else '.pdf'}"
        self.tables.document.add(
            key, self.house, resident.record_id, unit, row["volet"], "DOCUMENT", key, row["sorte"], title, fold(title), told,
            file_id, name, writer.id, writer.name, writer.job, added,
        )  # fmt: skip
        self.tables.journal.add(
            dated_id(rng, added), self.house, added, Kind.DOCUMENT_ADDED.value, writer.account_id, writer.id, writer.name,
            writer.job, resident.record_id, key, "",
        )  # fmt: skip

    def _data(self, row: dict[str, Any], resident: Resident, passage: Passage, told: Any) -> dict[str, Any]:
        words = {
            "nom": f"{resident.first_name} {resident.last_name}",
            "prenom": resident.first_name,
            "ne": short(resident.born) if resident.born else "date inconnue",
            "lieu": passage.facility.name,
            "jour": day(told),
        }
        return {
            "title": row["titre"],
            "from": [line.format(**words) for line in row["de"]],
            "about": row["objet"],
            "text": [line.format(**words) for line in row["texte"]],
            "signed": row["signe"],
            "place": "Aubagne",
            "day": day(told),
            "date": [told.year, told.month, told.day],
        }

    def _photo(self, data: dict[str, Any]) -> tuple[UUID, str]:
        page, small = _photographed(data)
        return self._keep(page, "image/jpeg", self._keep(small, "image/webp", None)), "image/jpeg"

    def _keep(self, data: bytes, media_type: str, preview: UUID | None) -> UUID:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.known:
            store.put(self.house, data)
            self.known[digest] = fixed_id("fichier", self.house, digest)
            self.tables.stored_file.add(
                self.known[digest], self.house, digest, len(data), media_type, preview, self.now
            )
        return self.known[digest]


def _pdf(data: dict[str, Any]) -> bytes:
    return render_pdf(TEMPLATE, data)


def _photographed(data: dict[str, Any]) -> Iterator[bytes]:
    """The same letter, lying a little askew on a table."""
    drawn = typst.compile(
        PACKAGE / TEMPLATE,
        root=PACKAGE,
        format="png",
        ppi=110,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    with Image.open(io.BytesIO(drawn)) as sheet:
        table = Image.new("RGB", (sheet.width + 120, sheet.height + 120), (146, 116, 84))
        shade = Image.new("RGB", sheet.size, (96, 74, 52))
        table.paste(shade, (66, 68))
        table = table.filter(ImageFilter.BoxBlur(9))
        table.paste(sheet.convert("RGB").point(lambda value: int(value * 0.95)), (58, 58))
    askew = table.rotate(chance("photo", data["title"], *data["text"]).uniform(-1.8, 1.8), Image.Resampling.BILINEAR)
    askew = askew.crop((24, 24, askew.width - 24, askew.height - 24))
    for side, kind in ((SIDE, "JPEG"), (SMALL, "WEBP")):
        out, copy = io.BytesIO(), askew.copy()
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        copy.save(out, kind, quality=78)
        yield out.getvalue()
