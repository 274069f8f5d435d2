"""Titles about her path, her rights and her measure: «Sortie prévue», «AAH fin», «Échéance de la mesure»."""

import re

from liane.people.importing.fields import Field

# Several words that are one: read before the others, on the folded title.
ONE_WORD = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\b(?:TITRE|CARTE) DE SEJOUR\b", "TITRESEJOUR"),
        (r"\bCARTE (?:NATIONALE )?(?:D )?IDENTITE\b", "CNI"),
        (r"\bCARTE (?:MOBILITE INCLUSION|(?:D )?INVALIDITE)\b", "CMI"),
        (r"\bCOMPLEMENTAIRE SANTE SOLIDAIRE\b|\bC ?2S\b|\bCMUC?\b", "CSS"),
        (r"\b(?:COMPLEMENTAIRE|MUTUELLE)(?: SANTE)?\b", "AMC"),
        (r"\bAIDE SOCIALE(?: A L HEBERGEMENT)?\b", "ASH"),
        (r"\b(?:APL|ALS|AIDE AU LOGEMENT)\b", "APL"),
        (r"\bJUSQU (?:AU|A|EN)\b", "JUSQU"),
    )
)
RIGHTS: dict[str, Field] = {
    "ORIENTATION": Field.RIGHT_ORIENTATION, "AAH": Field.RIGHT_AAH, "AEEH": Field.RIGHT_AEEH, "PCH": Field.RIGHT_PCH,
    "CMI": Field.RIGHT_CMI, "RQTH": Field.RIGHT_RQTH, "ALD": Field.RIGHT_ALD, "AMC": Field.RIGHT_AMC,
    "CSS": Field.RIGHT_CSS, "AME": Field.RIGHT_AME, "APA": Field.RIGHT_APA, "ASH": Field.RIGHT_ASH,
    "APL": Field.RIGHT_HOUSING, "SIAO": Field.RIGHT_SIAO, "TITRESEJOUR": Field.RIGHT_RESIDENCE, "CNI": Field.RIGHT_PAPER,
}  # fmt: skip
# «Fin» and «début» are read SORTIE and ENTREE in every title.
ENDS = frozenset("SORTIE ECHEANCE JUSQU VALIDITE VALABLE EXPIRATION EXPIRE LIMITE RENOUVELLEMENT".split())
_BESIDE = frozenset("DATE DROIT DROITS MDPH CDAPH NOTIFICATION DECISION".split())
_BEGINS = frozenset("ENTREE JUGEMENT EFFET DECISION".split())
_PLANNED = frozenset("PREVUE PREVISIONNELLE PREVISIBLE".split())
_PATH: dict[frozenset[str], Field] = {
    frozenset(words.split()): field
    for words, field in (
        ("MODE ENTREE", Field.ENTRY_MODE), ("TYPE ENTREE", Field.ENTRY_MODE),
        ("PROVENANCE", Field.ORIGIN), ("ORIGINE", Field.ORIGIN), ("LIEU PROVENANCE", Field.ORIGIN),
        ("MODE SORTIE", Field.EXIT_MODE), ("MOTIF SORTIE", Field.EXIT_MODE), ("TYPE SORTIE", Field.EXIT_MODE),
        ("DESTINATION", Field.DESTINATION), ("DESTINATION SORTIE", Field.DESTINATION),
        ("LIEU SORTIE", Field.DESTINATION),
    )
}  # fmt: skip
WORDS = frozenset(
    {*RIGHTS, *ENDS, *_BESIDE, *_BEGINS, *_PLANNED, *(w for words in _PATH for w in words), "MESURE", "TUTELLE"}
)
# The house’s own spellings of these words, beside those of `headers.SAME`.
SPELLED = {
    "PREVU": "PREVUE",
    "ECHEANCES": "ECHEANCE",
    "NOTIF": "NOTIFICATION",
    "ORDONNANCE": "JUGEMENT",
    "MESURES": "MESURE",
}


def joined(folded: str) -> str:
    """The folded title, its usual groups of words in one."""
    for pattern, word in ONE_WORD:
        folded = pattern.sub(word, folded)
    return folded


def path_or_right(words: frozenset[str]) -> tuple[Field, bool] | None:
    """The field that a title names, and whether it leaves no doubt: «ALD» alone may hold a date, a yes, or anything else."""
    if field := _PATH.get(words):
        return field, True
    planned = words & _PLANNED
    if planned and words - planned - {"DATE"} == {"SORTIE"}:
        return Field.PLANNED_ENDS_ON, True
    if words & {"MESURE", "JUGEMENT", "TUTELLE"} and (field := _measure(words)):
        return field, True
    return _right(words)


def _measure(words: frozenset[str]) -> Field | None:
    """When a measure begins or ends; its name and who exercises it are read elsewhere."""
    rest = words - {"MESURE", "TUTELLE", "DATE"}
    if rest and rest <= ENDS:
        return Field.MEASURE_ENDS
    return Field.MEASURE_STARTS if rest and rest <= _BEGINS else None


def _right(words: frozenset[str]) -> tuple[Field, bool] | None:
    named = [word for word in words if word in RIGHTS]
    rest = words - set(named)
    if len(named) != 1 or not rest <= ENDS | _BESIDE:
        return None
    has_end = bool(rest & ENDS)
    if not has_end and (rest or named[0] == "ORIENTATION"):
        return None
    return RIGHTS[named[0]], has_end
