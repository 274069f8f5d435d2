"""«Qui peut quoi» as one reader may see it: what she may not know is not there, and answers that would be wrong are not given."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.kit.addresses import reverse
from liane.kit.dates import local, short, today, when
from liane.nomenclatures.legal_measures import QUESTIONS, legal_file
from liane.people.entitlements.policies import volets_here
from liane.people.facts import RecordFacts
from liane.people.protection import words
from liane.people.protection.facts import HearingFact, MeasureFact, ProtectionFacts
from liane.people.protection.keeping import unit_to_keep
from liane.people.protection.parties import Party
from liane.people.protection.policies import Standing, majority_day, standing_of
from liane.people.protection.queries import protection_facts
from liane.people.protection.unsaid import facts_shown
from liane.people.queries.told import units_of_reader

# The same words whether something is written there or not: whoever does not read the judicial part learns nothing.
CLOSED = (
    "Pour un enfant, cette page demande de lire la partie judiciaire du dossier. Avant de répondre à un parent, ou de "
    "faire signer, demandez au référent ou au chef de service."
)
VERIFY = (
    "Articles et effets cités de mémoire, ou lus dans une version ancienne : faites-les vérifier avant de vous y fier."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader may see: the standing, or nothing when it would be wrong without what she may not read."""

    facts: ProtectionFacts
    standing: Standing | None


def seen_by(actor: Actor, facts: RecordFacts, on: date) -> Seen:
    """One query. Of a child, or when the age is not sure, all or nothing."""
    volets = volets_here(actor, facts)
    known = protection_facts(facts.id, units_of_reader(actor)) or ProtectionFacts("")
    told = facts_shown(actor, facts, known.only(volets))
    adult_on = majority_day(told)
    if Volet.JUDICIAL not in volets and (adult_on is None or on < adult_on):
        return Seen(told, None)
    return Seen(told, standing_of(told, on))


def party_card(party: Party) -> dict[str, Any]:
    """Somebody, with the sentence of each answer."""
    answers = []
    for question in QUESTIONS:
        said = party.said[question]
        word, tone, icon = words.ANSWERS[said.answer]
        answers.append(
            {
                "question": words.QUESTIONS[question],
                "tag": {"word": word, "tone": tone, "icon": icon},
                "why": said.why,
                "article": said.article,
                "to_verify": bool(said.caution),
            }
        )
    roles = ", ".join(party.roles)
    notes = [note.why for note in party.notes if note.why not in {a["why"] for a in answers}]
    return {
        "name": party.name,
        "role": roles[:1].upper() + roles[1:],
        "answers": _gathered(answers),
        "limits": list(dict.fromkeys(limit.why for limit in party.limits)),
        "words": party.words,
        "notes": list(dict.fromkeys(notes)),
        "is_person": party.is_person,
    }


def _gathered(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A sentence that gives several answers is written once, under the first."""
    said: set[str] = set()
    for answer in answers:
        answer["is_new"] = answer["why"] not in said
        said.add(answer["why"])
    return answers


def measure_card(actor: Actor, facts: RecordFacts, known: ProtectionFacts, measure: MeasureFact) -> dict[str, Any]:
    """One measure, with its dates and the gestures of this reader."""
    keys = {"record_id": facts.id, "measure_id": measure.thread_id}
    line = {"record_id": facts.id, "line_id": measure.thread_id, "what": "mesure"}
    kind = measure.rule
    keeps = kind is not None and unit_to_keep(actor, facts, measure.volet) is not None
    follow = reverse("people:measure_add", kwargs={"record_id": facts.id, "measure": measure.kind}) if keeps else ""
    hears = keeps and measure.rule is not None and measure.rule.decided_by == "judge"
    return {
        "title": measure.label,
        "period": _period(measure),
        "facts": _told(measure),
        "caution": kind.caution
        if kind
        else "Cette sorte de mesure n’est plus dans la liste : elle ne change rien ici.",
        "hearings": [_hearing(facts, h, keeps) for h in known.hearings if h.measure_thread_id == measure.thread_id],
        "is_renewed": any(m.follows == measure.thread_id for m in known.measures),
        "correct_url": reverse("people:measure_correct", kwargs=keys) if keeps else "",
        "renew_url": f"{follow}?suite={measure.thread_id}" if keeps else "",
        "hearing_url": reverse("people:hearing_add", kwargs=keys) if hears else "",
        "strike_url": reverse("people:protection_strike", kwargs=line) if keeps else "",
    }


def _period(measure: MeasureFact) -> str:
    until = f"au {short(measure.ends_on)}" if measure.ends_on else "sans date de fin écrite"
    return f"Du {short(measure.starts_on)} {until}"


def _told(measure: MeasureFact) -> list[dict[str, str]]:
    kind = measure.rule
    covers = " et ".join(["les biens"] * measure.covers_goods + ["la personne"] * measure.covers_person)
    second = measure.second_name and f"{measure.second_name} ({measure.second_role.lower()})"
    if measure.second_role:
        second = f"{measure.second_name} ({'surveille' if measure.second_role == 'WATCHING' else 'exerce avec'})"
    told = (
        ("Décidée par", measure.authority_name),
        ("Décision", ", ".join(filter(None, [short(measure.decided_on), measure.reference]))),
        ("Exercée par", measure.holder_name),
        ("Et par", second),
        ("Porte sur", covers if kind and kind.has_spheres else ""),
        ("Rapport à rendre", short(measure.report_due_on)),
        ("Juge saisi", short(measure.seized_on)),
        ("Ce que dit la décision", measure.note),
    )
    return [{"label": label, "text": text} for label, text in told if text]


def _hearing(facts: RecordFacts, hearing: HearingFact, keeps: bool) -> dict[str, str]:
    keys = {"record_id": facts.id, "hearing_id": hearing.thread_id}
    return {
        "when": when(hearing.held_at),
        "past": "passée" if local(hearing.held_at).date() < today() else "",
        "detail": ", ".join(filter(None, [hearing.place, hearing.called])),
        "url": reverse("people:hearing_correct", kwargs=keys) if keeps else "",
    }


def page_context(actor: Actor, facts: RecordFacts, on: date, about: UUID | None = None) -> dict[str, Any]:
    """Everything of the page and of the paper. `about`: the contact who is asked about comes first, or is said to be nobody."""
    seen = seen_by(actor, facts, on)
    found, known = seen.standing, seen.facts
    if found is None:
        return {
            "closed": CLOSED,
            "parties": [],
            "gaps": [],
            "running": [],
            "others": [],
            "parents": [],
            "verify": "",
            "nobody": "",
        }
    running = {measure.thread_id for measure in found.measures}
    asked = found.party(contact_id=about) if about else None
    parties = [party_card(party) for party in sorted(found.parties, key=lambda party: party is not asked)]
    unsure = any(answer["to_verify"] for party in parties for answer in party["answers"])
    keeps = unit_to_keep(actor, facts, Volet.JUDICIAL) is not None
    return {
        "closed": "",
        "age": "Mineur émancipé" if found.is_emancipated else "Mineur" if found.is_minor else "Majeur",
        "parties": parties,
        "nobody": _nobody(actor, facts, known, about) if asked is None else "",
        "gaps": [{"why": gap.why, "article": gap.article} for gap in found.gaps],
        "running": [measure_card(actor, facts, known, m) for m in known.measures if m.thread_id in running],
        "others": [measure_card(actor, facts, known, m) for m in known.measures if m.thread_id not in running],
        "parents": [_parent(facts, p, keeps) for p in known.parents] if found.is_minor else [],
        "verify": VERIFY if unsure else "",
        "edition": legal_file().edition,
    }


def _nobody(actor: Actor, facts: RecordFacts, known: ProtectionFacts, about: UUID | None) -> str:
    """Somebody of the circle to whom nothing is open; said only by who reads all that could open it."""
    if Volet.JUDICIAL not in volets_here(actor, facts):
        return ""
    return next((around.name for around in known.circle if around.contact_id == about), "")


def _parent(facts: RecordFacts, parent: Any, keeps: bool) -> dict[str, str]:
    keys = {"record_id": facts.id, "authority_id": parent.thread_id}
    line = {"record_id": facts.id, "line_id": parent.thread_id, "what": "parent"}
    dates = " ".join(
        filter(None, [f"depuis le {short(parent.starts_on)}" if parent.starts_on else "",
                      f"jusqu’au {short(parent.ends_on)}" if parent.ends_on else ""])
    )  # fmt: skip
    said = [parent.authority_name, f"décidé le {short(parent.decided_on)}" if parent.decided_on else "", dates]
    return {
        "name": parent.name,
        "status": words.authority_label(parent.status),
        "detail": ", ".join(filter(None, said)),
        "correct_url": reverse("people:authority_correct", kwargs=keys) if keeps else "",
        "strike_url": reverse("people:protection_strike", kwargs=line) if keeps else "",
    }
