"""Rules of a paper: who may withdraw it, and who still opens it afterwards. Who reads it is the rule of its line of the fil."""

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.queries import Paper

# What a browser shows by itself, so that a shared computer keeps no copy; everything else is only given to be saved.
SHOWN = ("application/pdf", "image/jpeg", "image/png", "image/webp")


def may_withdraw(actor: Actor, paper: Paper) -> bool:
    """Who added it, or who answers for the service; always with a reason."""
    return not paper.withdrawn and (paper.author_id == actor.practitioner_id or answers_for(actor, paper))


def not_yours(paper: Paper) -> str:
    """What is said to a colleague who may not."""
    return f"Seul {paper.author}, ou qui répond du service, peut retirer ce papier."


def answers_for(actor: Actor, paper: Paper) -> bool:
    """Who answers for the service may cancel what colleagues wrote there."""
    return actor.may(Right.NOTE_CANCEL, paper.unit_id)


def may_open(actor: Actor, paper: Paper) -> bool:
    """A withdrawn paper was most often filed with the wrong person: only who answers for the service still opens it."""
    return not paper.withdrawn or answers_for(actor, paper)
