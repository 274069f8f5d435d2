"""Imaginary names, of the origins and generations that one meets in each house."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random

FILE = Path(__file__).parent / "names.toml"
# Share of each origin by generation of the person.
_OLD = (("france_ancien", 60), ("mediterranee", 18), ("maghreb", 14), ("ailleurs", 4), ("afrique", 4))
_ADULT = (("france", 54), ("maghreb", 20), ("afrique", 9), ("mediterranee", 9), ("ailleurs", 8))
_YOUNG = (("france_jeune", 52), ("maghreb", 22), ("afrique", 13), ("mediterranee", 5), ("ailleurs", 8))
_STREET = (("france", 36), ("maghreb", 24), ("afrique", 22), ("ailleurs", 13), ("mediterranee", 5))


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def draw(rng: Random, age: int, feminine: bool, pack: str = "") -> tuple[str, str, str]:
    """First name, family name, and the origin from which relatives take theirs."""
    shares = _STREET if pack == "chrs" else _OLD if age >= 68 else _YOUNG if age < 22 else _ADULT
    origin = rng.choices([name for name, _ in shares], [share for _, share in shares])[0]
    return first_name(rng, origin, feminine), last_name(rng, origin), origin


def first_name(rng: Random, origin: str, feminine: bool) -> str:
    """A first name of that origin."""
    return rng.choice(_lists()[origin]["f" if feminine else "m"])


def last_name(rng: Random, origin: str) -> str:
    """A family name of that origin."""
    return rng.choice(_lists()[origin]["n"])
