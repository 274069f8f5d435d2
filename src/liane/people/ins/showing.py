"""What the page «Identité» says, gathered once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.kit.dates import short, when
from liane.nomenclatures.identity import birth_places, department_of, family_situations, identity_documents
from liane.people.banner import may_here
from liane.people.enums import HOLDS_INS, Civility, IdentityStatus, Precision, Sex
from liane.people.facts import RecordFacts
from liane.people.ins.datamatrix import Scanned
from liane.people.ins.dates import completed
from liane.people.ins.drawing import TO_SCAN, shape
from liane.people.ins.matricule import OIDS, contradictions, read_matricule
from liane.people.ins.moves import Event, Mark, State
from liane.people.ins.names import comparable
from liane.people.ins.output import code_text
from liane.people.ins.places import name_of_place, place_doubt
from liane.people.ins.policies import locked_traits, missing_for_ins, regime_of, releasable
from liane.people.ins.port import NOT_CONNECTED, service
from liane.people.ins.queries import Story, story_of
from liane.people.ins.words import HELP, identity_tag
from liane.people.models import LocalIdentifier, Person
from liane.people.policies import may_read_addresses
from liane.people.queries.essential import told_numbers

REGIMES = {
    "health": "Ce service relève de la santé : l’INS est attendue sur les documents.",
    "social": "Dans ce service, une identité validée avec une pièce suffit. Rien ne demande d’INS.",
    "anonymous": "Ici, chacun peut être accompagné sans dire qui il est. Rien n’est exigé.",
}
_EVENTS = {
    Event.EVIDENCE_SEEN: "Pièce vue", Event.EVIDENCE_CANCELLED: "Pièce annulée", Event.INS_FOUND: "INS reçue",
    Event.INS_FOUND_WITH_EVIDENCE: "INS reçue, pièce vue", Event.INS_NOT_CONFIRMED: "INS non confirmée",
    Event.DOUBT_RAISED: "Doute signalé", Event.DOUBT_LIFTED: "Doute levé", Event.FICTION_MARKED: "Marquée fictive",
    Event.FICTION_LIFTED: "N’est plus fictive", Event.HOMONYM_MARKED: "Homonyme signalé",
    Event.HOMONYM_LIFTED: "Homonyme retiré", Event.TRAIT_CHANGED: "Identité corrigée",
}  # fmt: skip


def sheet_context(actor: Actor, facts: RecordFacts, person: Person) -> dict[str, Any]:
    """Traits, status, papers, INS, numbers, and what this reader may do."""
    story = story_of(actor, person.pk)
    may_verify = may_here(actor, facts, Right.IDENTITY_VERIFY)
    may_edit = may_here(actor, facts, Right.RECORD_EDIT)
    state = State.of(person)
    regime = regime_of(held["pack"] for held in facts.held)
    return {
        "person": person,
        "tag": identity_tag(person),
        "help": HELP[IdentityStatus(person.identity_status)],
        "regime": REGIMES[regime],
        "strict": strict_lines(person),
        "others": other_lines(person, sees_care=sees_care(actor, facts)),
        "locked": bool(locked_traits(person)),
        "marks": [mark for mark in Mark if mark in state.marks],
        "may_verify": may_verify,
        "may_edit": may_edit,
        "mark_choices": mark_choices(state) if may_verify else [],
        "evidence": [_evidence(row, story.person_id) for row in story.evidence],
        "steps": [_step(row) for row in story.steps],
        "ins": ins_lines(person, story) if may_verify or may_edit else None,
        "drawing": shape(text) if (text := code_text(person)) and (may_verify or may_edit) else None,
        "to_scan": TO_SCAN,
        "not_connected": "" if service().is_connected or regime != "health" else NOT_CONNECTED,
        "missing": missing_for_ins(person) if regime == "health" else [],
        "nss": nss_lines(person) if may_edit else [],
        "numbers": [_number(row, tells=may_read_addresses(actor, facts)) for row in told_numbers(actor, person.pk)],
        "fills": None,
        "papers": [paper for paper in identity_documents().values() if paper.is_high],
    }


def sees_care(actor: Actor, facts: RecordFacts) -> bool:
    """The cause of a death is told to those who read the care part."""
    return Volet.CARE in actor.volets_read(held.unit_id for held in facts.units())


def place_words(name: str, code: str) -> str:
    """«Marseille (13055)», «Oran, Algérie (99352)»."""
    country = birth_places().get(code if code.startswith("99") else department_of(code), "")
    place = ", ".join(dict.fromkeys(part for part in (name or name_of_place(code), country) if part))
    return f"{place} ({code})" if code else place


def birth_words(person: Person) -> str:
    """The date as it is known, and as it will travel when it is uncertain."""
    sent, uncertain = completed(person.birth_date, person.birth_precision)
    said = person.birth_text
    if not uncertain or sent is None:
        return said
    return f"{said} — date incertaine, envoyée comme {short(sent)}"


def strict_lines(person: Person) -> list[dict[str, str]]:
    """The traits that a paper confirms."""
    told = (
        ("Nom de naissance", person.birth_name),
        ("Prénoms de naissance", person.first_names),
        ("Premier prénom", person.birth_first_name or person.first_name),
        ("Sexe", Sex(person.sex).label),
        ("Naissance", birth_words(person)),
        ("Lieu de naissance", place_words(person.birth_place, person.birth_place_code)),
    )
    doubts = {
        "Lieu de naissance": place_doubt(person.birth_place_code, person.birth_date, person.birth_precision),
        "Lieu de décès": place_doubt(person.death_place_code, person.death_date, what="ce décès"),
    }
    lines = [{"label": label, "text": text or "Non connu"} for label, text in told]
    return lines + [{"label": f"{label}, code", "text": doubt} for label, doubt in doubts.items() if doubt]


def other_lines(person: Person, *, sees_care: bool) -> list[dict[str, str]]:
    """How she lives, and what she has told."""
    died = short(person.death_date) if person.death_date else ""
    told = (
        ("Nom utilisé", person.used_name),
        ("Prénom utilisé", person.used_first_name),
        ("Souhaite qu’on l’appelle", person.preferred_name),
        ("Civilité", Civility(person.civility).label if person.civility else ""),
        ("Rang de naissance", str(person.birth_order or "")),
        ("Nationalités", person.nationalities),
        ("Langues", person.languages),
        ("Situation familiale", family_situations().get(person.family_situation, person.family_situation)),
        ("Décès", ", ".join(filter(None, (died, place_words(person.death_place, person.death_place_code))))),
        ("Cause du décès", person.death_cause if sees_care else ""),
        ("Remarque", person.identity_comment),
    )
    return [{"label": label, "text": text} for label, text in told if text]


def nss_lines(person: Person) -> list[dict[str, str]]:
    """The number that opens her rights, and whose it seems to be."""
    if not person.nss:
        return []
    number = read_matricule(person.nss)
    other = contradictions(
        number, sex=person.sex, birth_date=person.birth_date, precision=person.birth_precision,
        place_code=person.birth_place_code,
    )  # fmt: skip
    whose = " (paraît être celui d’un parent)" if other else ""
    return [{"label": "N° de Sécurité sociale", "text": number.shown + whose}]


def ins_lines(person: Person, story: Story) -> list[dict[str, str]]:
    """The INS in force and the former ones; on the screen of those who check identities, never elsewhere."""
    lines = []
    if person.identity_status in HOLDS_INS and person.ins_at is not None:
        out = "peut figurer sur les documents" if releasable(person) else "ne sort pas de Liane"
        lines.append({"label": "Matricule INS", "text": f"{read_matricule(person.ins_matricule).shown} ({out})"})
        kind = OIDS.get(person.ins_oid, "")
        lines.append({"label": "Nature", "text": f"{kind}, OID {person.ins_oid}"})
        lines.append({"label": "Reçue", "text": f"{when(person.ins_at)}, du service national"})
        if (verified := last_verified(story)) is not None:
            lines.append({"label": "Vérifiée de nouveau", "text": f"{when(verified)}, par le service national"})
    lines.extend(
        {"label": "Ancienne INS", "text": f"{row.matricule}, jusqu’au {short(row.until)} : {row.reason}"}
        for row in story.former
    )
    return lines


def last_verified(story: Story) -> datetime | None:
    """When the service last confirmed the INS that she held already (to be done again every three to five years)."""
    again = (Event.INS_FOUND, Event.INS_FOUND_WITH_EVIDENCE)
    return next((step.at for step in story.steps if step.event in again and step.before in HOLDS_INS), None)


def mark_choices(state: State) -> list[tuple[str, str]]:
    """The gestures that make sense now."""
    doubt = (
        ("DOUBT_LIFTED", "Lever le doute") if Mark.DOUBTFUL in state.marks else ("DOUBT_RAISED", "Signaler un doute")
    )
    same = (
        ("HOMONYM_LIFTED", "Retirer «\u00a0homonyme\u00a0»")
        if Mark.HOMONYM in state.marks
        else ("HOMONYM_MARKED", "Signaler un homonyme")
    )
    if Mark.FICTIVE in state.marks:
        return [("FICTION_LIFTED", "Retirer «\u00a0fictive\u00a0»")]
    return [doubt, same] + ([] if state.marks else [("FICTION_MARKED", "Identité fictive (essai, formation)")])


def compared(person: Person, scanned: Scanned) -> list[dict[str, Any]]:
    """Line by line: what is written here, what the code says, whether it is the same."""
    born = "" if person.birth_date is None else f"{person.birth_date:%d/%m/%Y}"
    if person.birth_precision != Precision.DAY:
        born = person.birth_text
    pairs = (
        ("Nom de naissance", person.birth_name, scanned.birth_name),
        ("Prénoms de naissance", person.first_names, scanned.first_names),
        ("Sexe", Sex(person.sex).label, Sex(scanned.sex).label),
        ("Date de naissance", born, f"{scanned.birth_date:%d/%m/%Y}"),
        ("Code du lieu", person.birth_place_code, scanned.birth_place_code),
    )
    return [
        {
            "label": label,
            "here": here or "Non connu",
            "there": there or "Non dit",
            "same": comparable(here) == comparable(there),
        }
        for label, here, there in pairs
    ]


def _evidence(row: Any, person_id: UUID) -> dict[str, Any]:
    is_hers = row.person_id == person_id
    where = "" if is_hers else ", dans le dossier réuni à celui-ci, pour l’identité qui y était écrite"
    until = f", valable jusqu’au {short(row.valid_until)}" if row.valid_until else ""
    note = f" {row.note}" if row.note else ""
    return {
        "id": row.pk,
        "label": row.label,
        "text": f"Vue le {short(row.seen_on)} par {row.author_name}{where}{until}.{note}",
        "is_hers": is_hers,
        "is_high": row.is_high,
        "cancelled": f"Ne compte plus depuis le {short(row.cancelled_at)} : {row.cancelled_reason}"
        if row.cancelled_at
        else "",
    }


def _step(row: Any) -> dict[str, str]:
    after = IdentityStatus(row.after).label.lower()
    reason = f" : {row.reason}" if row.reason else ""
    return {
        "what": f"{_EVENTS.get(row.event, row.event)}{reason}",
        "then": after,
        "who": f"{row.author_name}, {when(row.at)}",
    }


def _number(row: LocalIdentifier, *, tells: bool) -> dict[str, Any]:
    """`tells`: who may not read where a protected person is, is not told which house outside knows her."""
    finess = row.finess if tells or row.facility else ""
    given = ", ".join(filter(None, (row.facility.name if row.facility else "", f"FINESS {finess}" if finess else "")))
    return {"id": row.pk, "label": row.get_kind_display(), "text": f"{row.value}" + (f" ({given})" if given else "")}
