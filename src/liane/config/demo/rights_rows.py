"""Rights of the demonstration: what each sector expects is mostly there; some end within two months, some have slipped."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from liane.config.demo.clocks_rows import authors_of
from liane.config.demo.seed import chance, fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.packs import load_pack
from liane.people.entitlements.enums import ClaimState
from liane.people.entitlements.models import Claim, Entitlement
from liane.stays.models import Stay

# How long each lasts, in years; nothing: without end. Who gives it. Believable, not a rule: each decision says its own dates.
_LASTS = {"amc": 1, "auth_image": 1, "auth_sortie": 1, "auth_partage": 1, "auth_soins": 1, "piece_identite": 10, "ald": 5, "ash": 2, "siao": 1,
    "aide_logement": 1, "ressource": 1, "titre_sejour": 1}  # fmt: skip
_ENDLESS = {"amo"}
_ISSUERS = {"mdph": "MDPH", "amo": "CPAM", "amc": "Mutuelle", "ald": "CPAM", "apa": "Département", "ash": "Département", "aide_logement": "CAF",
    "siao": "SIAO", "piece_identite": "Préfecture", "titre_sejour": "Préfecture"}  # fmt: skip


def open_rights(organization_id: UUID) -> None:
    """What each sector expects of the persons who are there, in the name of somebody of the house."""
    with acting_for(organization_id):
        authors = authors_of()
        rights: dict[UUID, Entitlement] = {}
        claims: dict[UUID, Claim] = {}
        stays = Stay.objects.filter(ends_on=None, starts_on__isnull=False, unit__facility__is_discreet=False)
        for stay in stays.select_related("unit__facility").order_by("pk"):
            if (author := authors.get(stay.unit.facility_id)) is None:
                continue
            for right in _rights(stay, author):
                rights.setdefault(right.pk, right)
                if (claim := _claim(right)) is not None:
                    claims.setdefault(claim.pk, claim)
        Entitlement.objects.bulk_create(rights.values(), batch_size=2000)
        Claim.objects.bulk_create(claims.values(), batch_size=2000)


def _rights(stay: Stay, author: tuple[UUID, str]) -> Iterator[Entitlement]:
    for expected in load_pack(stay.unit.facility.pack).expected:
        if not expected.rights:
            continue
        code = expected.rights[0]
        rng = chance("right", stay.record_id, code)
        if rng.random() < 0.12:  # not there yet: the page says what is missing
            continue
        key, kind = fixed_id("right", stay.record_id, code), kinds()[code]
        opens, expires = _dates(rng, code, stay.begins_on)
        yield Entitlement(
            id=key, thread_id=key, organization_id=stay.organization_id, record_id=stay.record_id, unit_id=stay.unit_id,
            kind=code, volet=kind.volet, issuer=_ISSUERS.get(code) or _ISSUERS.get(kind.family, ""), opens_on=opens,
            expires_on=expires, is_endless=expires is None, author_id=author[0], author_name=author[1],
            author_role="", written_at=_moment(max(opens, stay.begins_on)),
        )  # fmt: skip


def _dates(rng: Random, code: str, arrived: date) -> tuple[date, date | None]:
    """One in nine ends within two months, one in twenty has ended without anybody renewing it."""
    years = _LASTS.get(code, 5)
    drawn = rng.random()
    if code in _ENDLESS:
        return arrived - timedelta(days=rng.randrange(2000)), None
    left = (
        rng.randrange(2, 58)
        if drawn < 0.11
        else -rng.randrange(3, 200)
        if drawn < 0.16
        else rng.randrange(70, 364 * years)
    )
    expires = today() + timedelta(days=left)
    return expires - relativedelta(years=years), expires


def _claim(right: Entitlement) -> Claim | None:
    """Half of those that end soon are being asked again."""
    if right.expires_on is None or right.expires_on > today() + timedelta(days=58):
        return None
    rng = chance("claim", right.pk)
    if rng.random() < 0.5:
        return None
    key = fixed_id("claim", right.pk)
    on = today() - timedelta(days=rng.randrange(1, 40))
    return Claim(
        id=key, thread_id=key, organization_id=right.organization_id, record_id=right.record_id, unit_id=right.unit_id,
        kind=right.kind, volet=right.volet, state=rng.choice((ClaimState.TO_ASK, ClaimState.ASKED)), on=on,
        renews=right.thread_id, author_id=right.author_id, author_name=right.author_name, author_role="",
        written_at=_moment(on),
    )  # fmt: skip


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(on, today()), time(10)))
