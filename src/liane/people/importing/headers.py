"""Read the title of one column as a secretary wrote it: accents, capitals, abbreviations and slips allowed."""

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

from liane.kit.text import fold
from liane.people.importing import titles
from liane.people.importing.fields import Field

# Words that add nothing to a title.
FILLERS = frozenset(
    "DE DU DES D LA LE L LES ET EN OU SON SA SES E S A AU AUX POUR PAR SI AVEC DANS SUR OBLIGATOIRE".split()
)
# Who the list is about: kept only when nothing else is said.
PEOPLE = frozenset(
    "USAGER USAGERE USAGERS RESIDENT RESIDENTE RESIDENTS PERSONNE PERSONNES ACCOMPAGNEE ACCOMPAGNE ACCOMPAGNEES ACCUEILLIE"
    " ACCUEILLI JEUNE JEUNES ENFANT ENFANTS PATIENT PATIENTE PATIENTS BENEFICIAIRE BENEFICIAIRES TRAVAILLEUR ADULTE"
    " LOCATAIRE HEBERGE MINEUR PENSIONNAIRE ASSURE".split()
)
SAME: dict[str, str] = {
    "DT": "DATE", "DATES": "DATE", "NAISS": "NAISSANCE", "NAIS": "NAISSANCE", "NAISSANC": "NAISSANCE", "NE": "NAISSANCE",
    "NEE": "NAISSANCE", "DDN": "DATENAISSANCE", "DN": "DATENAISSANCE", "DNAISS": "DATENAISSANCE",
    "DATENAISS": "DATENAISSANCE", "N": "NUMERO", "NO": "NUMERO", "NUM": "NUMERO", "NUMEROS": "NUMERO", "NR": "NUMERO",
    "TEL": "TELEPHONE", "TELEPHONES": "TELEPHONE", "PORTABLE": "TELEPHONE", "MOBILE": "TELEPHONE", "GSM": "TELEPHONE",
    "FIXE": "TELEPHONE", "PHONE": "TELEPHONE", "PORT": "TELEPHONE", "COORDONNEES": "TELEPHONE", "JOINDRE": "TELEPHONE",
    "MAIL": "COURRIEL", "EMAIL": "COURRIEL", "MEL": "COURRIEL", "MAILS": "COURRIEL", "ADR": "ADRESSE", "RUE": "ADRESSE",
    "VILLE": "ADRESSE", "CP": "ADRESSE", "POSTAL": "ADRESSE", "POSTALE": "ADRESSE", "DOMICILE": "ADRESSE",
    "PRENOMS": "PRENOM", "PREN": "PRENOM", "FIRSTNAME": "PRENOM", "NOMS": "NOM", "LASTNAME": "NOM", "PATRONYME": "NOM",
    "PATRONYMIQUE": "NOM", "NJF": "NOMNAISSANCE", "ETAB": "ETABLISSEMENT", "ETS": "ETABLISSEMENT",
    "ETABLISSEMENTS": "ETABLISSEMENT", "STRUCTURE": "ETABLISSEMENT", "ESMS": "ETABLISSEMENT", "ESSMS": "ETABLISSEMENT",
    "SITE": "ETABLISSEMENT", "RESIDENCE": "ETABLISSEMENT", "MAISON": "ETABLISSEMENT", "UNITES": "UNITE",
    "GROUPE": "UNITE", "GPE": "UNITE", "SERVICE": "UNITE", "SECTEUR": "UNITE", "PAVILLON": "UNITE", "ETAGE": "UNITE",
    "FOYER": "UNITE", "SECTION": "UNITE", "VIE": "UNITE", "ATELIER": "UNITE", "EQUIPE": "UNITE", "UF": "UNITE",
    "CH": "CHAMBRE", "CHBRE": "CHAMBRE", "LIT": "CHAMBRE", "PLACE": "CHAMBRE", "LOGEMENT": "CHAMBRE",
    "APPARTEMENT": "CHAMBRE", "STUDIO": "CHAMBRE", "ADMISSION": "ENTREE", "ARRIVEE": "ENTREE", "ENTRE": "ENTREE",
    "ADMIS": "ENTREE", "DEBUT": "ENTREE", "DEPUIS": "ENTREE", "DEPART": "SORTIE", "SORTI": "SORTIE", "FIN": "SORTIE",
    "DECES": "SORTIE", "LOCALITE": "LIEU", "COMMUNE": "LIEU", "GENRE": "SEXE", "CIVILITE": "SEXE", "CIV": "SEXE",
    "TITRE": "SEXE", "SX": "SEXE", "REF": "REFERENT", "REFERENTE": "REFERENT", "REFERENTS": "REFERENT",
    "EDUCATEUR": "REFERENT", "EDUCATRICE": "REFERENT", "COREFERENT": "REFERENT", "IDENTIFIANT": "DOSSIER",
    "MATRICULE": "DOSSIER", "ID": "DOSSIER", "CODE": "NUMERO", "IPP": "DOSSIER", "CONTACTS": "CONTACT",
    "PREVENIR": "CONTACT", "URGENCE": "CONTACT", "PROCHES": "CONTACT", "PROCHE": "CONTACT", "FAMILLE": "CONTACT",
    "ENTOURAGE": "CONTACT", "APPELER": "CONTACT", "PAP": "CONTACT", "CONFIANCE": "CONTACT", "DR": "MEDECIN",
    "DOCTEUR": "MEDECIN", "GENERALISTE": "MEDECIN", "MEDECINS": "MEDECIN", "MT": "MEDECIN", "TUTEUR": "TUTELLE",
    "TUTRICE": "TUTELLE", "CURATEUR": "TUTELLE", "CURATRICE": "TUTELLE", "CURATELLE": "TUTELLE", "MJPM": "TUTELLE",
    "MANDATAIRE": "TUTELLE", "REPRESENTANT": "TUTELLE", "PROTECTION": "TUTELLE", "UDAF": "TUTELLE",
    "PARENTE": "LIEN", "RELATION": "LIEN", "QUALITE": "LIEN", "FILIATION": "LIEN", "SECU": "NIR", "SECURITE": "NIR",
    "NSS": "NIR", "INSEE": "INSEE", "SS": "NIR", "SOCIALE": "NIR", "IMMATRICULATION": "NIR", "INS": "NIR",
    "USAGE": "USUEL", "USUELLE": "USUEL", "MARITAL": "USUEL", "MARITALE": "USUEL", "EPOUSE": "USUEL", "UTILISE": "USUEL",
    "MARIEE": "USUEL", "EPOUX": "USUEL", "PREFERE": "USUEL", "COURANT": "USUEL", "APPELE": "USUEL", "SURNOM": "SURNOM",
    "DEPARTEMENT": "LIEU", "PAYS": "LIEU", "IDENTITE": "NOMPRENOM", "NOMPRENOMS": "NOMPRENOM",
}  # fmt: skip
NEXT = "SUIVANT"  # a title that speaks of the contact named just before it
RELATIVES = frozenset("MERE PERE SOEUR FRERE FILS FILLE CONJOINT PARENT PARENTS ONCLE TANTE TUTELLE".split())
# Words of other columns: known, so that no slip turns them into ours («traitement» is not «traitant»).
OTHERS = frozenset(
    "MESURE LEGAL LEGALE TYPE SITUATION FAMILIALE OBSERVATION OBSERVATIONS REGIME ALIMENTAIRE SANGUIN COMPLET AUTRES REMARQUE"
    " REMARQUES COMMENTAIRE TRAITEMENT TRAITEMENTS ALLERGIE ALLERGIES MUTUELLE CAISSE NATIONALITE ORIENTATION NOTIFICATION"
    " VISITE VISITES DERNIERE DATE PROFESSION SCOLAIRE TRANSPORT REPAS STATUT MOTIF RENOUVELLEMENT ECHEANCE PROJET".split()
)
VOCABULARY = sorted(
    {
        *titles.WORDS,
        *SAME,
        *SAME.values(),
        *PEOPLE,
        *RELATIVES,
        *OTHERS,
        "PRENOM",
        "TRAITANT",
        "FINESS",
        "AGE",
        "RANG",
        "ORDRE",
        "REGISTRE",
        "MDPH",
        "ASE",
    }
)
TITLES: tuple[tuple[frozenset[str], Field], ...] = tuple(
    (frozenset(words.split()), field)
    for words, field in (
        ("NIR", Field.NIR),
        ("MDPH", Field.MDPH_ID),
        ("MDPH DOSSIER", Field.MDPH_ID),
        ("ASE", Field.ASE_ID),
        ("ASE DOSSIER", Field.ASE_ID),
        ("INSEE NAISSANCE", Field.BIRTH_PLACE_CODE),
        ("INSEE LIEU", Field.BIRTH_PLACE_CODE),
        ("INSEE", Field.BIRTH_PLACE_CODE),
        ("COG", Field.BIRTH_PLACE_CODE),
        ("RANG NAISSANCE", Field.BIRTH_ORDER),
        ("ORDRE NAISSANCE", Field.BIRTH_ORDER),
        ("RANG REGISTRE", Field.BIRTH_ORDER),
        ("RANG REGISTRE NAISSANCE", Field.BIRTH_ORDER),
        ("ORDRE REGISTRE NAISSANCE", Field.BIRTH_ORDER),
        ("LIEU NAISSANCE", Field.BIRTH_PLACE),
        ("ADRESSE NAISSANCE", Field.BIRTH_PLACE),
        ("LIEU", Field.BIRTH_PLACE),
        ("DATENAISSANCE", Field.BIRTH_DATE),
        ("DATE NAISSANCE", Field.BIRTH_DATE),
        ("NAISSANCE", Field.BIRTH_DATE),
        ("NOM NAISSANCE", Field.BIRTH_NAME),
        ("NOMNAISSANCE", Field.BIRTH_NAME),
        ("NOM USUEL", Field.USED_NAME),
        ("USUEL", Field.USED_NAME),
        ("PRENOM USUEL", Field.PREFERRED_NAME),
        ("SURNOM", Field.PREFERRED_NAME),
        ("PRENOM NAISSANCE", Field.FIRST_NAMES),
        ("NOM PRENOM", Field.FULL_NAME),
        ("NOMPRENOM", Field.FULL_NAME),
        ("NOM COMPLET", Field.FULL_NAME),
        ("PRENOM", Field.FIRST_NAMES),
        ("AUTRES PRENOM", Field.FIRST_NAMES),
        ("NOM", Field.BIRTH_NAME),
        ("SEXE", Field.SEX),
        ("FINESS", Field.FINESS),
        ("ETABLISSEMENT", Field.FACILITY),
        ("NOM ETABLISSEMENT", Field.FACILITY),
        ("UNITE", Field.UNIT),
        ("LIEU UNITE", Field.UNIT),
        ("NOM UNITE", Field.UNIT),
        ("CHAMBRE", Field.PLACE),
        ("ENTREE", Field.STARTS_ON),
        ("DATE ENTREE", Field.STARTS_ON),
        ("SORTIE", Field.ENDS_ON),
        ("DATE SORTIE", Field.ENDS_ON),
        ("DOSSIER", Field.LOCAL_ID),
        ("NUMERO", Field.LOCAL_ID),
        ("REFERENT", Field.KEY_WORKER),
        ("AGE", Field.AGE),
        ("TELEPHONE", Field.PHONE),
        ("COURRIEL", Field.EMAIL),
        ("ADRESSE", Field.ADDRESS),
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a title says: a field, the group it belongs to («CONTACT 2»), and how sure one can be."""

    field: Field
    group: str = ""
    exact: bool = True
    generic: bool = False


def read_header(header: str) -> Reading | None:
    """Understand one title, or nothing."""
    words, exact = _words(header)
    numbers = [word for word in words if word.isdecimal()]
    words = [word for word in words if not word.isdecimal()]
    if found := titles.path_or_right(frozenset(words) - PEOPLE):
        return Reading(found[0], exact=exact and found[1])
    group = _group(words)
    if group:
        return _grouped(words, group, numbers, exact)
    said = [word for word in words if word not in PEOPLE]
    if not said:
        return Reading(Field.FULL_NAME, exact=exact, generic=True) if words else None
    return _person(frozenset(said), exact)


def is_known_header(header: str) -> bool:
    """For the reader of tables: does this cell look like one of our titles?"""
    return len(header) < 80 and read_header(header) is not None


def _words(header: str) -> tuple[list[str], bool]:
    """The useful words of a title in their plain form, and whether all were spelled as expected."""
    folded = re.sub(r"(?<=[A-Z])(?=\d)", " ", fold(re.sub(r"(?<=[a-zé])(?=[A-Z])", " ", header)))
    folded = re.sub(r"\b([A-Z]) ([A-Z]) ([A-Z])\b", r"\1\2\3", folded)
    folded = re.sub(r"\b(?:JEUNE FILLE|NOM DE FILLE)\b", "NOM NAISSANCE", folded)
    folded = titles.joined(re.sub(r"\bNOM DE FAMILLE\b", "NOM", folded))
    words, exact = [], True
    for word in folded.split():
        if word in FILLERS:
            continue
        if word not in _known() and not word.isdecimal() and len(word) >= 5:
            close = difflib.get_close_matches(word, VOCABULARY, n=1, cutoff=0.8)
            exact = exact and not close
            word = close[0] if close else word
        words.append(SAME.get(word) or titles.SPELLED.get(word, word))
    return list(dict.fromkeys(words)), exact


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(VOCABULARY)


def _group(words: list[str]) -> str:
    """The person whom the title speaks about, when it is not the one of the line."""
    for word in ("MEDECIN", "TUTELLE", "CONTACT"):
        if word in words:
            return word
    return next((word for word in words if word in RELATIVES), "")


def _grouped(words: list[str], group: str, numbers: list[str], exact: bool) -> Reading | None:
    """Name, first name, relation, telephone… of somebody around the person."""
    rest = set(words) - {group, "TRAITANT", "LEGAL", "LEGALE", "MESURE", "NUMERO"} - PEOPLE
    legal, doctor = group == "TUTELLE", group == "MEDECIN"
    if doctor:
        field = Field.DOCTOR_PHONE if "TELEPHONE" in rest else Field.DOCTOR_NAME
        known = rest <= {"TELEPHONE", "NOM", "PRENOM", "NOMPRENOM"}
    elif legal:
        kind = "MESURE" in words or "LIEN" in rest or "TYPE" in rest
        field = Field.LEGAL_PHONE if "TELEPHONE" in rest else Field.LEGAL_KIND if kind else Field.LEGAL_NAME
        known = rest <= {"TELEPHONE", "NOM", "PRENOM", "NOMPRENOM", "LIEN", "TYPE"}
    else:
        field = _contact_field(rest)
        known = rest <= {"TELEPHONE", "NOM", "PRENOM", "NOMPRENOM", "LIEN", "COURRIEL", "ADRESSE"} | RELATIVES
        group = f"{group} {numbers[0]}" if numbers else group
    return Reading(field, "" if legal or doctor else group, exact) if known else None


def _contact_field(rest: set[str]) -> Field:
    """Which part of a contact a title names; the name when it says nothing more."""
    if "TELEPHONE" in rest:
        return Field.CONTACT_PHONE
    if "LIEN" in rest:
        return Field.CONTACT_RELATION
    if "COURRIEL" in rest:
        return Field.CONTACT_EMAIL
    if "ADRESSE" in rest:
        return Field.CONTACT_ADDRESS
    if "PRENOM" in rest and "NOM" not in rest:
        return Field.CONTACT_FIRST_NAME
    return Field.CONTACT_NAME


def _person(said: frozenset[str], exact: bool) -> Reading | None:
    """A title about the person herself: the same words, or all the words of a known title and one more."""
    if said == {"LIEN"}:
        return Reading(Field.CONTACT_RELATION, NEXT, exact)
    if "REFERENT" in said:
        known = said <= {"REFERENT", "NOM", "PRENOM", "NOMPRENOM", "NUMERO", "UNITE"}
        return Reading(Field.KEY_WORKER, exact=exact) if known else None
    bare = said - {"NUMERO"} or said
    for words, field in TITLES:
        if words == bare:
            return Reading(field, exact=exact, generic=bare in ({"NOM"}, {"NUMERO"}))
    close = [
        (len(words), field) for words, field in TITLES if len(words) > 1 and words < bare and len(bare - words) == 1
    ]
    if close:
        return Reading(max(close, key=lambda one: one[0])[1], exact=False)
    return None
