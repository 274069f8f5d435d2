"""The fixed cast of the demonstration (contract): slugs on which scripts and tests rely."""

from dataclasses import dataclass

PASSWORD = "une-liane-pour-essayer"


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who can be played."""

    slug: str
    name: str
    what: str


CAST = (
    Face("karim", "Karim Duval", "éducateur spécialisé, FAM Les Tilleuls et IME La Garenne"),
    Face("ines", "Inès Roche", "AES de nuit, FAM Les Tilleuls"),
    Face("maud", "Maud Lefort", "infirmière coordinatrice, FAM et EHPAD"),
    Face("sophie", "Sophie Marchal", "cheffe de service, FAM Les Tilleuls"),
    Face("marc", "Marc Estève", "directeur"),
    Face("nicole", "Nicole Ferrand", "secrétaire"),
    Face("amine", "Amine Haddad", "délégué à la protection des données, plusieurs organismes"),
    Face("fatou", "Fatou Diop", "TISF, sur la route"),
    Face("helene", "Hélène Vidal", "assistante sociale, SAVS Horizon et CHRS L’Escale"),
    Face("admin", "Administrateur de l’instance", "n’ouvre aucun dossier"),
    Face("farid", "Farid Zeroual", "éducateur d’une autre association, la Fondation Bel Air"),
)
