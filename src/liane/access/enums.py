"""The two alphabets of rights: what one may do, and in which part (volet) of a record."""

from enum import StrEnum


class Volet(StrEnum):
    """Part of a record. Each line of the fil is in one volet; a role reads some and writes in some."""

    ADMIN = "ADMIN"
    SUPPORT = "SUPPORT"
    CARE = "CARE"
    PSY = "PSY"
    SOCIAL = "SOCIAL"
    JUDICIAL = "JUDICIAL"
    FAMILY = "FAMILY"


VOLET_LABELS: dict[str, str] = {
    Volet.ADMIN: "Administratif",
    Volet.SUPPORT: "Accompagnement",
    Volet.CARE: "Soin",
    Volet.PSY: "Psychologique",
    Volet.SOCIAL: "Social",
    Volet.JUDICIAL: "Judiciaire",
    Volet.FAMILY: "Famille",
}
# What exists there is not even told to a colleague who may not read it (issue of the existence, peers B5, B7).
SECRET_VOLETS = frozenset({Volet.PSY, Volet.JUDICIAL})


class Right(StrEnum):
    """What a role may do. Rights only add up (peers B9)."""

    PERSONS_SEARCH = "persons.search"
    PERSONS_IMPORT = "persons.import"
    RECORD_CREATE = "record.create"
    RECORD_READ = "record.read"
    RECORD_EDIT = "record.edit"
    RECORD_PRINT = "record.print"
    RECORD_JOURNAL = "record.journal"
    ESSENTIAL_WRITE = "essential.write"
    CIRCLE_WRITE = "circle.write"
    STAY_WRITE = "stay.write"
    NOTE_WRITE = "note.write"
    NOTE_CANCEL = "note.cancel"
    TASK_WRITE = "task.write"
    PLAN_WRITE = "plan.write"
    IDENTITY_VERIFY = "identity.verify"
    IDENTITY_MERGE = "identity.merge"
    PROTECTION_WRITE = "protection.write"
    ENTITLEMENT_WRITE = "entitlement.write"
    ABSENCE_WRITE = "absence.write"
    REFERRAL_READ = "referral.read"
    REFERRAL_WRITE = "referral.write"
    PLACES_READ = "places.read"
    RECORD_ARCHIVE = "record.archive"
    HANDOVER_READ = "handover.read"
    HANDOVER_TAKE = "handover.take"
    RIGHTS_READ = "rights.read"
    RIGHTS_REVIEW = "rights.review"
    RIGHTS_LOOK_AS = "rights.look_as"
    TEMP_OPEN = "temp.open"
    EMERGENCY_OPEN = "emergency.open"
    EMERGENCY_REVIEW = "emergency.review"
    HOUSE_MANAGE = "house.manage"
    COMPLIANCE_READ = "compliance.read"
    COMPLIANCE_MANAGE = "compliance.manage"
    DEVICE_MANAGE = "device.manage"
    ACCOUNT_RESCUE = "account.rescue"


RIGHT_LABELS: dict[str, str] = {
    Right.PERSONS_SEARCH: "chercher une personne",
    Right.PERSONS_IMPORT: "importer des personnes depuis un tableur",
    Right.RECORD_CREATE: "créer un dossier",
    Right.RECORD_READ: "ouvrir un dossier",
    Right.RECORD_EDIT: "corriger l’identité",
    Right.RECORD_PRINT: "imprimer la fiche de liaison",
    Right.RECORD_JOURNAL: "voir qui a ouvert le dossier",
    Right.ESSENTIAL_WRITE: "compléter l’essentiel et les alertes",
    Right.CIRCLE_WRITE: "tenir l’entourage à jour",
    Right.STAY_WRITE: "ouvrir ou terminer un accompagnement",
    Right.NOTE_WRITE: "écrire dans le fil",
    Right.NOTE_CANCEL: "annuler l’écrit d’un collègue",
    Right.TASK_WRITE: "ajouter et prendre des tâches",
    Right.PLAN_WRITE: "écrire ce que la personne vise",
    Right.IDENTITY_VERIFY: "vérifier une identité avec une pièce",
    Right.IDENTITY_MERGE: "réunir ou séparer des dossiers",
    Right.PROTECTION_WRITE: "tenir l’autorité parentale et les mesures",
    Right.ENTITLEMENT_WRITE: "tenir les droits à jour",
    Right.ABSENCE_WRITE: "noter une absence ou une hospitalisation",
    Right.REFERRAL_READ: "voir les demandes d’admission et la liste d’attente",
    Right.REFERRAL_WRITE: "suivre une demande d’admission",
    Right.PLACES_READ: "voir les places et qui était là",
    Right.RECORD_ARCHIVE: "archiver et détruire des dossiers",
    Right.HANDOVER_READ: "lire la relève",
    Right.HANDOVER_TAKE: "prendre et transmettre la relève",
    Right.RIGHTS_READ: "voir les droits de l’équipe",
    Right.RIGHTS_REVIEW: "faire la revue des droits",
    Right.RIGHTS_LOOK_AS: "voir Liane comme un collègue la voit",
    Right.TEMP_OPEN: "ouvrir un accès pour une nuit",
    Right.EMERGENCY_OPEN: "ouvrir un accès d’urgence",
    Right.EMERGENCY_REVIEW: "revoir les accès d’urgence",
    Right.HOUSE_MANAGE: "tenir les lieux et l’équipe",
    Right.COMPLIANCE_READ: "regarder qui a ouvert les dossiers, sans leur contenu",
    Right.COMPLIANCE_MANAGE: "choisir combien de temps les traces sont gardées",
    Right.DEVICE_MANAGE: "déclarer un poste partagé",
    Right.ACCOUNT_RESCUE: "rouvrir l’accès d’un collègue",
}
