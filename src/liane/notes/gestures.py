"""What one does every day, for the search everywhere."""

from liane.access.enums import Right
from liane.kit.gestures import Gesture

_GESTURES = (
    Gesture("Écrire pour {name}", "timeline:record", "plus", Right.NOTE_WRITE, ("écrire", "noter", "transmission", "note"), about_person=True, fragment="ecrire"),
    Gesture("Écrire", "notes:start", "plus", Right.NOTE_WRITE, ("noter", "transmission", "note")),
    Gesture("Relève", "notes:handover", "releve", Right.HANDOVER_READ, ("lire", "transmissions", "prendre", "équipe")),
    Gesture("Imprimer la relève", "notes:handover_print", "imprime", Right.HANDOVER_READ, ("papier",)),
    Gesture("Tâches", "notes:tasks", "tache", Right.TASK_WRITE, ("faire", "rappels", "échéances")),
    Gesture("Ma journée", "notes:home", "maison", "", ("accueil", "aujourd’hui")),
    Gesture("Mes brouillons", "drafts:list", "papier", "", ("reprendre", "commencé", "texte perdu")),
)  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
