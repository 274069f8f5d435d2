"""What agrees between two identities, in the words of the houses."""

from liane.people.doubles.scoring import CERTAIN, Agree, Days, Score

_NAMES = {Agree.SAME: "name_same", Agree.HEARD: "name_heard", Agree.CLOSE: "name_close", Agree.APART: "name_apart"}
_FIRSTS = {
    Agree.SAME: "first_same",
    Agree.HEARD: "first_heard",
    Agree.CLOSE: "first_close",
    Agree.UNKNOWN: "first_unknown",
}
_DAYS = {Days.SAME: "day_same", Days.EXCHANGED: "day_exchanged", Days.SLIP: "day_slip", Days.UNKNOWN: "day_unknown"}
WORDS = {
    "name_same": "même nom",
    "name_heard": "nom qui se prononce pareil",
    "name_close": "nom à une lettre près",
    "name_apart": "nom différent",
    "first_same": "même prénom",
    "first_heard": "prénom qui se prononce pareil",
    "first_close": "prénom à une lettre près",
    "first_unknown": "prénom non connu",
    "day_same": "même date de naissance",
    "day_exchanged": "jour et mois inversés",
    "day_slip": "date à un chiffre près",
    "day_unknown": "date de naissance incomplète",
    "crossed": "nom et prénom inversés",
    "sex_differs": "sexe différent",
    "place_same": "même lieu de naissance",
    "number_same": "même numéro d’INS ou de Sécurité sociale",
    "asked": "rapprochés par un collègue",
}


def reasons(score: Score) -> list[str]:
    """Codes kept with the pair."""
    names = ["crossed"] if score.is_crossed else [_NAMES.get(score.name, ""), _FIRSTS.get(score.first, "")]
    found = [*names, _DAYS.get(score.days, "")]
    found += ["sex_differs"] if score.sexes_differ else []
    found += ["place_same"] if score.places is Agree.SAME else []
    return [code for code in found if code]


def in_words(codes: list[str]) -> str:
    """«Même nom, même prénom, jour et mois inversés»."""
    said = ", ".join(WORDS[code] for code in codes if code in WORDS)
    return said[:1].upper() + said[1:]


def how_near(points: int) -> tuple[str, str]:
    """A word and its tone: never a figure, which would look like a proof."""
    return ("Très probable", "ambre") if points >= CERTAIN else ("À comparer", "")
