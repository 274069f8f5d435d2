"""The INS of two records that were one: the surer identity stays; what the other one alone knew of the national service passes.

Both moves are lines of the table of the RNIV (`ins_status_transitions.csv`): a validated identity that receives the INS retrieved for
the same traits is qualified; the day when they are two persons after all, the INS leaves it, to its history, and it is validated.
"""

from uuid import UUID

from liane.access.actor import Actor
from liane.kit.door import Refused
from liane.people.doubles.comparing import sureness
from liane.people.doubles.models import Regrouping
from liane.people.enums import IdentityStatus
from liane.people.ins.moves import Event
from liane.people.ins.policies import STRICT
from liane.people.ins.receiving import differences
from liane.people.ins.writing import happen
from liane.people.models import Person

SURER = (
    "L’autre dossier a une identité plus sûre ({status})\u00a0: gardez celui-là, pour que sa pièce et son INS ne se perdent pas. "
    "Rien n’a été réuni."
)
UNLIKE = "L’INS de l’autre dossier a été donnée pour d’autres traits ({traits}). Vérifiez d’abord les deux identités\u00a0: rien n’a été réuni."
_INS = ("ins_matricule", "ins_oid", "ins_source", "ins_at")
JOINED, PARTED = (
    "INS reçue du dossier réuni",
    "Réunion de dossiers annulée\u00a0: cette INS est celle de l’autre personne",
)


def refuse_less_sure(kept: Person, gone: Person) -> None:
    """Nothing of an identity is lost by a joining, so nothing of it has to be found again."""
    if sureness(gone) > sureness(kept):
        label = str(IdentityStatus(gone.identity_status).label)
        raise Refused(SURER.format(status=f"{label[0].lower()}{label[1:]}"))
    if _passes(kept, gone) and (unlike := differences(kept, gone)):
        raise Refused(UNLIKE.format(traits=", ".join(unlike)))


def _passes(kept: Person, gone: Person) -> bool:
    return kept.identity_status == IdentityStatus.VALIDATED and gone.identity_status == IdentityStatus.RETRIEVED


def carry_ins(actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """After the lines have moved; both are locked by who joins them."""
    people = Person.objects.select_for_update().in_bulk([kept_id, gone_id])
    kept, gone = people[kept_id], people[gone_id]
    if _passes(kept, gone):
        happen(actor, kept, Event.INS_FOUND, reason=JOINED, **{name: getattr(gone, name) for name in (*STRICT, *_INS)})


def give_ins_back(actor: Actor, done: Regrouping) -> None:
    """Two persons after all: the record that was closed kept its own; the other loses what it had received from it."""
    people = Person.objects.select_for_update().in_bulk([done.target_person_id, done.source_person_id])
    kept, gone = people[done.target_person_id], people[done.source_person_id]
    received = gone.identity_status == IdentityStatus.RETRIEVED and kept.identity_status == IdentityStatus.QUALIFIED
    if received and kept.ins_matricule == gone.ins_matricule:
        happen(actor, kept, Event.INS_NOT_CONFIRMED, reason=PARTED)
