"""What the request says follows her into her record at the admission; what cannot follow is said, never dropped in silence."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, Right, Volet
from liane.kit.brought import Brought
from liane.kit.dates import short
from liane.kit.door import NotVisible, Refused
from liane.kit.slots import Slot, hung
from liane.nomenclatures.codes import relations
from liane.nomenclatures.referrals import origins, rights_of_packs
from liane.people.actions.arriving import keep_nss, keep_number, keep_protected
from liane.people.circle.actions import add_relative
from liane.people.circle.data import OTHER, RelativeData
from liane.people.circle.enums import HomeKind
from liane.people.circle.homes import HomeData, add_home
from liane.people.entitlements.actions import record_entitlement
from liane.people.entitlements.rules import RightDraft
from liane.people.enums import IdentifierKind
from liane.stays.referrals.models import Notice, Referral

Gesture = Callable[[], None]


def bring_along(actor: Actor, referral: Referral, record_id: UUID, unit_id: UUID, pack: str) -> str:
    """Numbers, papers, contact, address, right: written in the record that has just opened. Gives what stays behind, in words.

    Around a protected person, what says where she is goes to the social part, or stays in the request: never elsewhere.
    """
    is_kept = keep_protected(actor, record_id, is_said=referral.is_protected)
    hidden = is_kept and not (actor.reads(unit_id, Volet.SOCIAL) and actor.writes(unit_id, Volet.SOCIAL))
    keep_number(actor, record_id, IdentifierKind.MDPH, referral.mdph_number)
    keep_nss(actor, record_id, referral.nss)
    if not hidden:
        _papers(actor, referral, record_id, unit_id, Volet.SOCIAL if is_kept else "")
    left = [_tried(actor, unit_id, *one) for one in _gestures(actor, referral, record_id, pack, hidden)]
    if hidden:
        left.append(
            "Coordonnées protégées : l’adresse, le contact et la notification restent dans la demande, pour le service social."
        )
    return " ".join(sentence for sentence in left if sentence)


def _papers(actor: Actor, referral: Referral, record_id: UUID, unit_id: UUID, volet: str) -> None:
    """The notifications received become papers of the record."""
    for notice in Notice.objects.filter(referral=referral).order_by("received_at"):
        title = f"Notification reçue le {short(referral.received_on)}"
        data = bytes(notice.data)
        paper = Brought(notice.pk, notice.name, notice.media_type, data, title, referral.decision_on, volet)
        for file in hung(Slot.PAPER_BROUGHT):
            file(actor, record_id, unit_id, paper)


def _gestures(
    actor: Actor, referral: Referral, record_id: UUID, pack: str, hidden: bool
) -> Iterator[tuple[str, Right, Gesture]]:
    """(what, the right that it asks, the gesture) for each thing that the request knows."""
    if referral.contact_name and not hidden:
        yield f"Le contact {referral.contact_name}", Right.CIRCLE_WRITE, lambda: _contact(actor, referral, record_id)
    if (referral.address or referral.phone or referral.email) and not hidden:
        yield "L’adresse, le téléphone et le courriel", Right.CIRCLE_WRITE, lambda: _home(actor, referral, record_id)
    if draft := _right(referral, pack):
        key = uuid5(referral.pk, "right")
        yield "L’orientation", Right.ENTITLEMENT_WRITE, lambda: record_entitlement(actor, record_id, key, draft)


def _tried(actor: Actor, unit_id: UUID, what: str, right: Right, gesture: Gesture) -> str:
    """Do it whole; or say why it stays in the request."""
    if not actor.may(right, unit_id):
        return f"{what} : reste dans la demande, votre rôle ne permet pas de {RIGHT_LABELS[right]}."
    try:
        with transaction.atomic():
            gesture()
    except Refused as problem:
        return f"{what} : reste dans la demande. {problem}"
    except NotVisible:
        return f"{what} : reste dans la demande, votre rôle n’écrit pas dans cette partie du dossier."
    return ""


def _contact(actor: Actor, referral: Referral, record_id: UUID) -> None:
    known = relations().get(referral.contact_relation)
    code, label = (known.code, known.shown) if known else (OTHER, "À contacter (demande d’admission)")
    data = RelativeData(referral.contact_name, code, label, phone=referral.contact_phone, email=referral.contact_email)
    add_relative(actor, record_id, uuid5(referral.pk, "contact"), data)


def _home(actor: Actor, referral: Referral, record_id: UUID) -> None:
    data = HomeData(
        "Domicile dit à la demande", HomeKind.MAIN, address=referral.address, phone=referral.phone,
        email=referral.email, said_by=referral.origin_name[:120],
    )  # fmt: skip
    add_home(actor, record_id, uuid5(referral.pk, "home"), data, household_id=None)


def _right(referral: Referral, pack: str) -> RightDraft | None:
    """The decision of the MDPH, when the request comes from it and says when it was taken or how long it runs."""
    known, kind = origins().get(referral.origin), rights_of_packs().get(pack)
    dated = referral.decision_on or referral.starts_on or referral.ends_on
    if known is None or not known.by_sdo or kind is None or not dated:
        return None
    note = "\n".join(part for part in (referral.orientation, "Repris de la demande d’admission, à vérifier.") if part)
    return RightDraft(
        kind=kind, issuer=referral.origin_name, number=referral.decision_number, national_number=referral.national_number,
        decided_on=referral.decision_on, opens_on=referral.starts_on, expires_on=referral.ends_on, note=note,
    )  # fmt: skip
