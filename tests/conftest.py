"""What crosses rooms uses the same house and the same cast."""

from liane.conftest import actor, client_of, house

__all__ = ["actor", "client_of", "house"]
