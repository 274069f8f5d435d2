"""Somebody guesses a password: each refusal is in the journal, and what was typed nowhere (ASVS 16.3.1)."""

from typing import Any

import pytest

from liane.access import wiring
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.testing import House, HouseClient


def test_each_wrong_password_is_traced_and_none_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[tuple[Any, ...]] = []

    def listen(actor: Any, kind: Kind, **more: Any) -> Any:
        traced.append((actor, kind, more))
        return trace(actor, kind, **more)  # and it is really written: the journal of nobody’s house is read by no page

    monkeypatch.setattr(wiring, "trace", listen)
    for login in ("karim", "personne.ici"):
        HouseClient().post("/connexion/", {"login": login, "password": "typed-by-error-7f3a"})
    assert [kind for _, kind, _ in traced] == [Kind.SIGN_IN_REFUSED] * 2
    assert "7f3a" not in str(traced) and "personne.ici" not in str(traced)
