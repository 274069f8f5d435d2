"""The tables of a loading, in the order in which their rows may be written."""

from dataclasses import dataclass, field

from liane.access.models import Role
from liane.config.demo.bulk import Cursor, Table
from liane.documents.models import Document, StoredFile
from liane.journal.models import JournalEntry
from liane.notes.models import Handover, Note, Quote, Reading, RoundCheck, Takeover, Task
from liane.organizations.models import Facility, Organization, Place, Shift, Unit
from liane.people.models import (
    Contact,
    EssentialAnswer,
    FamilyTie,
    Flag,
    Home,
    Household,
    HouseholdMember,
    KeyWorker,
    LocalIdentifier,
    Person,
    Record,
    RecordUnit,
    Relative,
)
from liane.plans.models import Goal
from liane.professionals.models import Account, Practitioner, PractitionerRole
from liane.stays.models import Absence, FormerMode, Occupation, Stay


@dataclass
class Tables:
    """Rows waiting to be sent."""

    organization: Table = field(default_factory=lambda: Table(Organization, "id", "name", "finess_ej"))
    facility: Table = field(
        default_factory=lambda: Table(
            Facility, "id", "organization_id", "name", "finess_et", "category", "pack", "is_discreet", "rank"
        )
    )
    unit: Table = field(default_factory=lambda: Table(Unit, "id", "organization_id", "facility_id", "name", "rank"))
    place: Table = field(default_factory=lambda: Table(Place, "id", "organization_id", "unit_id", "name"))
    shift: Table = field(
        default_factory=lambda: Table(Shift, "id", "organization_id", "unit_id", "name", "starts", "ends")
    )
    role: Table = field(
        default_factory=lambda: Table(
            Role, "id", "organization_id", "code", "label", "short", "family", "rights", "reads", "writes"
        )
    )
    account: Table = field(
        default_factory=lambda: Table(
            Account, "id", "login", "email", "slug", "password", "is_instance_admin", "date_joined"
        )
    )
    practitioner: Table = field(
        default_factory=lambda: Table(
            Practitioner, "id", "organization_id", "account_id", "first_name", "last_name", "profession", "phone"
        )
    )
    post: Table = field(
        default_factory=lambda: Table(
            PractitionerRole, "id", "organization_id", "practitioner_id", "role_code", "facility_id", "unit_id",
            "starts_at", "ends_at",
        )
    )  # fmt: skip
    person: Table = field(
        default_factory=lambda: Table(
            Person, "id", "organization_id", "birth_name", "used_name", "first_names", "preferred_name", "sex",
            "birth_date", "birth_precision", "birth_place", "key", "sound_key", "sort_key", "search", "changed_at", "is_alias",
        )
    )  # fmt: skip
    record: Table = field(
        default_factory=lambda: Table(Record, "id", "organization_id", "person_id", "is_protected", "opened_at")
    )
    identifier: Table = field(
        default_factory=lambda: Table(
            LocalIdentifier, "id", "organization_id", "person_id", "kind", "value", "facility_id"
        )
    )
    held: Table = field(
        default_factory=lambda: Table(
            RecordUnit, "id", "organization_id", "record_id", "unit_id", "since", "until", "place", "presence"
        )
    )
    stay: Table = field(
        default_factory=lambda: Table(
            Stay, "id", "organization_id", "record_id", "unit_id", "identifier", "place", "mode", "starts_on", "ends_on",
            "planned_starts_on", "planned_ends_on", "admitted_on", "entry_mode", "origin", "exit_mode", "destination",
            "contract_kind", "contract_given_on", "contract_signed_on", "changed_at",
        )
    )  # fmt: skip
    occupation: Table = field(
        default_factory=lambda: Table(
            Occupation, "id", "organization_id", "stay_id", "place_id", "starts_on", "ends_on"
        )
    )
    former_mode: Table = field(
        default_factory=lambda: Table(FormerMode, "id", "organization_id", "stay_id", "mode", "until")
    )
    absence: Table = field(
        default_factory=lambda: Table(
            Absence, "id", "organization_id", "stay_id", "motive", "starts_at", "expected_at", "ends_at", "place",
            "kitchen", "author_name", "written_at",
        )
    )  # fmt: skip
    flag: Table = field(
        default_factory=lambda: Table(
            Flag,
            "id",
            "organization_id",
            "record_id",
            "kind",
            "label",
            "icon",
            "since",
            "author_name",
            "unit_id",
        )
    )
    contact: Table = field(
        default_factory=lambda: Table(
            Contact, "id", "organization_id", "kind", "name", "phone", "other_phone", "email", "address", "gender",
            "born_on", "died_on", "key", "phone_key", "changed_at",
        )
    )  # fmt: skip
    relative: Table = field(
        default_factory=lambda: Table(
            Relative, "id", "organization_id", "record_id", "contact_id", "relation", "relation_label",
            "is_emergency_contact", "call_order", "is_trusted", "is_legal", "note", "changed_at", "unit_id",
        )
    )  # fmt: skip
    household: Table = field(
        default_factory=lambda: Table(
            Household, "id", "organization_id", "unit_id", "name", "address", "phone", "changed_at"
        )
    )
    household_member: Table = field(
        default_factory=lambda: Table(
            HouseholdMember, "id", "organization_id", "unit_id", "household_id", "contact_id", "since"
        )
    )
    home: Table = field(
        default_factory=lambda: Table(
            Home, "id", "organization_id", "unit_id", "record_id", "household_id", "kind", "rhythm", "since", "said_by",
            "changed_at",
        )
    )  # fmt: skip
    family_tie: Table = field(
        default_factory=lambda: Table(
            FamilyTie, "id", "organization_id", "unit_id", "record_id", "one_id", "other_id", "kind", "since", "until"
        )
    )
    key_worker: Table = field(
        default_factory=lambda: Table(KeyWorker, "id", "organization_id", "record_id", "practitioner_id", "since")
    )
    essential: Table = field(
        default_factory=lambda: Table(
            EssentialAnswer, "id", "organization_id", "record_id", "question", "text", "said_by", "author_id",
            "author_name", "written_at", "unit_id",
        )
    )  # fmt: skip
    goal: Table = field(
        default_factory=lambda: Table(
            Goal, "id", "organization_id", "record_id", "unit_id", "wording", "proof", "voice", "voice_of", "since",
            "until", "state", "reason", "author_id", "author_name", "author_role", "written_at", "thread_id", "version",
        )
    )  # fmt: skip
    stored_file: Table = field(
        default_factory=lambda: Table(
            StoredFile, "id", "organization_id", "digest", "size", "media_type", "preview_id", "wanted_at"
        )
    )
    document: Table = field(
        default_factory=lambda: Table(
            Document, "id", "organization_id", "record_id", "unit_id", "volet", "line_kind", "line_id", "kind", "title",
            "title_key", "dated_on", "file_id", "file_name", "author_id", "author_name", "author_role", "added_at",
        )
    )  # fmt: skip
    note: Table = field(
        default_factory=lambda: Table(
            Note, "id", "organization_id", "record_id", "unit_id", "volet", "kind", "level", "focus_code", "focus", "text",
            "observation", "action", "outcome", "happened_at", "written_at", "author_id", "author_name", "author_role",
            "thread_id", "goal_id",
        )
    )  # fmt: skip
    quote: Table = field(
        default_factory=lambda: Table(
            Quote, "id", "organization_id", "note_id", "record_id", "part", "start", "end", "text", "said_by"
        )
    )
    reading: Table = field(
        default_factory=lambda: Table(
            Reading, "id", "organization_id", "thread_id", "record_id", "unit_id", "practitioner_id", "level", "asked_at",
            "read_at",
        )
    )  # fmt: skip
    task: Table = field(
        default_factory=lambda: Table(
            Task, "id", "organization_id", "record_id", "unit_id", "volet", "label", "due_at", "owner_id",
            "source_thread_id", "author_id", "author_name", "created_at", "done_at", "done_by_name",
        )
    )  # fmt: skip
    handover: Table = field(
        default_factory=lambda: Table(
            Handover, "id", "organization_id", "unit_id", "shift", "starts_at", "ends_at", "word", "author_id",
            "author_name", "given_at",
        )
    )  # fmt: skip
    takeover: Table = field(
        default_factory=lambda: Table(
            Takeover, "id", "organization_id", "unit_id", "practitioner_id", "taken_at", "since", "unread"
        )
    )
    round_check: Table = field(
        default_factory=lambda: Table(
            RoundCheck, "id", "organization_id", "record_id", "unit_id", "seen_at", "remark", "author_id", "author_name"
        )
    )
    journal: Table = field(
        default_factory=lambda: Table(
            JournalEntry, "id", "organization_id", "at", "kind", "account_id", "actor_id", "actor_name", "actor_role",
            "record_id", "object_id", "origin",
        )
    )  # fmt: skip

    def send(self, cursor: Cursor) -> int:
        """Write all that waits."""
        return sum(table.send(cursor) for table in vars(self).values())
