"""Requests for admission of the demonstration, written by the gestures themselves in the name of those who follow them."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import actor_of
from liane.config.demo.seed import chance, fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.organizations.models import Facility
from liane.professionals.models import Practitioner, PractitionerRole
from liane.stays.referrals.admitting import set_task
from liane.stays.referrals.data import ReferralData, Step, WishData
from liane.stays.referrals.deciding import decide, note_criteria
from liane.stays.referrals.models import Wish
from liane.stays.referrals.studying import give_opinion
from liane.stays.referrals.writing import create_referral

_ROWS = Path(__file__).with_name("referrals.toml")
_WHO = ("chef_de_service", "directeur", "assistante_sociale", "secretaire")
_CROWD = {"s": 0, "m": 180}  # more who wait in the first facility, so that its list has the length of a big one
_LAST = (
    "Arnoux",
    "Brunel",
    "Caron",
    "Dupré",
    "Estève",
    "Faure",
    "Giraud",
    "Hubert",
    "Jacquet",
    "Lemaire",
    "Noël",
    "Perrot",
)
_FIRST = ("Anne", "Bilal", "Claire", "David", "Emma", "Farah", "Gilles", "Hana", "Igor", "Julie", "Karl", "Lucie")


def ask_to_come(organization_id: UUID, size: str) -> int:
    """The requests of one organisme, dated from today. How many were written."""
    with acting_for(organization_id):
        by_facility = {
            f.name: (f, who) for f in Facility.objects.order_by("rank") if (who := somebody_of(f)) is not None
        }
        rows = [
            row for row in tomllib.loads(_ROWS.read_text(encoding="utf-8"))["request"] if row["facility"] in by_facility
        ]
        for rank, row in enumerate(rows):
            _ask(*by_facility[row["facility"]], row, rank)
        crowd = _CROWD[size] if rows else 0
        for rank in range(crowd):
            _ask(*by_facility[rows[0]["facility"]], _one_more(rows[0]["facility"], rank), len(rows) + rank)
        return len(rows) + crowd


def somebody_of(facility: Facility) -> Actor | None:
    """Somebody who follows the admissions of this facility."""
    posts = PractitionerRole.objects.filter(role_code__in=_WHO, facility=facility) | PractitionerRole.objects.filter(
        role_code__in=_WHO, unit__facility=facility
    )
    ordered = sorted(posts, key=lambda post: (_WHO.index(post.role_code), str(post.practitioner_id)))
    wide = (
        []
        if facility.is_discreet
        else list(PractitionerRole.objects.filter(role_code__in=_WHO, facility=None, unit=None))
    )
    for post in (*ordered, *wide):
        actor = actor_of(Practitioner.objects.get(pk=post.practitioner_id))
        if actor.units_with(Right.REFERRAL_WRITE):
            return actor
    return None


def _ask(facility: Facility, actor: Actor, row: dict[str, Any], rank: int) -> None:
    received = today() - timedelta(days=row["since"])
    last, first = row["name"]
    data = ReferralData(
        birth_name=last, first_names=first, sex=row["sex"], birth_date=date.fromisoformat(row["born"]),
        origin=row["origin"], origin_name=row.get("by", ""), received_on=received,
        orientation=row.get("orientation", ""), request=row.get("request", ""),
    )  # fmt: skip
    key = fixed_id("demande", facility.pk, rank)
    referral = create_referral(actor, key, data, [WishData(facility.pk)])
    wish = Wish.objects.get(referral=referral)
    if row.get("levels"):
        note_criteria(actor, key, wish.pk, row["levels"], "Noté à l’étude", version=_version(wish))
    for volet_rank, (verdict, volet, text) in enumerate(row.get("opinions", [])):
        give_opinion(
            actor,
            key,
            wish.pk,
            fixed_id("avis", key, volet_rank),
            verdict=verdict,
            text=text,
            volet=_part(actor, volet),
        )
    for state, days, reason, *code in row["steps"]:
        on = today() - timedelta(days=days)
        decide(actor, key, wish.pk, Step(state, on, reason, code[0] if code else "", _version(wish)))
    for task, state in row.get("tasks", {}).items():
        set_task(actor, key, wish.pk, task, state=state, note="", with_her=state == "DONE", version=0)


def _part(actor: Actor, volet: str) -> str:
    """The part asked, when this author writes there; else the everyday one."""
    return volet if any(volet in grant.writes and volet in grant.reads for grant in actor.grants) else "SUPPORT"


def _version(wish: Wish) -> int:
    return Wish.objects.values_list("version", flat=True).get(pk=wish.pk)


def _one_more(facility: str, rank: int) -> dict[str, Any]:
    """Somebody imagined who waits."""
    rng = chance("attente", facility, rank)
    since = rng.randrange(30, 1200)
    return {
        "facility": facility, "name": [f"{rng.choice(_LAST)}-{rng.choice(_LAST)}", rng.choice(_FIRST)], "sex": rng.choice("FM"),
        "born": f"{rng.randrange(1960, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}", "origin": "MDPH",
        "by": "MDPH", "orientation": "Hébergement permanent", "since": since,
        "levels": {"SITUATION": rng.randrange(3), "CARER": rng.randrange(3), "NEAR": rng.randrange(3)},
        "steps": [["WAITING", max(since - 20, 1), "Avis favorable"]],
    }  # fmt: skip
