"""Closed lists of the protection. Kinds of measures are data: `nomenclatures/data/legal_measures.toml`."""

from django.db.models import TextChoices


class Authority(TextChoices):
    """How a parent stands towards parental authority; each is a situation of `legal_measures.toml`."""

    SHARED = "shared", "L’exerce avec l’autre parent"
    SOLE = "sole", "L’exerce seul"
    NOT_EXERCISED = "not_exercised", "Ne l’exerce pas : l’autre parent l’exerce seul"
    UNABLE = "unable", "Hors d’état de l’exercer (absence, incapacité)"
    SUSPENDED = "suspended", "Exercice suspendu (poursuites ou condamnation)"
    PARTLY_WITHDRAWN = "partly_withdrawn", "Retirée en partie"
    WITHDRAWN = "withdrawn", "Retirée"
    NOT_HOLDER = "not_holder", "Ne l’a pas (filiation non établie, grand-parent, beau-parent)"


ACTIVE = frozenset({Authority.SHARED, Authority.SOLE})


class Visits(TextChoices):
    """Visiting rights, as the judge or the parents wrote them."""

    UNKNOWN = "", "Rien d’écrit"
    FREE = "FREE", "Libres"
    LODGING = "LODGING", "Visites et hébergement"
    MEDIATED = "MEDIATED", "Médiatisées : en présence d’un professionnel"
    ESCORTED = "ESCORTED", "En présence d’un tiers"
    LETTERS = "LETTERS", "Courrier et téléphone seulement"
    BARRED = "BARRED", "Aucun contact"


class Limit(TextChoices):
    """What may not be told to somebody, whatever her authority."""

    NONE = "", "Rien de particulier"
    PLACE = "PLACE", "Ne rien dire du lieu où vit l’enfant"
    NOTHING = "NOTHING", "Ne rien transmettre"


class HolderRole(TextChoices):
    """What a second person does beside the one who exercises a measure."""

    JOINT = "JOINT", "Exerce avec (cotuteur, cocurateur)"
    WATCHING = "WATCHING", "Surveille (subrogé tuteur ou curateur)"
