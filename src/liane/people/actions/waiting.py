"""The name of somebody who says nothing of herself: given by the house, until she gives hers (street, CSAPA)."""

import re
from dataclasses import replace
from datetime import date

from django.db import connection

from liane.access.actor import Actor
from liane.kit.dates import MONTHS
from liane.people.models import LocalIdentifier
from liane.people.traits import Traits

_GIVEN = re.compile(r"^Personne du [0-9]{1,2}(?:er)? [a-zéû]+ \(([0-9]+)\)$")


def waiting_name(actor: Actor, on: date) -> str:
    """«Personne du 27 novembre (3)»: the third that day. Two colleagues who welcome at once wait for each other.

    Held until the end of the transaction, so that no two persons of an organisme bear the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(actor.organization_id)])
    day = f"Personne du {on.day if on.day > 1 else '1er'} {MONTHS[on.month - 1]}"
    given = LocalIdentifier.objects.filter(organization_id=actor.organization_id, value__startswith=f"{day} (")
    ranks = [int(found[1]) for value in given.values_list("value", flat=True) if (found := _GIVEN.match(value))]
    return f"{day} ({max(ranks, default=0) + 1})"


def named_at_last(traits: Traits) -> Traits:
    """She has told her name: the one given while waiting is no longer how she wishes to be called. It stays her number."""
    if traits.birth_name and _GIVEN.match(traits.preferred_name):
        return replace(traits, preferred_name="")
    return traits
