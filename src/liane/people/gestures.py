"""What one does about persons and their records, for the search everywhere."""

from liane.access.enums import Right
from liane.kit.gestures import Gesture

_GESTURES = (
    Gesture("Accueillir une personne", "people:create", "plus", Right.RECORD_CREATE, ("nouvelle", "nouveau", "admission", "arrivée", "créer", "dossier")),
    Gesture("Accueillir quelqu’un sans papiers", "people:create_alias", "personne", Right.RECORD_CREATE, ("anonyme", "alias", "surnom", "rue", "sans", "papiers")),
    Gesture("Lire un code INS", "people:code", "loupe", Right.PERSONS_SEARCH, ("ins", "code", "scanner", "douchette", "datamatrix")),
    Gesture("Vérifier l’identité de {name}", "people:identity_sheet", "bouclier", Right.IDENTITY_VERIFY, ("identité", "vérifier", "pièce", "ins", "doute"), about_person=True),
    Gesture("Voir toutes les personnes", "people:list", "gens", Right.PERSONS_SEARCH, ("liste", "personnes", "présentes")),
    Gesture("Imprimer des étiquettes ou des convocations", "people:mail", "imprime", Right.RECORD_PRINT, ("étiquettes", "adresses", "convocation", "courrier", "lettre")),
    Gesture("Lire L’essentiel de {name}", "people:essential", "feuille", Right.RECORD_READ, ("essentiel", "lire", "habitudes"), about_person=True),
    Gesture("Imprimer l’essentiel de {name}", "people:essential_pdf", "imprime", Right.RECORD_PRINT, ("imprimer", "essentiel", "fiche", "liaison", "pdf"), about_person=True),
    Gesture("Voir l’entourage de {name}", "people:circle", "famille", Right.RECORD_READ, ("entourage", "famille", "prévenir", "appeler", "téléphone"), about_person=True),
    Gesture("Chercher dans l’annuaire", "people:directory", "tel", Right.RECORD_READ, ("annuaire", "école", "médecin", "mandataire", "tribunal", "contact", "téléphone")),
    Gesture("Voir qui a vu le dossier de {name}", "people:journal", "oeil", Right.RECORD_JOURNAL, ("qui", "journal", "traces"), about_person=True),
    Gesture("Doublons possibles", "people:doubles", "gens", Right.IDENTITY_MERGE, ("doublon", "double", "fusion", "réunir", "identité", "identitovigilance")),
    Gesture("Identités du service", "people:identities", "bouclier", Right.IDENTITY_MERGE, ("identités", "qualifiées", "chiffres", "ins")),
    Gesture("Chercher un autre dossier de {name}", "people:double_of", "gens", Right.IDENTITY_MERGE, ("doublon", "double", "réunir", "autre"), about_person=True),
    Gesture("Séparer le dossier de {name}", "people:part", "gens", Right.IDENTITY_MERGE, ("séparer", "collision", "mêlé"), about_person=True),
    Gesture("Accès d’urgence", "people:emergency_door", "alerte", Right.EMERGENCY_OPEN, ("urgence", "danger", "ouvrir", "dossier", "fermé")),
)  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
