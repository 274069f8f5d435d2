"""«Des faits, pas de jugement»: a hint after writing, from a list that each house may correct. It never blocks (ux §5.8)."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "jugements.toml"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(tomllib.loads(_FILE.read_text("utf-8"))["mots"], key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(re.escape(word) for word in words) + r")\b", re.I)


def judgements(text: str) -> list[str]:
    """Words of the text that judge instead of telling, each once. What is between « » is hers, and is left alone."""
    told = re.sub(r"«[^»]*»", " ", text)
    return list(dict.fromkeys(found.lower() for found in _pattern().findall(told)))
