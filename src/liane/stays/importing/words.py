"""What an import says: what waits, what was done, who is very near."""

from collections.abc import Mapping

from liane.kit.dates import short
from liane.kit.text import thousands
from liane.people.enums import Sex
from liane.people.importing.matching import Known
from liane.stays.importing.models import Verdict

TO_CHOOSE, TO_CHECK = "CHOOSE", "CHECK"  # counts beside those of the verdicts


def headline(counts: Mapping[str, int], refused: list[int], doubts: list[int]) -> str:
    """The sentence of ux §12 for an import that waits."""
    taken = counts[Verdict.CREATE] + counts[Verdict.MATCH]
    parts = [f"{thousands(taken)}\u00a0ligne{'s' if taken > 1 else ''} prise{'s' if taken > 1 else ''}"]
    if refused:
        parts.append(f"{thousands(counts[Verdict.REFUSED])} à corriger : {_lines(refused, counts[Verdict.REFUSED])}")
    if doubts:
        parts.append(f"{thousands(counts[Verdict.DOUBT])} à décider : {_lines(doubts, counts[Verdict.DOUBT])}")
    aside = counts[Verdict.ASIDE]
    if aside:
        parts.append(f"{thousands(aside)} laissée{'s' if aside > 1 else ''} de côté")
    return f"{', '.join(parts)}. Rien n’est enregistré tant que vous n’avez pas validé."


def written(counts: Mapping[str, int]) -> str:
    """«4 dossiers ouverts, 2 personnes déjà connues.» once it is done."""
    created, known = counts.get(Verdict.CREATE, 0), counts.get(Verdict.MATCH, 0)
    opened = f"{thousands(created)}\u00a0dossier{'s' if created > 1 else ''} ouvert{'s' if created > 1 else ''}"
    plural = "s" if known > 1 else ""
    return f"{opened}, {thousands(known)}\u00a0personne{plural} déjà connue{plural}."


def _lines(numbers: list[int], total: int) -> str:
    shown = ", ".join(str(number) for number in numbers[:10])
    more = f" et {thousands(total - 10)} autres" if total > 10 else ""
    return f"ligne{'s' if total > 1 else ''} {shown}{more}"


def near_sentence(near: Known) -> str:
    """«Une personne très proche existe déjà : Samia Belkacem, née le 12/03/1992.» (ux §12)."""
    traits = near.traits
    name = f"{traits.first_names.split(',')[0]} {traits.used_name or traits.birth_name}".strip()
    born = {Sex.FEMALE: "née", Sex.MALE: "né"}.get(Sex(traits.sex), "né(e)")
    when = f", {born} le {short(traits.birth_date)}" if traits.birth_date else ""
    if near.line:
        return f"La ligne {near.line} est très proche : {name}{when}."
    return f"Une personne très proche existe déjà : {name}{when}."
