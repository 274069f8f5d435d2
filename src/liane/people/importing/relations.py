"""«Sa mère», «soeur», «tutrice (UDAF)»: the words of the houses, as the official code of the relation."""

from liane.kit.text import fold

DOCTOR = "MEDECIN"  # ours, never stored: the official list has no doctor
OTHER = "AUTRE"  # «Autre : à préciser», as the page of the circle writes it
UNKNOWN = "FRND"
# Folded word → code of relations.csv. Longest wording first when read, so that «belle mère» is not «mère».
WORDS: dict[str, str] = {
    "ARRIERE GRAND MERE": "GGRMTH", "ARRIERE GRAND PERE": "GGRFTH", "GRAND MERE": "GRMTH", "GRAND PERE": "GRFTH",
    "MAMIE": "GRMTH", "PAPI": "GRFTH", "BELLE MERE": "STPMTH", "BEAU PERE": "STPFTH", "MERE": "MTH", "MAMAN": "MTH",
    "PERE": "FTH", "PAPA": "FTH", "PETITE FILLE": "GRNDDAU", "PETIT FILS": "GRNDSO", "FILLE": "DAUC", "FILS": "SONC",
    "ENFANT": "CHILD", "ENFANTS": "CHILD", "DEMI FRERE": "HBRO", "DEMI SOEUR": "HSIS", "FRERE": "BRO", "SOEUR": "SIS",
    "BELLE SOEUR": "FAMMEMB", "BEAU FRERE": "FAMMEMB", "BELLE FILLE": "FAMMEMB", "BEAU FILS": "FAMMEMB",
    "BELLE SOEURS": "FAMMEMB", "ONCLE": "UNCLE", "TANTE": "AUNT", "NEVEU": "NEPHEW", "NIECE": "NIECE",
    "COUSIN": "COUSN", "COUSINE": "COUSN", "EPOUX": "HUSB", "MARI": "HUSB", "EPOUSE": "WIFE", "FEMME": "WIFE",
    "CONJOINT": "SIGOTHR", "CONJOINTE": "SIGOTHR", "CONCUBIN": "DOMPART", "CONCUBINE": "DOMPART",
    "COMPAGNON": "DOMPART", "COMPAGNE": "DOMPART", "PARTENAIRE": "DOMPART", "PACS": "DOMPART", "VOISIN": "NBOR",
    "VOISINE": "NBOR", "AMI": "FRND", "AMIE": "FRND", "PROCHE": "FRND", "FAMILLE": "FAMMEMB", "PARENT": "FAMMEMB",
    "PARENTS": "FAMMEMB", "TUTEUR": "TUTEUR", "TUTRICE": "TUTEUR", "TUTELLE": "TUTEUR", "CURATEUR": "CURATEUR",
    "CURATRICE": "CURATEUR", "CURATELLE": "CURATEUR", "CURATELLE RENFORCEE": "CURATEUR",
    "SAUVEGARDE": "MSVG", "MANDATAIRE": "MSVG", "MJPM": "TUTEUR", "HABILITATION FAMILIALE": "FAMMEMB",
}  # fmt: skip
LEGAL = frozenset({"TUTEUR", "CURATEUR", "MSVG"})
_BY_LENGTH = sorted(WORDS, key=len, reverse=True)


def relation_in(text: str) -> str | None:
    """Code of the relation named somewhere in a text, nothing when none is."""
    words = f" {fold(text)} "
    for wording in _BY_LENGTH:
        if f" {wording} " in words:
            return WORDS[wording]
    return None
