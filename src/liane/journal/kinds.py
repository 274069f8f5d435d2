"""What can be traced, and the plain French sentence of each kind. {who} and {what} are filled when it is read."""

from enum import StrEnum


class Kind(StrEnum):
    """Every kind of trace of the house."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    PASSWORD_CHANGED = "password_changed"
    FACTOR_ADDED = "account.factor_added"
    FACTOR_REMOVED = "account.factor_removed"
    RECOVERY_CODES_MADE = "account.codes_made"
    RECOVERY_CODE_USED = "account.code_used"
    SESSIONS_ENDED = "account.sessions_ended"
    PROVED_AGAIN = "account.proved"
    PIN_CHANGED = "account.pin_changed"
    PIN_SIGNED_IN = "account.pin_signed_in"
    DEVICE_ENROLLED = "device.enrolled"
    DEVICE_ENDED = "device.ended"
    SIGN_IN_RULE_CHANGED = "sign_in_rule.changed"
    ADDRESS_CHANGED = "account.address_changed"
    INVITED = "account.invited"
    RESET_ASKED = "account.reset_asked"
    WAY_BACK_GIVEN = "account.way_back_given"
    PLACE_CHANGED = "place_changed"
    RECORD_OPENED = "record.opened"
    RECORD_REFUSED = "record.refused"
    RECORD_CREATED = "record.created"
    RECORD_CHANGED = "record.changed"
    RECORD_PRINTED = "record.printed"
    JOURNAL_READ = "journal.read"
    IDENTITY_CHECKED = "identity.checked"
    EVIDENCE_CANCELLED = "identity.evidence_cancelled"
    IDENTITY_MARKED = "identity.marked"
    INS_RECEIVED = "identity.ins_received"
    NUMBER_CHANGED = "identity.number_changed"
    PHOTO_CHANGED = "photo.changed"
    FLAG_ADDED = "flag.added"
    FLAG_ENDED = "flag.ended"
    RELATIVE_ADDED = "relative.added"
    RELATIVE_CHANGED = "relative.changed"
    HOME_ADDED = "home.added"
    HOME_CHANGED = "home.changed"
    FAMILY_TIED = "family.tied"
    DIRECTORY_CHANGED = "directory.changed"
    DIRECTORY_JOINED = "directory.joined"
    DIRECTORY_PARTED = "directory.parted"
    MAIL_PRINTED = "mail.printed"
    ESSENTIAL_WRITTEN = "essential.written"
    KEY_WORKER_CHANGED = "key_worker.changed"
    STAY_OPENED = "stay.opened"
    STAY_CHANGED = "stay.changed"
    STAY_ENDED = "stay.ended"
    STAY_END_TAKEN_BACK = "stay.end_taken_back"
    RIGHT_ADDED = "entitlement.added"
    RIGHT_CORRECTED = "entitlement.corrected"
    RIGHT_WITHDRAWN = "entitlement.withdrawn"
    CLAIM_MOVED = "claim.moved"
    RECORD_ARCHIVED = "record.archived"
    RECORD_TAKEN_OUT = "record.taken_out"
    RECORD_DESTROYED = "record.destroyed"
    RECORD_RETENTION_CHOSEN = "record.retention_chosen"
    REFERRAL_ERASED = "referral.erased"
    CLOCK_MET = "clock.met"
    FOLLOW_UP_SAID = "follow_up.said"
    CLOCK_TAKEN_BACK = "clock.taken_back"
    STAY_ARRIVED = "stay.arrived"
    STAY_MOVED = "stay.moved"
    INVENTORY_WRITTEN = "inventory.written"
    ABSENCE_NOTED = "absence.noted"
    ABSENCE_CHANGED = "absence.changed"
    ABSENCE_ENDED = "absence.ended"
    ABSENCE_CANCELLED = "absence.cancelled"
    CENSUS_READ = "census.read"
    OCCUPATION_READ = "occupation.read"
    NOTE_WRITTEN = "note.written"
    NOTE_CORRECTED = "note.corrected"
    NOTE_CANCELLED = "note.cancelled"
    NOTE_READ = "note.read"
    NOTE_UNREAD = "note.unread"
    NOTE_LEVEL_LOWERED = "note.level_lowered"
    NOTE_SHARED = "note.shared"
    NOTE_ESCALATED = "note.escalated"
    DOCUMENT_SENT = "document.sent"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_JOINED = "document.joined"
    DOCUMENT_OPENED = "document.opened"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    PROTECTION_ADDED = "protection.added"
    PROTECTION_CORRECTED = "protection.corrected"
    PROTECTION_STRUCK = "protection.struck"
    TASK_CREATED = "task.created"
    TASK_TAKEN = "task.taken"
    TASK_DONE = "task.done"
    TASK_REOPENED = "task.reopened"
    DEADLINES_REMINDED = "deadlines.reminded"
    GOAL_SET = "goal.set"
    GOAL_CORRECTED = "goal.corrected"
    GOAL_CLOSED = "goal.closed"
    GOAL_RESUMED = "goal.resumed"
    HANDOVER_OPENED = "handover.opened"
    TONIGHT_OPENED = "tonight.opened"
    HANDOVER_GIVEN = "handover.given"
    HANDOVER_TAKEN = "handover.taken"
    HANDOVER_PRINTED = "handover.printed"
    ROUND_CHECKED = "round.checked"
    PERSONS_SEARCHED = "persons.searched"
    WRITINGS_SEARCHED = "writings.searched"
    REFERRAL_RECEIVED = "referral.received"
    REFERRAL_OPENED = "referral.opened"
    REFERRAL_CHANGED = "referral.changed"
    REFERRAL_LINKED = "referral.linked"
    REFERRAL_DECIDED = "referral.decided"
    REFERRAL_STUDIED = "referral.studied"
    NOTICE_RECEIVED = "notice.received"
    NOTICE_OPENED = "notice.opened"
    REFERRAL_PRINTED = "referral.printed"
    WAITING_LIST_OPENED = "waiting_list.opened"
    WAITING_RULES_CHANGED = "waiting_rules.changed"
    ADMISSION_STEP = "admission.step"
    ADMITTED = "admission.done"
    IMPORT_PREVIEWED = "import.previewed"
    IMPORT_ACCEPTED = "import.accepted"
    IMPORT_UNDONE = "import.undone"
    EXPORTED = "exported"
    HOUSE_FOUNDED = "house.founded"
    HOUSE_ENTERED = "house.entered"
    FACILITY_OPENED = "facility.opened"
    UNIT_OPENED = "unit.opened"
    SHIFTS_CHANGED = "shifts.changed"
    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_RESCUED = "account.rescued"
    POST_GIVEN = "post.given"
    POST_ENDED = "post.ended"
    JOURNAL_PURGED = "journal.purged"
    TEAM_WORDS_ERASED = "team_words.erased"
    RETENTION_CHOSEN = "retention.chosen"
    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    ACCESS_EXPLAINED = "access.explained"
    ACCESS_ASKED = "access.asked"
    ACCESS_ANSWERED = "access.answered"
    ACCESSES_EXPORTED = "accesses.exported"
    HEADS_EXPORTED = "heads.exported"
    RECORD_LOOKED_UP = "record.looked_up"
    ROLE_CHANGED = "role.changed"
    LOOK_STARTED = "look.started"
    LOOK_ENDED = "look.ended"
    REVIEW_STARTED = "review.started"
    REVIEW_CLOSED = "review.closed"
    POST_CONFIRMED = "post.confirmed"
    EMERGENCY_SOUGHT = "emergency.sought"
    EMERGENCY_OPENED = "emergency.opened"
    EMERGENCY_ENDED = "emergency.ended"
    EMERGENCY_TOLD = "emergency.told"
    EMERGENCY_REVIEWED = "emergency.reviewed"
    DOUBLE_COMPARED = "double.compared"
    DOUBLE_ANSWERED = "double.answered"
    RECORDS_JOINED = "records.joined"
    RECORD_PARTED = "record.parted"
    REGROUPING_UNDONE = "regrouping.undone"


SENTENCES: dict[str, str] = {
    Kind.SIGNED_IN: "{who} s’est connecté(e).",
    Kind.SIGNED_OUT: "{who} s’est déconnecté(e).",
    Kind.SIGN_IN_REFUSED: "Une connexion a été refusée.",
    Kind.PASSWORD_CHANGED: "{who} a changé son mot de passe.",
    Kind.FACTOR_ADDED: "{who} a ajouté un second facteur à son compte.",
    Kind.FACTOR_REMOVED: "{who} a retiré un second facteur de son compte.",
    Kind.RECOVERY_CODES_MADE: "{who} a fait de nouveaux codes de secours.",
    Kind.RECOVERY_CODE_USED: "{who} est entré(e) avec un code de secours.",
    Kind.SESSIONS_ENDED: "{who} a fermé des connexions restées ouvertes.",
    Kind.PROVED_AGAIN: "{who} a confirmé son identité avant un geste sensible.",
    Kind.PIN_CHANGED: "{who} a changé son code du poste partagé.",
    Kind.PIN_SIGNED_IN: "{who} est entré(e) avec son code sur un poste partagé.",
    Kind.DEVICE_ENROLLED: "{who} a déclaré un poste partagé.",
    Kind.DEVICE_ENDED: "{who} a retiré un poste partagé.",
    Kind.SIGN_IN_RULE_CHANGED: "{who} a changé ce qui est demandé pour se connecter.",
    Kind.ADDRESS_CHANGED: "{who} a changé son adresse électronique.",
    Kind.INVITED: "{who} a été invité(e) à choisir son mot de passe.",
    Kind.RESET_ASKED: "{who} a demandé à choisir un nouveau mot de passe.",
    Kind.WAY_BACK_GIVEN: "{who} a reçu, de la personne qui administre Liane, un lien pour revenir dans son compte.",
    Kind.PLACE_CHANGED: "{who} a changé d’établissement ou d’unité.",
    Kind.RECORD_OPENED: "{who} a ouvert le dossier.",
    Kind.RECORD_REFUSED: "{who} n’a pas pu ouvrir le dossier : accès refusé.",
    Kind.RECORD_CREATED: "{who} a créé le dossier.",
    Kind.RECORD_CHANGED: "{who} a corrigé l’identité ou les renseignements.",
    Kind.RECORD_PRINTED: "{who} a imprimé la fiche de liaison.",
    Kind.JOURNAL_READ: "{who} a regardé qui a vu le dossier.",
    Kind.IDENTITY_CHECKED: "{who} a vérifié l’identité avec une pièce.",
    Kind.EVIDENCE_CANCELLED: "{who} a annulé une pièce d’identité vue.",
    Kind.IDENTITY_MARKED: "{who} a signalé ou levé un doute sur l’identité.",
    Kind.INS_RECEIVED: "{who} a reçu la réponse du service national d’identité.",
    Kind.NUMBER_CHANGED: "{who} a ajouté ou retiré un numéro de dossier.",
    Kind.PHOTO_CHANGED: "{who} a changé la photo.",
    Kind.FLAG_ADDED: "{who} a ajouté une information à savoir avant d’agir.",
    Kind.FLAG_ENDED: "{who} a retiré une information à savoir avant d’agir.",
    Kind.RELATIVE_ADDED: "{who} a ajouté une personne de l’entourage.",
    Kind.RELATIVE_CHANGED: "{who} a corrigé une personne de l’entourage.",
    Kind.HOME_ADDED: "{who} a ajouté un lieu de vie.",
    Kind.HOME_CHANGED: "{who} a corrigé un lieu de vie.",
    Kind.FAMILY_TIED: "{who} a complété l’arbre de la famille.",
    Kind.DIRECTORY_CHANGED: "{who} a complété ou corrigé l’annuaire.",
    Kind.DIRECTORY_JOINED: "{who} a réuni deux contacts de l’annuaire.",
    Kind.DIRECTORY_PARTED: "{who} a séparé deux contacts de l’annuaire réunis par erreur.",
    Kind.MAIL_PRINTED: "{who} a imprimé une étiquette ou une convocation.",
    Kind.ESSENTIAL_WRITTEN: "{who} a complété l’essentiel.",
    Kind.KEY_WORKER_CHANGED: "{who} a changé le référent.",
    Kind.STAY_OPENED: "{who} a ouvert un accompagnement.",
    Kind.STAY_CHANGED: "{who} a modifié un accompagnement.",
    Kind.STAY_ENDED: "{who} a terminé un accompagnement.",
    Kind.STAY_END_TAKEN_BACK: "{who} a repris une sortie notée par erreur.",
    Kind.RIGHT_ADDED: "{who} a ajouté un droit ou un papier à suivre.",
    Kind.RIGHT_CORRECTED: "{who} a corrigé un droit ; ce qui était écrit reste lisible.",
    Kind.RIGHT_WITHDRAWN: "{who} a retiré un droit, avec sa raison.",
    Kind.CLAIM_MOVED: "{who} a noté où en est une démarche.",
    Kind.RECORD_ARCHIVED: "{who} a archivé le dossier.",
    Kind.RECORD_TAKEN_OUT: "{who} a ressorti le dossier des archives.",
    Kind.RECORD_DESTROYED: "{who} a décidé la destruction du dossier, à son terme.",
    Kind.RECORD_RETENTION_CHOSEN: "{who} a choisi combien de temps les dossiers sont gardés.",
    Kind.REFERRAL_ERASED: "{who} a décidé l’effacement d’une demande d’admission restée sans suite, à son terme.",
    Kind.CLOCK_MET: "{who} a noté qu’un délai de l’accompagnement est tenu.",
    Kind.FOLLOW_UP_SAID: "{who} a noté ce que devient la personne depuis sa sortie.",
    Kind.CLOCK_TAKEN_BACK: "{who} a repris un délai noté par erreur.",
    Kind.STAY_ARRIVED: "{who} a noté l’arrivée.",
    Kind.STAY_MOVED: "{who} a noté un changement d’unité.",
    Kind.INVENTORY_WRITTEN: "{who} a fait un inventaire des affaires.",
    Kind.ABSENCE_NOTED: "{who} a noté une absence.",
    Kind.ABSENCE_CHANGED: "{who} a corrigé une absence.",
    Kind.ABSENCE_ENDED: "{who} a noté un retour.",
    Kind.ABSENCE_CANCELLED: "{who} a annulé une absence, avec sa raison.",
    Kind.CENSUS_READ: "{who} a regardé qui était là dans une unité.",
    Kind.OCCUPATION_READ: "{who} a regardé l’occupation d’une unité.",
    Kind.NOTE_WRITTEN: "{who} a écrit dans le dossier.",
    Kind.NOTE_CORRECTED: "{who} a corrigé un écrit ; l’ancien texte reste lisible.",
    Kind.NOTE_CANCELLED: "{who} a annulé un écrit, avec sa raison.",
    Kind.NOTE_READ: "{who} a lu une transmission.",
    Kind.NOTE_UNREAD: "{who} a annulé son « J’ai lu ».",
    Kind.NOTE_LEVEL_LOWERED: "{who} a remis une transmission « Pour information ».",
    Kind.NOTE_SHARED: "{who} a partagé un écrit avec une autre équipe.",
    Kind.NOTE_ESCALATED: "Un écrit urgent resté sans lecteur a été montré à l’encadrement.",
    Kind.DOCUMENT_SENT: "{who} a envoyé un fichier.",
    Kind.DOCUMENT_ADDED: "{who} a ajouté un papier.",
    Kind.DOCUMENT_JOINED: "{who} a joint un fichier à un écrit.",
    Kind.DOCUMENT_OPENED: "{who} a ouvert un papier.",
    Kind.DOCUMENT_WITHDRAWN: "{who} a retiré un papier, avec sa raison.",
    Kind.PROTECTION_ADDED: "{who} a complété « Qui peut quoi ».",
    Kind.PROTECTION_CORRECTED: "{who} a corrigé « Qui peut quoi » ; ce qui était écrit reste lisible.",
    Kind.PROTECTION_STRUCK: "{who} a retiré de « Qui peut quoi » ce qui était une erreur.",
    Kind.TASK_CREATED: "{who} a ajouté une tâche.",
    Kind.TASK_TAKEN: "{who} a pris une tâche.",
    Kind.TASK_DONE: "{who} a fait une tâche.",
    Kind.TASK_REOPENED: "{who} a rouvert une tâche.",
    Kind.DEADLINES_REMINDED: "Des échéances des dossiers sont devenues des tâches.",
    Kind.GOAL_SET: "{who} a écrit ce que la personne vise.",
    Kind.GOAL_CORRECTED: "{who} a corrigé un objectif ; l’ancien texte reste lisible.",
    Kind.GOAL_CLOSED: "{who} a noté un objectif atteint ou arrêté.",
    Kind.GOAL_RESUMED: "{who} a repris un objectif.",
    Kind.TONIGHT_OPENED: "{who} a ouvert « Ce soir » : les dangers et les passages de son unité.",
    Kind.HANDOVER_OPENED: "{who} a ouvert la relève.",
    Kind.HANDOVER_GIVEN: "{who} a transmis la relève.",
    Kind.HANDOVER_TAKEN: "{who} a pris la relève.",
    Kind.HANDOVER_PRINTED: "{who} a imprimé la relève.",
    Kind.ROUND_CHECKED: "{who} a noté un passage.",
    Kind.PERSONS_SEARCHED: "{who} a cherché une personne.",
    Kind.WRITINGS_SEARCHED: "{who} a vu un extrait du dossier en cherchant dans les écrits.",
    Kind.REFERRAL_RECEIVED: "{who} a écrit une demande d’admission.",
    Kind.REFERRAL_OPENED: "{who} a ouvert une demande d’admission.",
    Kind.REFERRAL_CHANGED: "{who} a corrigé une demande d’admission.",
    Kind.REFERRAL_LINKED: "{who} a relié une demande d’admission au dossier.",
    Kind.REFERRAL_DECIDED: "{who} a décidé de la suite d’une demande d’admission.",
    Kind.REFERRAL_STUDIED: "{who} a donné son avis sur une demande d’admission.",
    Kind.NOTICE_RECEIVED: "{who} a fait lire une notification.",
    Kind.NOTICE_OPENED: "{who} a ouvert la notification d’une demande d’admission.",
    Kind.REFERRAL_PRINTED: "{who} a imprimé une liste d’attente ou une lettre sur une demande d’admission.",
    Kind.WAITING_LIST_OPENED: "{who} a ouvert une liste d’attente.",
    Kind.WAITING_RULES_CHANGED: "{who} a changé les règles d’une liste d’attente.",
    Kind.ADMISSION_STEP: "{who} a avancé une étape d’admission.",
    Kind.ADMITTED: "{who} a prononcé l’admission.",
    Kind.IMPORT_PREVIEWED: "{who} a préparé un import de personnes.",
    Kind.IMPORT_ACCEPTED: "{who} a importé des personnes depuis un tableur.",
    Kind.IMPORT_UNDONE: "{who} a annulé un import de personnes.",
    Kind.EXPORTED: "{who} a exporté des données.",
    Kind.HOUSE_FOUNDED: "{who} a ouvert un organisme.",
    Kind.HOUSE_ENTERED: "{who} a repris une maison entière depuis une archive.",
    Kind.FACILITY_OPENED: "{who} a ouvert un établissement ou un service.",
    Kind.UNIT_OPENED: "{who} a ouvert une unité.",
    Kind.SHIFTS_CHANGED: "{who} a changé les horaires d’une équipe.",
    Kind.ACCOUNT_OPENED: "{who} a ouvert un compte.",
    Kind.ACCOUNT_RESCUED: "{who} a rouvert l’accès d’un collègue.",
    Kind.POST_GIVEN: "{who} a donné un poste.",
    Kind.POST_ENDED: "{who} a terminé un poste.",
    Kind.JOURNAL_PURGED: "{who} a effacé des traces arrivées à leur terme.",
    Kind.TEAM_WORDS_ERASED: "{who} a effacé des relèves et des tâches d’équipe arrivées à leur terme.",
    Kind.RETENTION_CHOSEN: "{who} a choisi combien de temps les traces sont gardées.",
    Kind.HOLD_PLACED: "{who} a gelé l’effacement des traces.",
    Kind.HOLD_LIFTED: "{who} a levé le gel de l’effacement des traces.",
    Kind.ACCESS_EXPLAINED: "{who} a traité un accès signalé.",
    Kind.ACCESS_ASKED: "{who} a demandé pourquoi un dossier a été ouvert.",
    Kind.ACCESS_ANSWERED: "{who} a expliqué un accès.",
    Kind.ACCESSES_EXPORTED: "{who} a sorti la liste de qui a vu le dossier.",
    Kind.HEADS_EXPORTED: "{who} a sorti les têtes du journal scellé.",
    Kind.RECORD_LOOKED_UP: "{who} a vérifié si un dossier existe, pour dire qui l’a vu.",
    Kind.ROLE_CHANGED: "{who} a changé un rôle.",
    Kind.LOOK_STARTED: "{who} a regardé Liane avec les droits d’un collègue.",
    Kind.LOOK_ENDED: "{who} a cessé de regarder avec les droits d’un collègue.",
    Kind.REVIEW_STARTED: "{who} a ouvert une revue des droits.",
    Kind.REVIEW_CLOSED: "{who} a terminé une revue des droits.",
    Kind.POST_CONFIRMED: "{who} a revu un poste.",
    Kind.EMERGENCY_SOUGHT: "{who} a cherché un dossier pour un accès d’urgence.",
    Kind.EMERGENCY_OPENED: "{who} a ouvert un accès d’urgence.",
    Kind.EMERGENCY_ENDED: "{who} a terminé un accès d’urgence.",
    Kind.EMERGENCY_TOLD: "L’encadrement et le délégué à la protection des données ont été prévenus d’un accès d’urgence.",
    Kind.EMERGENCY_REVIEWED: "{who} a revu un accès d’urgence.",
    Kind.DOUBLE_COMPARED: "{who} a comparé ce dossier à un autre, pour vérifier l’identité.",
    Kind.DOUBLE_ANSWERED: "{who} a répondu que ce dossier et un autre sont bien deux personnes.",
    Kind.RECORDS_JOINED: "{who} a réuni deux dossiers de la même personne.",
    Kind.RECORD_PARTED: "{who} a séparé ce dossier, où deux personnes étaient mêlées.",
    Kind.REGROUPING_UNDONE: "{who} a annulé une réunion de dossiers.",
}

# Read for a whole unit: nobody is named by these traces, and everybody whom the unit accompanied then was read. Told to each of
# them with the name of the unit, and kept as long as the opening of a record.
OF_A_UNIT: dict[str, str] = {
    Kind.HANDOVER_OPENED: "{who} a lu la relève {of_unit}.",
    Kind.HANDOVER_PRINTED: "{who} a imprimé la relève {of_unit}.",
    Kind.TONIGHT_OPENED: "{who} a lu « Ce soir » pour {unit} : les dangers et les passages.",
    Kind.CENSUS_READ: "{who} a regardé qui était là : {unit}.",
}
READ_THEN = [str(kind) for kind in OF_A_UNIT if kind != Kind.CENSUS_READ]  # of those who were there at that very moment

# One thing refused to somebody who opens the record: it is named, so that nobody believes that the record stayed closed.
REFUSED_INSIDE = "{who} n’a pas eu le droit {what} : accès refusé."
GESTURES: dict[str, str] = {}  # what each right allows, in words («d’imprimer la fiche de liaison»): told by `access`
