"""What does not go with a house that moves, and why. Every table of the base is here, or has its noun, or is computed again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staying:
    """Tables that stay where they are, and the reason that a director is told."""

    what: str
    tables: tuple[str, ...]


STAYING = (
    Staying(
        "les comptes, connexions, postes et appareils (la direction redonne à chacun son accès ; les noms, eux, partent)",
        (
            "professionals.Account", "professionals.Session", "professionals.Tries", "professionals.PractitionerRole",
            "professionals.SharedDevice", "professionals.DevicePresence", "access.LookAs", "access.RightsReview",
            "access.PostDecision",
        ),
    ),
    Staying(
        "le journal, ses scellés et ce qui en est tiré (il se vérifie là où il a été scellé ; gardez-y une sauvegarde)",
        (
            "journal.JournalEntry", "journal.Seal", "journal.Verification", "journal.Purge", "journal.RetentionPreview",
            "access.Emergency", "steering.Alert", "steering.AlertReview", "steering.Watch",
        ),
    ),
    Staying(
        "ce qui n’était pas fini : brouillons, fichiers envoyés et pas classés, notifications dont aucune demande n’est née, imports",
        ("kit.SavedDraft", "documents.Upload", "stays.ImportBatch", "stays.ImportRow"),
    ),
    Staying(
        "de quoi défaire une réunion de dossiers ou de contacts (elle s’annule là où elle a été faite ; seul le dossier gardé part)",
        ("people.Regrouping", "people.MovedLine", "people.ContactJoin"),
    ),
    Staying("les sauvegardes et essais de la machine", ("config.SafetyRun",)),
)  # fmt: skip

# Held by facts that go: made anew on arrival.
COMPUTED = {
    "stays.ClockDue": "délais à tenir : d’après les accompagnements et ce qui est dit fait",
    "stays.RetentionCase": "conservation : d’après les sorties et les durées choisies",
    "timeline.Tally": "compte des lignes du fil",
}
