"""How a notification is recognised: a file of labels, read once (nomenclatures/data/notice_rules.toml). No official model is known."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from liane.kit.text import fold
from liane.nomenclatures.codes import FOLDER

# What a label of a person becomes once a line has said that the next ones speak of the contact.
OF_CONTACT = {
    "birth_name": "contact_name",
    "names": "contact_name",
    "phone": "contact_phone",
    "email": "contact_email",
    "contact_name": "contact_name",
    "contact_phone": "contact_phone",
    "contact_email": "contact_email",
}
OF_SENDER = {"birth_name": "origin_name", "names": "origin_name", "origin_name": "origin_name"}
OF_PERSON = frozenset(
    {"birth_name", "used_name", "first_names", "names", "sex", "birth_date", "birth_place", "nss", "address", "phone", "email"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Labels folded in capitals → field; kinds of fields; words of the sections; words of the origins, in order."""

    labels: dict[str, str]
    kinds: dict[str, str]
    sections: dict[str, str]
    origins: tuple[tuple[str, tuple[str, ...]], ...]
    edition: str
    source: str


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The file, read once."""
    raw = tomllib.loads((FOLDER / "notice_rules.toml").read_text(encoding="utf-8"))
    return Rules(
        labels={fold(label): name for name, field in raw["field"].items() for label in field["labels"]},
        kinds={name: field["kind"] for name, field in raw["field"].items()},
        sections={fold(word): name for name, words in raw["section"].items() for word in words},
        origins=tuple((one["code"], tuple(fold(word) for word in one["words"])) for one in raw["origin"]),
        edition=raw["edition"],
        source=raw["source"],
    )


def is_label(title: str) -> bool:
    """Does a title of a column say something that we know?"""
    return fold(title) in rules().labels
