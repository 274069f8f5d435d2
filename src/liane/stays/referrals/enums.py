"""Closed lists of a request: where each wish stands, where it may go, what is proposed about it, how a task stands."""

from django.db.models import TextChoices


class WishState(TextChoices):
    """Where a wished facility stands. The words of the SI-SDO for the same states are data (nomenclatures.referrals)."""

    RECEIVED = "RECEIVED", "Reçue"
    STUDY = "STUDY", "À l’étude"
    WAITING = "WAITING", "Liste d’attente"
    ADMISSION = "ADMISSION", "Admission en préparation"
    ADMITTED = "ADMITTED", "Admise"
    REFUSED = "REFUSED", "Refusée"
    WITHDRAWN = "WITHDRAWN", "Retirée par la personne"
    NO_ANSWER = "NO_ANSWER", "Sans réponse"


ENDED = (WishState.REFUSED, WishState.WITHDRAWN, WishState.NO_ANSWER)
OPEN = (WishState.RECEIVED, WishState.STUDY, WishState.WAITING, WishState.ADMISSION)
_AWAY = frozenset(ENDED)
# From where to where. Admitted is reached by the admission itself, and by nothing else; what is closed may be taken up again.
NEXT: dict[str, frozenset[str]] = {
    WishState.RECEIVED: frozenset({WishState.STUDY, WishState.WAITING, WishState.ADMISSION}) | _AWAY,
    WishState.STUDY: frozenset({WishState.WAITING, WishState.ADMISSION}) | _AWAY,
    WishState.WAITING: frozenset({WishState.STUDY, WishState.ADMISSION}) | _AWAY,
    WishState.ADMISSION: frozenset({WishState.STUDY, WishState.WAITING}) | _AWAY,
    WishState.ADMITTED: frozenset(),
    WishState.REFUSED: frozenset({WishState.RECEIVED}),
    WishState.WITHDRAWN: frozenset({WishState.RECEIVED}),
    WishState.NO_ANSWER: frozenset({WishState.RECEIVED}),
}


class MoveKind(TextChoices):
    """What moved a wish: its state, its criteria, a decision about its place, the rules of the house, the move of another."""

    STATE = "STATE", "État"
    CRITERIA = "CRITERIA", "Critères"
    PLACE = "PLACE", "Place"
    RULES = "RULES", "Règles de la liste"
    OTHER = "OTHER", "Place dans la liste"


class Verdict(TextChoices):
    """What somebody of the team thinks of a request."""

    FOR = "FOR", "Favorable"
    RESERVED = "RESERVED", "Favorable avec réserves"
    AGAINST = "AGAINST", "Défavorable"
    MORE = "MORE", "Il manque des éléments"


class TaskState(TextChoices):
    """The four states of a task of admission (ux §6, screen 18): «not seen» is not «not done»."""

    UNSEEN = "UNSEEN", "Pas vue"
    DOING = "DOING", "En cours"
    DONE = "DONE", "Fait"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Sans objet"


class Duration(TextChoices):
    """Temporalité de l’accueil (JDV_J30 of the SI-SDO: temporaire, permanent)."""

    UNKNOWN = "", "Non précisée"
    PERMANENT = "PERMANENT", "Permanent"
    TEMPORARY = "TEMPORARY", "Temporaire"
