"""What one does about one's team and one's places, for the search everywhere."""

from liane.access.enums import Right
from liane.kit.gestures import Gesture

_GESTURES = (
    Gesture("Changer d’établissement", "access:place", "epingle", "", ("lieu", "unité", "équipe", "service")),
    Gesture("Équipe et droits", "access:rights", "bouclier", Right.RIGHTS_READ, ("collègues", "rôles", "qui", "peut")),
    Gesture("Réglages", "access:settings", "maison", Right.HOUSE_MANAGE, ("établissement", "unité", "horaires", "lieux")),
    Gesture("Revue des droits", "access:review", "tache", Right.RIGHTS_READ, ("revue", "droits", "habilitations", "confirmer", "terminer")),
    Gesture("Les rôles", "access:roles", "bouclier", Right.RIGHTS_READ, ("rôle", "profil", "matrice", "droits")),
    Gesture("Nouveaux droits proposés", "access:role_news", "bouclier", Right.HOUSE_MANAGE, ("nouveau", "droit", "rôle", "version", "proposés")),
    Gesture("Ouvrir un accès pour cette nuit", "access:temp_new", "lune", Right.TEMP_OPEN, ("remplaçant", "intérimaire", "nuit", "intérim")),
    Gesture("Accueillir un collègue", "access:newcomer", "plus", Right.HOUSE_MANAGE, ("compte", "nouveau", "professionnel")),
)  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
