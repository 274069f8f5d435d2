"""Loaded by pytest before Django reads its settings: the tests have a house of their own.

The server itself starts with the first test that needs it (`django_db_setup` in conftest.py).
"""

import os
from pathlib import Path

from liane.kit.postgres import keys, locate, places

HOME = Path(os.environ.get("LIANE_TEST_HOME") or locate.CHECKOUT / ".liane" / "essais").absolute()

os.environ.pop("DATABASE_URL", None)
os.environ.pop("DATABASE_APP_URL", None)
os.environ["LIANE_HOME"] = str(HOME)
os.environ["LIANE_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liane.config.settings")
places.make_home(HOME)
keys.ensure(HOME)
