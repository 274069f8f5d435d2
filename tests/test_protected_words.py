"""Each text kept about somebody is classed: does it say where a protected person is, and who then reads it?

A new column stops here until somebody has answered. ABSENT: not shown to who may not know where she is, and a canary is planted in
it (`test_protected.py`). TEAM: words that a team wrote in a part of the record, read by who reads that part for that unit; the page
that protects somebody asks to read them again. PLAIN: a code, a name, a number, which lead nowhere.
"""

from django.apps import apps
from django.db import models

ABSENT = {
    "people.Contact": "name phone other_phone email address",
    "people.Relative": "note",
    "people.Home": "rhythm",
    "people.Household": "name address phone email",
    "people.Entitlement": "note reason answers",
    "people.Claim": "note reason",
    "people.LegalMeasure": "note reason",
    "people.ParentalAuthority": "remains visits_note reason",
    "people.Hearing": "place called reason",
    "stays.Absence": "place phone kitchen note cancel_reason",
    "stays.FollowUp": "said",
    "stays.Referral": "phone email address contact_name contact_relation contact_phone contact_email origin_name request",
    "stays.Notice": "name text trouble",
    "stays.Stay": "asked_by origin origin_number destination comment",
}
TEAM = {
    "people.EssentialAnswer": "text said_by",
    "people.Flag": "label",
    "documents.Document": "title title_key file_name",
    "documents.Upload": "name",
    "notes.Note": "focus text observation action outcome correction_reason",
    "notes.Quote": "text said_by",
    "notes.RoundCheck": "remark",
    "notes.Task": "label",
    "plans.Goal": "wording proof voice_of reason",
    "stays.AdmissionTask": "note",
    "stays.ClockMark": "note",
    "stays.Inventory": "lines made_with remark",
    "stays.Opinion": "text",
    "stays.Wish": "reason levels",
    "stays.WishMove": "reason",
    "timeline.Entry": "title",
}
PLAIN = {
    "people.Contact": "born_on died_on key phone_key",
    "people.Entitlement": "kind volet issuer number national_number author_name author_role",
    "people.Claim": "kind volet author_name author_role",
    "people.EssentialAnswer": "question author_name",
    "people.FamilyTie": "since until",
    "people.Flag": "icon author_name",
    "people.FormerIns": "matricule oid source reason author_name",
    "people.Hearing": "volet author_name",
    "people.Home": "said_by",
    "people.IdentityEvidence": "kind label note author_name cancelled_by cancelled_reason",
    "people.IdentityStep": "event reason author_name",
    "people.LegalMeasure": "volet author_name kind authority_name reference holder_name second_name",
    "people.LocalIdentifier": "value finess",
    "people.ParentalAuthority": "volet author_name name relation_label authority_name",
    "people.Portrait": "digest",
    "people.RecordUnit": "place presence",
    "people.Relative": "relation relation_label said_by",
    "documents.Document": "volet line_kind author_name author_role",
    "notes.Note": "volet focus_code author_name author_role",
    "notes.Quote": "part",
    "notes.RoundCheck": "author_name",
    "notes.Task": "volet author_name done_by_name deadline_kind",
    "plans.Goal": "author_name author_role",
    "stays.Absence": "motive author_name",
    "stays.AdmissionTask": "code author_name",
    "stays.ClockDue": "code why",
    "stays.ClockMark": "code author_name",
    "stays.FollowUp": "article author_name",
    "stays.Inventory": "author_name author_role",
    "stays.Notice": "media_type author_name",
    "stays.Opinion": "volet author_name author_role",
    "stays.Referral": "birth_name used_name first_names birth_place nss mdph_number origin decision_number national_number "
    "orientation key sound_key author_name changed_by",
    "stays.RetentionCase": "rule fate",
    "stays.Stay": "identifier place entry_mode exit_mode contract_kind",
    "stays.Wish": "mode reason_code",
    "stays.WishMove": "from_state to_state reason_code author_name author_role",
    "timeline.Entry": "volet kind author_name author_role",
    "timeline.Tally": "volet",
}
BOUND = {"record", "person", "stay", "referral", "wish", "household", "contact", "relative"}


def texts() -> set[tuple[str, str]]:
    """Every text, of those not chosen in a list of ours, in a row that is somebody’s or of what surrounds her."""
    found = set()
    for model in apps.get_models():
        links = {f.name for f in model._meta.fields if isinstance(f, models.ForeignKey)}
        if links & BOUND or model._meta.label == "people.Household":
            for field in model._meta.fields:
                is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
                if is_text and not field.choices:
                    found.add((model._meta.label, field.name))
    return found


def classed() -> list[tuple[str, str]]:
    """What the three lists say."""
    return [
        (label, name) for listed in (ABSENT, TEAM, PLAIN) for label, names in listed.items() for name in names.split()
    ]


def test_each_text_about_somebody_is_classed_once() -> None:
    said = classed()
    assert set(said) == texts()
    assert len(said) == len(set(said))
