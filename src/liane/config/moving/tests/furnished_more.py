"""The same house, further: the waiting list, what was written and received, what the organisme decided."""

from hashlib import sha256
from io import BytesIO

from PIL import Image

from liane.access.models import Role, RoleChange
from liane.documents import store
from liane.documents.models import Document, StoredFile, Withdrawal
from liane.journal.models import LegalHold, RetentionRule
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.kit.text import fold
from liane.notes.models import Cancellation, Handover, Note, Quote, Reading, RoundCheck, Takeover, Task
from liane.people.models import Double, EssentialAnswer, Flag, Portrait
from liane.plans.models import Goal
from liane.professionals.models import SignInRule
from liane.stays.models import (
    AdmissionTask,
    Destruction,
    Inventory,
    Notice,
    Opinion,
    Referral,
    RequestErasure,
    RetentionChoice,
    Stay,
    WaitingRules,
    Wish,
    WishMove,
)
from liane.stays.referrals.data import ReferralData
from liane.timeline.actions import Announcement, announce

PDF = b"%PDF-1.4 une notification"
DOCX = b"PK\x03\x04 un papier qui est lui-m\xc3\xaame une archive"


def photo() -> bytes:
    """A small face, as the house keeps them."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "WEBP")
    return out.getvalue()


def furnish_more(house, record, words, now) -> None:
    """`words`: what is hard to carry; `now`: when it was all written, long before it moves."""
    mine = {"organization_id": house.deux_rives.pk}
    karim = house.practitioner("karim")
    by = {"author_id": karim.pk, "author_name": "Karim; =Duval"}
    _told(record, house.units["mimosa"], words, now, by, mine)
    _waiting(house, record, words, now, by, mine)
    _written(house, record, words, now, by, mine)
    _papers(house, record, words, now, by, mine)
    _decided(house, record, words, now, by, mine)


def _told(record, unit, words, now, by, mine) -> None:
    image = photo()
    Portrait.objects.create(person=record.person, image=image, digest=sha256(image).hexdigest(), **mine)
    Flag.objects.create(
        record=record,
        unit=unit,
        kind="DANGER",
        label=words[0],
        icon="danger",
        since=today(),
        author_name="Inès",
        **mine,
    )
    EssentialAnswer.objects.create(
        record=record, unit=unit, question="qui_je_suis", text=words[4], said_by=words[1], written_at=now, **by, **mine
    )


def _waiting(house, record, words, now, by, mine) -> None:
    """Somebody who waits, with every line that explains her place; the request of Sam, admitted."""
    facility, unit = house.facilities["FAM Les Tilleuls"], house.units["mimosa"]
    data = ReferralData(
        words[6], "MDPH", today(), first_names="Ana", address=words[3], is_protected=True, request=words[4]
    )
    asked = data.put_on(Referral(**by, **mine))
    asked.save()
    known = ReferralData("Belkacem", "ASE", today()).put_on(Referral(record=record, **by, **mine))
    known.save()
    wish = Wish.objects.create(
        referral=asked, facility=facility, unit=unit, state="WAITING", state_on=today(), waiting_since=today(),
        levels={"urgence": 2}, points=-3, boost=-5_000_000_000, rank_key=-900_000_000_000, **mine,
    )  # fmt: skip
    Wish.objects.create(
        referral=known,
        facility=facility,
        state="ADMITTED",
        state_on=today(),
        stay=Stay.objects.get(record=record),
        **mine,
    )
    move = {"wish": wish, "kind": "STATE", "to_state": "WAITING", "to_rank": 1, "of_rank": 1, "reason": words[1]}
    WishMove.objects.create(on=today(), author_role="Cheffe", **move, **by, **mine)
    Opinion.objects.create(wish=wish, unit=unit, volet="CARE", verdict="RESERVED", text=words[5], **by, **mine)
    AdmissionTask.objects.create(wish=wish, code="visite", state="DOING", note=words[2], author_name="Inès", **mine)
    WaitingRules.objects.create(
        facility=facility,
        criteria=[{"code": "urgence", "label": words[0], "weight": 3}],
        reason="choisi",
        author_name="Marc",
        **mine,
    )
    Notice.objects.create(
        referral=asked, name="notification.pdf", media_type="application/pdf", data=PDF, text=words[4], **by, **mine
    )
    Notice.objects.create(referral=known, name="vide.txt", media_type="text/plain", data=b"", **by, **mine)
    for model in (Referral, Notice):  # written long before the day of the move
        model.objects.update(**{"created_at" if model is Referral else "received_at": now})
    Inventory.objects.create(
        stay=Stay.objects.get(record=record), moment="ENTRY", done_on=today(),
        lines=[{"what": words[0], "count": 2, "deposited": True}], made_with=words[7], **by, **mine,
    )  # fmt: skip


def _written(house, record, words, now, by, mine) -> None:
    unit, karim = house.units["mimosa"], house.practitioner("karim")
    here = {"record": record, "unit": unit, **mine}
    goal = uuid7()
    Goal.objects.create(
        id=goal, thread_id=goal, wording=words[4][:40], since=today(), written_at=now, author_role="AES", **by, **here
    )
    first = uuid7()
    note = {
        "thread_id": first,
        "volet": "SUPPORT",
        "happened_at": now,
        "written_at": now,
        "goal_id": goal,
        **by,
        **here,
    }
    Note.objects.create(id=first, text=words[0], **note)
    second = Note.objects.create(version=2, replaces_id=first, text=words[4], correction_reason=words[1], **note)
    Quote.objects.create(note=second, record=record, part="text", start=0, end=3, text=words[2], **mine)
    Cancellation.objects.create(thread_id=first, reason=words[3], cancelled_at=now, **by, **mine)
    Reading.objects.create(thread_id=first, practitioner=karim, asked_at=now, read_at=now, **here)
    Task.objects.create(volet="SUPPORT", label=words[1], owner=karim, created_at=now, **by, **here)
    Task.objects.create(volet="SUPPORT", label="Acheter du pain", created_at=now, unit=unit, **by, **mine)
    Handover.objects.create(
        unit=unit, shift="Nuit", starts_at=now, ends_at=now, word=words[0], given_at=now, **by, **mine
    )
    Takeover.objects.create(unit=unit, practitioner=karim, taken_at=now, since=now, unread=2, **mine)
    RoundCheck.objects.create(seen_at=now, remark=words[1], **by, **here)
    announce(
        house.actor("karim"),
        Announcement(
            record.pk, unit.pk, "SUPPORT", "NOTE", first, now, words[0], words[4], 1, [house.units["acacia"].pk]
        ),
    )


def _papers(house, record, words, now, by, mine) -> None:
    """A paper that is itself an archive, with its picture; another that was withdrawn, of the same content."""
    digest, small = store.put(house.deux_rives.pk, DOCX), store.put(house.deux_rives.pk, photo())
    kept = {"wanted_at": now, **mine}
    picture = StoredFile.objects.create(digest=small, size=1, media_type="image/webp", **kept)
    ooxml = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = StoredFile.objects.create(digest=digest, size=len(DOCX), media_type=ooxml, preview=picture, **kept)
    for title in (words[1], words[7]):
        paper = Document.objects.create(
            record=record, unit=house.units["mimosa"], volet="ADMIN", line_kind="DOCUMENT", line_id=uuid7(), title=title,
            title_key=fold(title)[:300], file=file, file_name="x.docx", added_at=now, **by, **mine,
        )  # fmt: skip
    Withdrawal.objects.create(document=paper, reason=words[0], withdrawn_at=now, **by, **mine)


def _decided(house, record, words, now, by, mine) -> None:
    """What the organisme chose, certified, or holds."""
    facility = house.facilities["FAM Les Tilleuls"]
    RetentionChoice.objects.create(
        rule="handicap",
        active_months=24,
        archive_months=60,
        fate="DESTROY",
        reason=words[0],
        chosen_at=now,
        **by,
        **mine,
    )
    Destruction.objects.create(
        record_id=uuid7(), person_id=uuid7(), facility=facility, rule="handicap", left_on=today(), end_on=today(),
        reason=words[1], decided_at=now, carried_out_at=now, counts={"people_record": 1}, files=["ab"], **by, **mine,
    )  # fmt: skip
    RequestErasure.objects.create(
        requests=[str(uuid7())],
        facilities=[str(facility.pk)],
        last_kept=today(),
        reason="terme",
        decided_at=now,
        **by,
        **mine,
    )
    RetentionRule.objects.create(access_months=None, security_months=12, reason=words[2], chosen_at=now, **by, **mine)
    LegalHold.objects.create(record_id=record.pk, reason=words[3], placed_at=now, **by, **mine)
    SignInRule.objects.create(second_factor_from=today(), **mine)
    role = Role.objects.get(code="aes_nuit") if Role.objects.filter(code="aes_nuit").exists() else Role.objects.first()
    RoleChange.objects.create(role=role, at=now, before={"label": words[0]}, after={"label": role.label}, **by, **mine)
    Role.objects.filter(pk=role.pk).update(version=2, label="AES, comme ici")
    other = house.person("Samia Belkacem", "acacia")
    Double.objects.create(
        first=record.person, second=other.person, points=90, reasons=["name", "asked"], state="APART", found_at=now,
        answered_at=now, answer=words[1], **by, **mine,
    )  # fmt: skip
