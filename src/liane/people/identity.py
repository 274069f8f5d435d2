"""By which words a person is found, and by which traits doubles are recognised. One function, import included."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField, Value

from liane.kit.text import fold, sound
from liane.people.enums import Precision
from liane.people.models import Person

HEARD = "~"  # prefix of a phonetic token: never mistaken for a written one
_SEPARATORS = re.compile(r"[,;]+")


def identity_key(birth_name: str, first_names: str, birth_date: date | None) -> str:
    """Folded identity, «BELKACEM|SAMIA|19920312»: the same person written twice has the same key."""
    day = birth_date.strftime("%Y%m%d") if birth_date else ""
    return f"{fold(birth_name)}|{fold(first_names)}|{day}"


def sound_key(birth_name: str, first_names: str) -> str:
    """How the name and the first first name are heard: «Belkacem Samia» and «Bellkasem Samya» are alike."""
    first = fold(first_names).split(" ")[0] if first_names else ""
    return f"{sound(birth_name)} {sound(first)}"[:120]


def sort_key(person: Person) -> str:
    """Where she stands in a list: by the name she uses."""
    first = person.used_first_name or person.first_names or person.preferred_name
    return f"{fold(person.used_name or person.birth_name or person.preferred_name)}|{fold(first)}"[:320]


def name_tokens(*names: str) -> set[str]:
    """Written and heard words of names: «DE LA CROIX» is found by «croix», «delacroix» and by ear."""
    tokens: set[str] = set()
    for name in names:
        words = fold(_SEPARATORS.sub(" ", name)).lower().split()
        if 1 < len(words) < 5:
            words.append("".join(words))
        tokens.update(words)
        tokens.update(HEARD + sound(word) for word in words if len(word) > 2)
    return tokens


def date_tokens(birth_date: date | None, precision: str) -> set[str]:
    """«12031992», «120392», «1992»: as far as the date is known."""
    if birth_date is None or precision == Precision.UNKNOWN:
        return set()
    year = f"{birth_date.year:04d}"
    if precision in (Precision.YEAR, Precision.ABOUT, Precision.NO_MONTH):
        return {year}
    month = f"{birth_date.month:02d}"
    if precision == Precision.MONTH:
        return {year, month + year}
    start = f"{birth_date.day:02d}{month}"
    return {year, start + year, start + year[2:]}


def number_tokens(numbers: Iterable[str]) -> set[str]:
    """File numbers, whole and in their parts: «2024-0153» is found by «20240153» and by «0153»."""
    tokens: set[str] = set()
    for number in numbers:
        parts = fold(number).lower().split()
        tokens.update([*parts, "".join(parts)] if parts else [])
    return tokens


def search_tokens(person: Person, numbers: Iterable[str] = ()) -> list[str]:
    """Every word by which this person is found."""
    return sorted(
        name_tokens(
            person.birth_name,
            person.used_name,
            person.first_names,
            person.birth_first_name,
            person.used_first_name,
            person.preferred_name,
        )
        | date_tokens(person.birth_date, person.birth_precision)
        | number_tokens(numbers)
    )


def index_person(person: Person, numbers: Iterable[str] = ()) -> Person:
    """Fill what is computed from the traits. Called before every save of a person, by pages, import and tests alike.

    `numbers` are her file numbers: all of them, each time, since the words are written anew.
    """
    person.key = identity_key(person.birth_name, person.first_names, person.birth_date)[:320]
    person.sound_key = sound_key(person.birth_name, person.first_names)
    person.sort_key = sort_key(person)
    tokens = Value(search_tokens(person, numbers), output_field=ArrayField(TextField()))
    person.search = Func(tokens, function="array_to_tsvector")
    return person
