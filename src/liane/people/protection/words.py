"""The words of the protection."""

from liane.nomenclatures.legal_measures import Answer, measure_kinds
from liane.people.protection.enums import Authority

ANSWERS = {
    Answer.NO: ("Non", "rouge", "croix"),
    Answer.CHECK: ("À vérifier", "ambre", "attente"),
    Answer.OPINION: ("Son avis est demandé", "bleu", "message"),
    Answer.AGREED: ("Si la personne est d’accord", "bleu", "main"),
    Answer.DECISION: ("Selon la décision", "ocre", "balance"),
    Answer.USUAL: ("Actes usuels seulement", "ocre", "balance"),
    Answer.IF_UNABLE: ("Si elle ne peut pas décider", "ocre", "balance"),
    Answer.IF_ABLE: ("Si son état le permet", "ocre", "balance"),
    Answer.WITH: ("À deux", "ocre", "gens"),
    Answer.YES: ("Oui", "vert", "coche"),
}
QUESTIONS = {
    "informed": "Être informé",
    "reads": "Lire le dossier",
    "signs": "Signer",
    "consents": "Consentir (soins, décisions importantes)",
}


def measure_label(code: str) -> str:
    """«Curatelle renforcée»; a kind that the file no longer has keeps its code."""
    kind = measure_kinds().get(code)
    return kind.label if kind else code.replace("_", " ").capitalize()


def authority_label(status: str) -> str:
    """«L’exerce seul»."""
    return Authority(status).label if status in Authority.values else status
