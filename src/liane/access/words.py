"""Rights in plain French: «Visible par …», «Inès peut … ne peut pas …, parce que …». No rule here, only its words."""

from collections.abc import Iterable
from datetime import datetime

from liane.access.enums import RIGHT_LABELS, Right, Volet
from liane.kit.dates import short
from liane.kit.text import fold

# Who is named first in «Visible par …»: those who do the care or the support of every day.
_FAMILIES = ("soin", "psychologique", "accompagnement", "social", "encadrement", "administratif")
_TEAMS = {
    Volet.CARE: "équipe soignante",
    Volet.PSY: "psychologues et médecins",
    Volet.ADMIN: "secrétariat et encadrement",
}
_VOLETS = {
    Volet.ADMIN: "l’administratif",
    Volet.SUPPORT: "l’accompagnement",
    Volet.CARE: "le soin",
    Volet.PSY: "le psychologique",
    Volet.SOCIAL: "le social",
    Volet.JUDICIAL: "le judiciaire",
    Volet.FAMILY: "la famille",
}
_LINKS = frozenset({"à", "de", "du", "des", "d’atelier", "en", "aux"})


def plural(short_name: str) -> str:
    """«aide-soignant» → «aides-soignants», «cheffe de service» → «cheffes de service», «AES» stays."""
    done, rest = [], short_name.split(" ")
    while rest and rest[0] not in _LINKS:
        done.append("-".join(_many(part) for part in rest.pop(0).split("-")))
    return " ".join([*done, *rest])


def _many(word: str) -> str:
    if word.isupper() or word.endswith(("s", "x", "z")):
        return word
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"


def of(gesture: str) -> str:
    """«de chercher une personne», «d’ouvrir un dossier»."""
    return f"d’{gesture}" if fold(gesture)[:1] in {*"AEIOUY"} else f"de {gesture}"


def listed(parts: Iterable[str]) -> str:
    """«le soin, le social et la famille»."""
    parts = list(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}" if len(parts) > 1 else "".join(parts)


def audience(volet: str, unit: str, roles: Iterable[tuple[str, ...]]) -> str:
    """Who reads, in words: roles are (short name, family). Nobody but the author when no post opens this volet."""
    ranked = sorted(set(roles), key=lambda r: (_FAMILIES.index(r[1]) if r[1] in _FAMILIES else len(_FAMILIES), r[0]))
    names = [plural(short_name) for short_name, _ in ranked]
    team = _TEAMS.get(Volet(volet), "équipe")
    return f"{team} de {unit}\u00a0: {', '.join(names)}" if names else f"vous seul : personne à {unit} ne lit ce volet"


def volets(codes: Iterable[str]) -> str:
    """«l’accompagnement, le soin et la famille», in the order of the record."""
    codes = set(codes)
    return listed(words for volet, words in _VOLETS.items() if volet in codes)


def gestures(rights: Iterable[str]) -> str:
    """«chercher une personne, ouvrir un dossier et écrire dans le fil»."""
    rights = set(rights)
    return listed(label for right, label in RIGHT_LABELS.items() if right in rights)


def period(starts: datetime, ends: datetime | None, now: datetime) -> str:
    """«depuis le 12/03/2026», «à partir du …», «jusqu’au …», «terminé le …»."""
    if ends is not None and ends <= now:
        return f"terminé le {short(ends)}"
    begin = f"à partir du {short(starts)}" if starts > now else f"depuis le {short(starts)}"
    return f"{begin}, jusqu’au {short(ends)}" if ends else f"{begin}, sans date de fin"


def explained(name: str, role: str, rights: Iterable[str], reads: Iterable[str], writes: Iterable[str]) -> list[str]:
    """The sentences of one post: what it opens, what it does not, and because of what."""
    rights, reads, writes = set(rights), set(reads), set(writes)
    opens = reads if Right.RECORD_READ in rights else set()
    sentences = [f"{name} peut {gestures(rights)}." if rights else f"{name} ne peut rien faire avec ce poste."]
    if not opens:
        return [
            *sentences,
            f"{name} ne peut ouvrir aucun dossier, parce que le rôle «\u00a0{role}\u00a0» n’en ouvre pas.",
        ]
    written = f", et écrit dans {volets(writes)}" if Right.NOTE_WRITE in rights and writes else ""
    sentences.append(f"{name} lit {volets(opens)}{written}.")
    if closed := set(_VOLETS) - opens:
        because = f"parce que le rôle «\u00a0{role}\u00a0» ne l’ouvre pas"
        sentences.append(f"{name} ne peut pas lire {volets(closed)}, {because}.")
    if missing := set(RIGHT_LABELS) - rights:
        sentences.append(f"{name} ne peut pas {gestures(missing)}, parce que ce rôle ne donne pas ces droits.")
    return sentences
