"""What is planted in the texts of a house: in each, the payloads that no page has shown yet from it.

A payload carries the number of its text: seven figures read in a page say which text they come from, and which payload it is.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from payloads import PAYLOADS, numbered
from psycopg import sql
from psycopg.types.json import Jsonb

Owner = psycopg.Connection[tuple[Any, ...]]
FIRST, EACH = 1_000_000, 1_000  # the number of the first payload of the first text; of the first one of the next
SHORT = 30  # signs: in less there are codes, figures and dates
MARK = 9  # signs that tell one row from another
LONG = 1_000  # signs planted in a text without end
# Read by programs, never shown: keys, prints, codes, addresses of the house itself.
NOT_TYPED = {
    "key", "sound_key", "sort_key", "title_key", "digest", "media_type", "form", "page", "device", "password", "pin", "secret",
    "session_key", "line_kind", "data", "session_data", "pack", "family", "rule", "session_digest",
}  # fmt: skip
ELSEWHERE = {
    "journal_journalentry.kind": "a code", "kit_saveddraft.address": "a page of the house",
    "professionals_account.login": "what one comes in with: letters, figures, dots",
    "organizations_organization.name": "whoever works in two comes in by the first: she is looked for by it",
    "stays_wish.reason_code": "a code", "stays_wishmove.reason_code": "a code",
    "people_movedline.table_name": "a table", "people_movedline.column_name": "a column",
}  # fmt: skip
# Typed, or copied from what was typed, and told by no page.
NOWHERE = {
    "access_rolechange.before": "its page tells the rights that a role gave, not how it was called",
    "access_rolechange.after": "the same",
    "config_safetyrun.sentence": "a house of demonstration has no backup to tell",
    "documents_document.file_name": "the name under which a paper is taken away",
    "documents_upload.name": "told while the file is joined: a file is never joined twice",
    "journal_journalentry.origin": "kept for an inquiry",
    "journal_legalhold.lifted_by": "told by the journal, with its own words",
    "journal_legalhold.lifted_reason": "the same",
    "notes_task.done_by_name": "kept: the list of tasks says that it is done",
    "people_claim.author_role": "kept: its name is told alone",
    "people_claim.reason": "kept with each step",
    "people_contactjoin.undone_by": "kept: both are in the directory again",
    "people_double.answer": "told on the page of a pair that was answered; the one looked at waits for its answer",
    "people_double.author_name": "the same",
    "people_entitlement.author_role": "kept: its name is told alone",
    "people_flag.author_name": "kept",
    "people_formerins.author_name": "kept: the reason is told",
    "people_identityevidence.cancelled_by": "kept: the reason is told",
    "people_parentalauthority.author_name": "kept with each version",
    "people_parentalauthority.reason": "the same",
    "stays_importbatch.author_name": "kept: an import is shown to its author alone",
    "stays_notice.author_name": "kept: a notification is shown to its author alone",
    "stays_referral.author_name": "kept",
    "stays_referral.changed_by": "told to whoever comes second",
    "stays_stay.destination": "in the form of an end when it is corrected: the stay that is looked at is not always over",
    "stays_wishmove.author_role": "kept: its name is told alone",
}
# Texts kept inside a column of several things: the names under which somebody’s words are («» for a list of sentences).
INSIDE = {
    "stays_inventory.lines": ("what",),
    "stays_waitingrules.criteria": ("label",),
    "access_rolechange.before": ("label", "short"),
    "access_rolechange.after": ("label", "short"),
    "people_entitlement.answers": (
        "local_motivation", "training", "insured", "contract", "dependants", "help", "scope", "signer1", "signer2", "licence",
    ),
    "kit_saveddraft.fields": ("text",),
    "stays_importbatch.notes": ("",),
    "stays_importrow.sentences": ("",),
    "journal_verification.sentences": ("",),
}  # fmt: skip
WITHOUT_WORDS = {
    "journal_journalentry.detail": "codes and counts", "config_safetyrun.figures": "counts", "professionals_tries.value": "counts",
    "stays_wish.levels": "codes", "stays_destruction.counts": "counts", "stays_destruction.files": "prints",
    "stays_requesterasure.requests": "identifiers", "stays_requesterasure.facilities": "identifiers",
    "stays_requesterasure.counts": "counts", "stays_importbatch.mapping": "codes", "stays_importbatch.counts": "counts",
    "stays_importrow.wrote": "identifiers", "people_contactjoin.moved": "identifiers",
    "people_movedline.set_aside": "a row set aside: it is shown when it is back in its table",
}  # fmt: skip


@dataclass
class Text:
    """One stored text, and what no page has shown of it yet."""

    table: str
    column: str
    key: str
    room: int
    first: int
    words: tuple[str, ...] = ()  # for a text inside a column of several things
    is_once: bool = False  # given once in a house: a mark of its row follows
    left: set[int] = field(default_factory=lambda: set(range(len(PAYLOADS))))
    is_shown: bool = False

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"

    @cached_property
    def payloads(self) -> list[str]:
        """A payload longer than the text is cut as the text would cut it; its number stays."""
        room = self.room - MARK * self.is_once
        both = enumerate(numbered(self.first), self.first)
        return [p if len(p) <= room else f"{p[: room - 8]} {number}" for number, p in both]

    def values(self) -> list[str]:
        """One value for each payload left to begin with, followed by as many others as there is room for."""
        left, values = sorted(self.left), []
        for at in range(len(left)):
            words = self.payloads[left[at]]
            for other in (left[at + 1 :] + left[:at])[:29]:
                if len(words) + len(self.payloads[other]) + 1 + MARK <= self.room:
                    words += f" {self.payloads[other]}"
            values.append(words)
        return values

    @property
    def plants(self) -> sql.Composable:
        """The value of this column, by the key of the row: neighbours begin with different payloads."""
        mark = " || ' ' || left(md5({k}::text), 8)" if self.is_once else ""
        order = "{c} = (%s::text[])[1 + (hashtext({k}::text) & 65535) %% %s]" + mark
        return sql.SQL(order).format(c=sql.Identifier(self.column), k=sql.Identifier(self.key))


def texts() -> list[Text]:
    """Each text that somebody may have typed, wherever it is kept. A column of several things must be named in one list or the other."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            name, words = f"{model._meta.db_table}.{column.column}", ()
            if isinstance(column, models.JSONField) or name in INSIDE:
                if not model.__module__.startswith("liane.") or name in WITHOUT_WORDS:
                    continue
                assert name in INSIDE, f"{name}: say in INSIDE which words it keeps, or in WITHOUT_WORDS why none"
                words = INSIDE[name]
            elif not _is_typed(model, column) or name in ELSEWHERE:
                continue
            room, key = column.max_length or LONG, model._meta.pk.column
            first = FIRST + EACH * len(found)
            found.append(Text(model._meta.db_table, column.column, key, room, first, words, _is_once(model, column)))
    return found


def _is_typed(model: Any, column: Any) -> bool:
    if not isinstance(column, models.CharField | models.TextField) or isinstance(column, models.SlugField):
        return False
    is_code = column.choices or (column.max_length or LONG) < SHORT or column.name in NOT_TYPED
    return not is_code and model.__module__.startswith("liane.")


def _is_once(model: Any, column: Any) -> bool:
    constraints = (c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint))
    return column.unique or any(column.name in constraint.fields for constraint in constraints)


def plant(owner: Owner, wanted: Iterable[Text]) -> None:
    """Straight into the tables, under the forms: what a form, an import or an older version let through runs no more than the rest."""
    tables: dict[str, list[Text]] = {}
    owner.execute("SET session_replication_role = replica")  # even what is never rewritten
    for text in wanted:
        if text.words:
            _plant_inside(owner, text)
        else:
            tables.setdefault(text.table, []).append(text)
    for table, columns in tables.items():
        sets = sql.SQL(", ").join(text.plants for text in columns)
        values = [v for text in columns for v in (text.values(), len(text.left))]
        owner.execute(sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), sets), values)


def _plant_inside(owner: Owner, text: Text) -> None:
    table, column, key = (sql.Identifier(name) for name in (text.table, text.column, text.key))
    words = cycle(text.values())
    rows = owner.execute(sql.SQL("SELECT {}, {} FROM {}").format(key, column, table)).fetchall()
    order = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(table, column, key)
    for row, kept in rows:
        value = dict(json.loads(kept)) if isinstance(kept, str) else kept  # a draft: pairs, as text
        if isinstance(value, dict):
            value |= dict.fromkeys(text.words, "")
        sown = _sown(value, "", text.words, words)
        told = json.dumps(list(sown.items())) if isinstance(kept, str) else Jsonb(sown)
        owner.execute(order, (told, row))


def _sown(value: Any, name: str, names: tuple[str, ...], words: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {key: _sown(one, key, names, words) for key, one in value.items()}
    if isinstance(value, list):
        return [_sown(one, name, names, words) for one in value]
    return next(words) if isinstance(value, str) and name in names else value


class Product:
    """Each text × each payload: what a browser was shown, and the pages where the rest may be seen."""

    def __init__(self) -> None:
        self.texts = texts()
        self.pages: dict[str, Counter[int]] = {}  # how many payloads of each text, when it was last opened

    def saw(self, page: str, numbers: Iterable[int]) -> None:
        """What stands in a page: as text, or as the value of an attribute or of a box."""
        here = self.pages[page] = Counter()
        for number in set(numbers):
            at, payload = divmod(number - FIRST, EACH)
            if 0 <= at < len(self.texts) and payload < len(PAYLOADS):
                self.texts[at].is_shown = True
                self.texts[at].left.discard(payload)
                here[at] += 1

    @property
    def lacking(self) -> list[Text]:
        """Texts that some page shows, and not yet with every payload."""
        return [text for text in self.texts if text.is_shown and text.left]

    @property
    def richest(self) -> list[str]:
        """For each text that lacks something, the page that showed most of it."""
        wanted = [at for at, text in enumerate(self.texts) if text.is_shown and text.left]
        total = {page: sum(shown[at] > 0 for at in wanted) for page, shown in self.pages.items()}
        return sorted({max(self.pages, key=lambda p, at=at: (self.pages[p][at], total[p])) for at in wanted})

    @property
    def unseen(self) -> set[str]:
        """Texts that no page shows."""
        return {str(text) for text in self.texts if not text.is_shown}

    @property
    def pairs(self) -> int:
        """Pairs of a text and a payload that a browser was shown."""
        return sum(len(PAYLOADS) - len(text.left) for text in self.texts if text.is_shown)

    def __str__(self) -> str:
        shown = sum(text.is_shown for text in self.texts)
        return f"{shown} textes × {len(PAYLOADS)} : {self.pairs} paires vues"
