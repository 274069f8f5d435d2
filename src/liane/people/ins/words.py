"""How an identity is told: its tag in the banner, its status in a sentence (ux.md §5 and §13)."""

from liane.kit.dates import short
from liane.people.enums import IdentityStatus, Sex
from liane.people.models import Person

HELP = {
    IdentityStatus.PROVISIONAL: "Elle est écrite comme elle a été dite. Vérifiez-la avec une pièce d’identité.",
    IdentityStatus.VALIDATED: "Une pièce d’identité a été vue. Dans un service social, c’est suffisant.",
    IdentityStatus.RETRIEVED: "L’INS vient du service national. Elle ne sort pas tant qu’une pièce n’a pas été vue.",
    IdentityStatus.QUALIFIED: "L’INS vient du service national et une pièce a été vue. Elle peut figurer sur les documents de santé.",
}
_TAGS = {
    IdentityStatus.PROVISIONAL: ("Identité provisoire, à vérifier", "ocre"),
    IdentityStatus.VALIDATED: ("Identité validée", "vert"),
    IdentityStatus.RETRIEVED: ("Identité récupérée, à vérifier", "ocre"),
    IdentityStatus.QUALIFIED: ("Identité qualifiée (INS)", "vert"),
}


def identity_tag(person: Person) -> dict[str, str]:
    """One tag, always there: how far this identity may be trusted."""
    word, tone = _TAGS[IdentityStatus(person.identity_status)]
    if person.is_fictive:
        word, tone = "Identité fictive", "ocre"
    elif person.is_doubtful:
        word, tone = "Identité douteuse, à vérifier", "ocre"
    elif person.is_alias:
        word, tone = "Sans identité connue", ""
    return {"word": word, "tone": tone, "icon": "bouclier"}


def death_tag(person: Person) -> dict[str, str] | None:
    """«Décédée le 12/03/2026»: before anything else, so that nobody rings."""
    if person.death_date is None:
        return None
    word = {Sex.FEMALE: "Décédée", Sex.MALE: "Décédé"}.get(Sex(person.sex), "Décédé(e)")
    return {"word": f"{word} le {short(person.death_date)}", "tone": "", "icon": "info"}
