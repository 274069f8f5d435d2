"""How a room wakes up: what it hangs in the rooms below is in its `wiring.py`, read once the models are ready."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Base of every room."""

    default = False

    def ready(self) -> None:
        if find_spec(f"{self.name}.wiring"):
            import_module(f"{self.name}.wiring")
