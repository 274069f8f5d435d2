"""The circle that moves: contacts once each, homes, links to the records, ties of a family."""

from collections.abc import Sequence
from typing import Any

from liane.kit.moving.nouns import Noun
from liane.people.models import Contact, FamilyTie, Home, Household, HouseholdMember, Relative

_VERSIONED = {"changed_at": "technique"}
_ENDS = "cela finit avant de commencer."


def _find_alike(contacts: Sequence[Any]) -> None:
    for contact in contacts:
        contact.put()
    Contact.objects.bulk_create(contacts, batch_size=500)


CONTACTS = Noun(
    "contacts", "contacts", Contact,
    {
        "version": "version", "kind": "nature", "name": "nom", "phone": "telephone",
        "other_phone": "autre_telephone", "email": "courriel", "address": "adresse", "gender": "femme_ou_homme",
        "born_on": "naissance", "died_on": "deces", "person": "accompagnee_ici_aussi", "joined_to": "reuni_a",
    },
    left={**_VERSIONED, "key": "calculé", "phone_key": "calculé"},
    insert=_find_alike,
)  # fmt: skip
HOUSEHOLDS = Noun(
    "foyers", "foyers", Household,
    {
        "version": "version", "unit": "unite", "is_shared": "partage", "name": "nom_du_foyer", "address": "adresse",
        "phone": "telephone", "email": "courriel",
    },
    left=_VERSIONED,
)  # fmt: skip
MEMBERS = Noun(
    "membres_foyers", "membres des foyers", HouseholdMember,
    {
        "unit": "unite", "is_shared": "partage", "household": "foyer", "contact": "contact", "since": "depuis",
        "until": "jusqu_au",
    },
    shown={"pour_lire": lambda row: f"{row.contact.name}, {row.household.name}"},
    related=("contact", "household"),
)  # fmt: skip
HOMES = Noun(
    "domiciles", "lieux de vie", Home,
    {
        "version": "version", "unit": "unite", "is_shared": "partage", "record": "dossier", "household": "foyer",
        "kind": "nature", "rhythm": "rythme", "since": "depuis", "until": "jusqu_au", "said_by": "dit_par",
    },
    left=_VERSIONED,
    shown={"pour_lire": lambda row: f"{row.record.person.full_name}, {row.household.name}"},
    related=("record__person", "household"),
    refusals={"home_ends_after": _ENDS},
)  # fmt: skip
RELATIVES = Noun(
    "entourage", "personnes de l’entourage", Relative,
    {
        "version": "version", "unit": "unite", "is_shared": "partage", "record": "dossier", "contact": "contact",
        "relation": "lien", "relation_label": "lien_en_mots", "is_emergency_contact": "a_prevenir",
        "call_order": "ordre_appel", "is_trusted": "personne_de_confiance_casf",
        "is_trusted_care": "personne_de_confiance_sante", "is_legal": "representant_legal", "is_caregiver": "aidant",
        "note": "a_savoir", "said_by": "dit_par", "since": "depuis", "ended_on": "jusqu_au",
    },
    left=_VERSIONED,
    shown={"pour_lire": lambda row: f"{row.contact.name}, pour {row.record.person.full_name}"},
    related=("record__person", "contact"),
)  # fmt: skip
TIES = Noun(
    "liens_famille", "liens de famille", FamilyTie,
    {
        "unit": "unite", "is_shared": "partage", "record": "dossier", "one": "un", "other": "autre", "kind": "lien",
        "since": "depuis", "until": "jusqu_au",
    },
    shown={"pour_lire": lambda row: row.record.person.full_name},
    related=("record__person",),
    refusals={"tie_once": "ce lien est déjà écrit."},
)  # fmt: skip

NOUNS = (CONTACTS, HOUSEHOLDS, MEMBERS, HOMES, RELATIVES, TIES)
