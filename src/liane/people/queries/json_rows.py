"""Lists that PostgreSQL sends as JSON (Django's connection leaves jsonb as text)."""

import json
from typing import Any


def read(value: Any) -> Any:
    """The list itself."""
    return json.loads(value) if isinstance(value, str) else value
