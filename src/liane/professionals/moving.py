"""Who worked in a house that moves: their names, so that what they wrote and whom they follow stays theirs. Not their accounts."""

from liane.kit.moving.nouns import Noun
from liane.professionals.models import Practitioner, SignInRule

PRACTITIONERS = Noun(
    "professionnels", "professionnels", Practitioner,
    {
        "first_name": "prenom", "last_name": "nom", "profession": "metier", "rpps": "rpps", "phone": "telephone",
    },
    left={"account": "chacun reçoit un compte neuf de la direction"},
)  # fmt: skip
SIGN_IN = Noun(
    "regle_connexion", "règle de connexion", SignInRule,
    {
        "second_factor_from": "second_facteur_a_partir_du",
    },
    thread="organization_id",
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [PRACTITIONERS, SIGN_IN]
