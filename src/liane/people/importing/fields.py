"""What a column of a house's list can be, and what Liane does with it."""

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """Everything that an import understands; the last ones are understood in order to be left out."""

    BIRTH_NAME = "birth_name"
    USED_NAME = "used_name"
    FULL_NAME = "full_name"
    FIRST_NAMES = "first_names"
    PREFERRED_NAME = "preferred_name"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    BIRTH_ORDER = "birth_order"
    BIRTH_PLACE = "birth_place"
    BIRTH_PLACE_CODE = "birth_place_code"
    FINESS = "finess"
    FACILITY = "facility"
    UNIT = "unit"
    PLACE = "place"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    PLANNED_ENDS_ON = "planned_ends_on"
    ENTRY_MODE = "entry_mode"
    ORIGIN = "origin"
    EXIT_MODE = "exit_mode"
    DESTINATION = "destination"
    LOCAL_ID = "local_id"
    MDPH_ID = "mdph_id"
    ASE_ID = "ase_id"
    KEY_WORKER = "key_worker"
    CONTACT_NAME = "contact_name"
    CONTACT_FIRST_NAME = "contact_first_name"
    CONTACT_RELATION = "contact_relation"
    CONTACT_PHONE = "contact_phone"
    CONTACT_EMAIL = "contact_email"
    CONTACT_ADDRESS = "contact_address"
    LEGAL_NAME = "legal_name"
    LEGAL_KIND = "legal_kind"
    LEGAL_PHONE = "legal_phone"
    MEASURE_STARTS = "measure_starts"
    MEASURE_ENDS = "measure_ends"
    DOCTOR_NAME = "doctor_name"
    DOCTOR_PHONE = "doctor_phone"
    RIGHT_ORIENTATION = "right_orientation"
    RIGHT_AAH = "right_aah"
    RIGHT_AEEH = "right_aeeh"
    RIGHT_PCH = "right_pch"
    RIGHT_CMI = "right_cmi"
    RIGHT_RQTH = "right_rqth"
    RIGHT_ALD = "right_ald"
    RIGHT_AMC = "right_amc"
    RIGHT_CSS = "right_css"
    RIGHT_AME = "right_ame"
    RIGHT_APA = "right_apa"
    RIGHT_ASH = "right_ash"
    RIGHT_HOUSING = "right_housing"
    RIGHT_SIAO = "right_siao"
    RIGHT_RESIDENCE = "right_residence"
    RIGHT_PAPER = "right_paper"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    AGE = "age"
    NIR = "nir"
    IGNORED = ""


LABELS: dict[Field, str] = {
    Field.BIRTH_NAME: "nom de naissance",
    Field.USED_NAME: "nom utilisé",
    Field.FULL_NAME: "nom et prénom ensemble",
    Field.FIRST_NAMES: "prénoms",
    Field.PREFERRED_NAME: "prénom utilisé",
    Field.SEX: "sexe ou civilité",
    Field.BIRTH_DATE: "date de naissance",
    Field.BIRTH_ORDER: "rang de naissance (registre)",
    Field.BIRTH_PLACE: "lieu de naissance",
    Field.BIRTH_PLACE_CODE: "code INSEE du lieu de naissance",
    Field.FINESS: "n° FINESS de l’établissement",
    Field.FACILITY: "établissement ou service",
    Field.UNIT: "unité ou groupe",
    Field.PLACE: "chambre ou place",
    Field.STARTS_ON: "date d’entrée",
    Field.ENDS_ON: "date de sortie",
    Field.PLANNED_ENDS_ON: "sortie prévue le",
    Field.ENTRY_MODE: "mode d’entrée",
    Field.ORIGIN: "provenance",
    Field.EXIT_MODE: "mode de sortie",
    Field.DESTINATION: "destination à la sortie",
    Field.LOCAL_ID: "n° de dossier",
    Field.MDPH_ID: "n° MDPH",
    Field.ASE_ID: "n° ASE",
    Field.KEY_WORKER: "référent",
    Field.CONTACT_NAME: "personne à prévenir, nom",
    Field.CONTACT_FIRST_NAME: "personne à prévenir, prénom",
    Field.CONTACT_RELATION: "personne à prévenir, lien",
    Field.CONTACT_PHONE: "personne à prévenir, téléphone",
    Field.CONTACT_EMAIL: "personne à prévenir, courriel",
    Field.CONTACT_ADDRESS: "personne à prévenir, adresse",
    Field.LEGAL_NAME: "représentant légal, nom",
    Field.LEGAL_KIND: "représentant légal, mesure",
    Field.LEGAL_PHONE: "représentant légal, téléphone",
    Field.MEASURE_STARTS: "mesure de protection, depuis le",
    Field.MEASURE_ENDS: "mesure de protection, jusqu’au",
    Field.DOCTOR_NAME: "médecin traitant, nom",
    Field.DOCTOR_PHONE: "médecin traitant, téléphone",
    Field.RIGHT_ORIENTATION: "orientation de la MDPH, jusqu’au",
    Field.RIGHT_AAH: "AAH, jusqu’au",
    Field.RIGHT_AEEH: "AEEH, jusqu’au",
    Field.RIGHT_PCH: "PCH, jusqu’au",
    Field.RIGHT_CMI: "carte mobilité inclusion, jusqu’au",
    Field.RIGHT_RQTH: "RQTH, jusqu’au",
    Field.RIGHT_ALD: "ALD, jusqu’au",
    Field.RIGHT_AMC: "complémentaire santé, jusqu’au",
    Field.RIGHT_CSS: "complémentaire santé solidaire, jusqu’au",
    Field.RIGHT_AME: "aide médicale de l’État, jusqu’au",
    Field.RIGHT_APA: "APA, jusqu’au",
    Field.RIGHT_ASH: "aide sociale à l’hébergement, jusqu’au",
    Field.RIGHT_HOUSING: "aide au logement, jusqu’au",
    Field.RIGHT_SIAO: "orientation du SIAO, jusqu’au",
    Field.RIGHT_RESIDENCE: "titre de séjour, jusqu’au",
    Field.RIGHT_PAPER: "carte d’identité ou passeport, jusqu’au",
    Field.PHONE: "téléphone de la personne",
    Field.EMAIL: "courriel de la personne",
    Field.ADDRESS: "adresse de la personne",
    Field.AGE: "âge",
    Field.NIR: "n° de Sécurité sociale",
    Field.IGNORED: "ne pas importer",
}

# Understood, and left out on purpose: the sentence says why (peers B17, security policy of identity).
LEFT_OUT: dict[Field, str] = {
    Field.PHONE: "Le téléphone se note dans son entourage, avec le lieu où vit la personne : cette colonne n’est pas importée.",
    Field.EMAIL: "Le courriel se note dans son entourage, avec le lieu où vit la personne : cette colonne n’est pas importée.",
    Field.ADDRESS: "L’adresse se note dans son entourage, avec le lieu où vit la personne : cette colonne n’est pas importée.",
    Field.AGE: "L’âge se calcule tout seul à partir de la date de naissance : cette colonne n’est pas importée.",
    Field.NIR: "Le numéro de Sécurité sociale n’est jamais importé depuis un tableau : il est masqué et n’est gardé nulle part.",
}
RIGHT_FIELDS = tuple(field for field in Field if field.value.startswith("right_"))
CONTACT_FIELDS = frozenset(field for field in Field if field.value.startswith("contact_"))
MOST_CONTACTS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """Where the content of a column goes; `rank` tells the first person to call from the second."""

    field: Field
    rank: int = 1

    @property
    def code(self) -> str:
        """How a form names it: «birth_date», «contact_phone-2»."""
        return f"{self.field.value}-{self.rank}" if self.field in CONTACT_FIELDS else self.field.value

    @property
    def label(self) -> str:
        """How a page names it."""
        label = LABELS[self.field]
        if self.field in CONTACT_FIELDS and self.rank > 1:
            return label.replace("personne à prévenir", f"personne à prévenir n°\u00a0{self.rank}")
        return label


IGNORED = Target(Field.IGNORED)


def target_of(code: str) -> Target:
    """Read the code that a form sends back; anything unknown is «do not import»."""
    name, _, rank = code.partition("-")
    try:
        field = Field(name)
    except ValueError:
        return IGNORED
    number = int(rank) if rank.isdecimal() and len(rank) == 1 else 1
    return Target(field, min(max(number, 1), MOST_CONTACTS) if field in CONTACT_FIELDS else 1)


def choices() -> list[Target]:
    """Every target that a page may offer, in the order of the trade."""
    offered = [IGNORED]
    for field in Field:
        if field is Field.IGNORED or field in CONTACT_FIELDS:
            continue
        if field is Field.LEGAL_NAME:
            offered.extend(
                Target(one, rank) for rank in range(1, MOST_CONTACTS) for one in Field if one in CONTACT_FIELDS
            )
        offered.append(Target(field))
    return offered
