"""A request in words: who she is, where it comes from, where it stands."""

from typing import Any
from uuid import UUID

from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.nomenclatures.referrals import LEFT, origins, reasons, retention_of, sdo_statuses
from liane.people.spoken import Somebody
from liane.people.words import age_and_birth
from liane.stays.models import StayMode, StayState
from liane.stays.referrals.enums import ENDED, Duration, TaskState, Verdict, WishState
from liane.stays.referrals.models import Referral, Wish, WishMove

STATE_TAGS: dict[str, tuple[str, str]] = {
    WishState.RECEIVED: ("ambre", "depot"),
    WishState.STUDY: ("bleu", "loupe"),
    WishState.WAITING: ("ocre", "attente"),
    WishState.ADMISSION: ("prune", "tache"),
    WishState.ADMITTED: ("vert", "coche"),
    WishState.REFUSED: ("", "croix"),
    WishState.WITHDRAWN: ("", "annule"),
    WishState.NO_ANSWER: ("", "cloche"),
}
VERDICT_TAGS = {
    Verdict.FOR: ("vert", "coche"), Verdict.RESERVED: ("ocre", "info"), Verdict.AGAINST: ("rouge", "croix"),
    Verdict.MORE: ("bleu", "aide"),
}  # fmt: skip
TASK_TAGS = {
    TaskState.UNSEEN: ("ambre", "oeil"), TaskState.DOING: ("bleu", "horloge"), TaskState.DONE: ("vert", "coche"),
    TaskState.NOT_APPLICABLE: ("", "annule"),
}  # fmt: skip


def tag(word: str, look: tuple[str, str]) -> dict[str, str]:
    """A tag with its tone and its icon."""
    return {"word": word, "tone": look[0], "icon": look[1]}


def state_tag(state: str) -> dict[str, str]:
    """Where a wish stands."""
    return tag(WishState(state).label, STATE_TAGS[WishState(state)])


def state_label(state: str) -> str:
    """A state in words; one that this version no longer knows is still told."""
    return dict(WishState.choices).get(state, "Autre état")


def somebody(referral: Referral) -> Somebody:
    """She, as one speaks of her."""
    return Somebody(
        referral.pk, referral.birth_name, referral.used_name, referral.first_names, "", referral.sex,
        referral.birth_date, referral.birth_precision,
    )  # fmt: skip


def name_of(referral: Referral) -> str:
    """How she is written on a list."""
    return somebody(referral).full_name


def born(referral: Referral) -> str:
    """«34 ans, née le 12/03/1992»."""
    return age_and_birth(somebody(referral))


def origin_label(referral: Referral, sees_private: bool = False) -> str:
    """«Notification de la MDPH (MDPH des Bouches-du-Rhône)»; who asks for a protected person says where she comes from."""
    known = origins().get(referral.origin)
    label = known.label if known else "Origine non connue"
    told = referral.origin_name and (sees_private or not referral.is_kept)
    return f"{label} ({referral.origin_name})" if told else label


def url_of(referral_id: UUID) -> str:
    """The page of a request."""
    return reverse("stays:referral", kwargs={"referral_id": referral_id})


def wished(wish: Wish) -> str:
    """«Mimosa, hébergement complet, permanent, séquentiel, à partir du 01/03/2027»."""
    parts = [wish.unit.name if wish.unit else ""]
    parts.append(StayMode(wish.mode).label.lower() if wish.mode in StayMode.values else "")
    parts.append(Duration(wish.duration).label.lower() if wish.duration else "")
    parts.append("séquentiel" if wish.is_sequential else "")
    parts.append(f"à partir du {short(wish.wished_on)}" if wish.wished_on else "")
    return ", ".join(part for part in parts if part)


def reason_of(wish: Wish) -> str:
    """Why it stands there."""
    known = reasons().get(wish.state, {}).get(wish.reason_code)
    return " : ".join(part for part in (known.label if known else "", wish.reason) if part)


def sdo_sentence(referral: Referral, wish: Wish) -> str:
    """What will have to be sent back to the national follow-up of decisions: the status, and its motive where one is asked."""
    known = origins().get(referral.origin)
    if known is None or not known.by_sdo:
        return ""
    status = sdo_statuses()[_sdo_state(wish)]
    return f"Suivi des décisions d’orientation : «\u00a0{status.label}\u00a0» ({status.code}){_sdo_motive(wish)}. Pas encore renvoyé."


def _sdo_state(wish: Wish) -> str:
    """«Usager entré» is said once she has come in, «Usager sorti» once she has left; before, she is admitted."""
    if wish.state != WishState.ADMITTED or wish.stay is None:
        return wish.state
    came = wish.stay.state(today())
    return {StayState.RUNNING: WishState.ADMITTED, StayState.ENDED: LEFT}.get(came, WishState.ADMISSION)


def _sdo_motive(wish: Wish) -> str:
    """An admission that is impossible needs a motive of the national list (ASS_A32); where ours is not in it, it is said."""
    known = reasons().get(wish.state, {}).get(wish.reason_code)
    if known is None:
        return ""
    if not known.sdo_code:
        return ", sans motif\u00a0: la liste nationale n’a pas celui-ci, il faudra en choisir un"
    return f", motif «\u00a0{known.sdo_label}\u00a0» ({known.sdo_code})"


def kept_sentence(wish: Wish) -> str:
    """Until when a request without follow-up is kept, and by which rule."""
    if wish.state not in ENDED or wish.keep_until is None:
        return ""
    rule = retention_of(wish.facility.pack)
    unsure = (
        "" if rule.mark == "V" else " Règle proposée par Liane, à valider par le délégué à la protection des données."
    )
    return f"Gardée jusqu’au {short(wish.keep_until)}. {rule.label}.{unsure}"


def places(move: WishMove) -> str:
    """«entre à la place 3 sur 12», «passe de la place 5 à la place 3 sur 12», «quitte la place 3»."""
    if move.to_rank is None:
        return f"quitte la place {move.from_rank}" if move.from_rank else ""
    where = f"place {move.to_rank} sur {move.of_rank}"
    if move.from_rank is None:
        return f"entre à la {where}"
    return (
        f"reste à la {where}" if move.from_rank == move.to_rank else f"passe de la place {move.from_rank} à la {where}"
    )


def facts_of(referral: Referral, sees_private: bool) -> list[dict[str, str]]:
    """What is known of her and of the request; what must not be read is absent, not masked."""
    lines = [
        ("Nom de naissance", referral.birth_name),
        ("Nom utilisé", referral.used_name),
        ("Prénoms", referral.first_names),
        ("Naissance", f"{somebody(referral).birth_text}{f', {referral.birth_place}' if referral.birth_place else ''}"),
        ("N° de Sécurité sociale", referral.nss),
        ("N° MDPH", referral.mdph_number),
        ("Orientation", referral.orientation),
        ("Décision", _decision(referral)),
        ("Droit", _right(referral)),
    ]
    if sees_private:
        lines += [
            ("Ce qui est demandé", referral.request),
            ("Adresse", referral.address),
            ("Téléphone", referral.phone),
            ("Courriel", referral.email),
            (
                "Qui contacter",
                " ".join(p for p in (referral.contact_name, referral.contact_phone, referral.contact_email) if p),
            ),
        ]
    return [{"label": label, "text": text} for label, text in lines if text]


def _decision(referral: Referral) -> str:
    parts = [f"du {short(referral.decision_on)}" if referral.decision_on else ""]
    parts.append(f"n° {referral.decision_number}" if referral.decision_number else "")
    parts.append(f"n° national {referral.national_number}" if referral.national_number else "")
    return ", ".join(part for part in parts if part)


def _right(referral: Referral) -> str:
    start, end = referral.starts_on, referral.ends_on
    if not start and not end:
        return ""
    said = (
        f"du {short(start)} au {short(end)}"
        if start and end
        else f"à partir du {short(start)}"
        if start
        else f"jusqu’au {short(end)}"
    )
    return f"{said} (fini)" if end and end < today() else said


def row_of(wish: Wish) -> dict[str, Any]:
    """A line of the list of requests."""
    return {
        "name": name_of(wish.referral),
        "url": url_of(wish.referral_id),
        "born": born(wish.referral),
        "where": f"{wish.unit.name}, {wish.facility.name}"
        if wish.unit and wish.unit.name != wish.facility.name
        else wish.facility.name,
        "origin": origin_label(wish.referral),
        "tag": state_tag(wish.state),
        "since": short(wish.state_on),
    }
