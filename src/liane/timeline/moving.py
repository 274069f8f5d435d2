"""The fil moves line by line: when, who, which part of the record, and the words by which a line is found."""

from collections.abc import Sequence
from typing import Any

from liane.kit.moving.nouns import Noun
from liane.timeline.many import count_again
from liane.timeline.models import Entry


def _count(lines: Sequence[Any], by: Any) -> None:
    count_again({line.record_id for line in lines})


LINES = Noun(
    "fil", "lignes du fil", Entry,
    {
        "record": "dossier", "unit": "unite", "volet": "volet", "kind": "nature", "source_id": "le_fait",
        "happened_at": "date_du_fait", "announced_at": "ecrit_le", "author_id": "auteur", "author_name": "auteur_nom",
        "author_role": "auteur_fonction", "title": "titre", "level": "niveau", "words": "mots_cherches",
        "shared_unit_ids": "partage_avec",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    refusals={"announced_once": "ce fait est déjà dans le fil."},
    settle=_count,
)  # fmt: skip


def nouns() -> list[Noun]:
    """One table: what is only counted is counted again."""
    return [LINES]
