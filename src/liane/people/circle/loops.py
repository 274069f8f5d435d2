"""Links that cannot be: somebody her own mother, two persons who would each be the parent or the guardian of the other.

What is refused is what the writer could read: a loop that runs through a record she does not open, or a part of it she is not told
of, is not seen, since the refusal would tell it. Whoever opens all of its records is stopped at the next writing.
"""

from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.kit.door import Refused
from liane.kit.text import fold
from liane.people.circle.models import Relative
from liane.people.models import Person, Record
from liane.people.queries.told import told_to

PARENTS = frozenset({"MTH", "FTH", "NMTH", "NFTH", "GRMTH", "GRFTH", "GGRMTH", "GGRFTH"})
CHILDREN = frozenset({"DAU", "SON", "CHILD", "DAUC", "SONC", "GRNDDAU", "GRNDSO"})
GUARDIANS = frozenset({"TUTEUR", "CURATEUR", "MSVG"})
_DEEPEST = 8


def refuse_herself(person: Person, name: str, born_on: str, person_id: UUID | None) -> None:
    """Nobody is around herself. A namesake is told apart by her date of birth."""
    if person_id == person.pk:
        raise Refused(f"C’est {person.full_name} : on n’est pas son propre proche. Choisissez quelqu’un d’autre.")
    names = {
        fold(f"{first} {last}")
        for first in (person.first_names, person.first_names.split(" ")[0], person.preferred_name)
        for last in (person.birth_name, person.used_name)
        if first and last
    }
    turned = {" ".join(reversed(one.split(" "))) for one in names if one.count(" ") == 1}
    hers = person.birth_date and born_on in (f"{person.birth_date:%d/%m/%Y}", f"{person.birth_date:%Y}")
    if fold(name) in names | turned and (hers or not born_on):
        raise Refused(
            f"C’est le nom de {person.full_name}. Si c’est une autre personne du même nom, écrivez sa date de naissance."
        )


def one_at_a_time(actor: Actor) -> None:
    """Two colleagues write at once, one that Ana guards Sam, the other that Sam guards Ana: the second waits until the first
    has written, then sees it. Held until the end of the transaction, by those alone who link two persons accompanied here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{actor.organization_id} who is above"]
        )


def refuse_loop(actor: Actor, person: Person, relation: str, person_id: UUID | None) -> None:
    """Somebody accompanied here too: what is already known must not say the contrary (only what this reader is told)."""
    if person_id is None or relation not in PARENTS | CHILDREN | GUARDIANS:
        return
    one_at_a_time(actor)
    if relation in PARENTS | CHILDREN:
        child, parent = (person.pk, person_id) if relation in PARENTS else (person_id, person.pk)
        if child in _above(actor, parent, PARENTS, CHILDREN):
            raise Refused("Chacune serait le parent ou l’aïeul de l’autre. Vérifiez le lien dans les deux entourages.")
    if relation in GUARDIANS and person.pk in _above(actor, person_id, GUARDIANS, frozenset()):
        raise Refused("Chacune protégerait l’autre. Vérifiez qui est protégé, et par qui, dans les deux entourages.")


def _above(actor: Actor, start: UUID, codes: frozenset[str], turned: frozenset[str]) -> set[UUID]:
    """Persons accompanied here who stand above this one, step by step: those of her circle by one of these links
    (mother), and those in whose circle she is by the link turned round (daughter)."""
    met: set[UUID] = set()
    waiting = {start}
    for _ in range(_DEEPEST):
        links = told_to(actor, Relative.objects.filter(record__in=Record.objects.visible_to(actor), ended_on=None))
        up = links.filter(record__person_id__in=waiting, relation__in=codes).exclude(contact__person=None)
        round_ = links.filter(contact__person_id__in=waiting, relation__in=turned)
        found = set(up.values_list("contact__person_id", flat=True)) | set(
            round_.values_list("record__person_id", flat=True)
        )
        waiting = found - met
        met |= found
        if not waiting:
            break
    return met
