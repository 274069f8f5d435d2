"""«L’essentiel» gathered once, for the page and for the paper: the same data, so that they never disagree."""

from typing import Any

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.dates import day, hour, short, when
from liane.kit.pdf import render_pdf
from liane.kit.slots import Slot, hung
from liane.people.banner import may_here
from liane.people.circle.queries import Around, circle_of
from liane.people.circle.showing import role_of
from liane.people.enums import HOLDS_INS, FlagKind, Sex
from liane.people.facts import RecordFacts
from liane.people.ins.output import paper_block
from liane.people.ins.words import identity_tag
from liane.people.models import Person
from liane.people.protection.tags import measure_section
from liane.people.queries.essential import answers_of, numbers_of
from liane.people.words import age_and_birth, flag_tag, presence_tag, shown_units, where

TEMPLATE = "people/typst/essential.typ"


def contacts(circle: list[Around], *, is_protected: bool) -> list[dict[str, str]]:
    """Those to call, in order, with every number under which they answer, as far as this reader may have it."""
    return [
        {
            "order": str(rank),
            "name": a.name,
            "relation": role_of(a),
            "phone": " ou ".join(a.phones)
            or ("demander au service social" if is_protected and a.is_kept else "pas de numéro"),
        }
        for rank, a in enumerate((a for a in circle if a.is_called), 1)
    ]


def reachable(circle: list[Around]) -> list[dict[str, Any]]:
    """Legal representatives, then the others who can be reached (the doctor…): what is not in the order of calls."""
    there = [a for a in circle if a.ended_on is None and not a.is_called]
    groups = (
        ("Représentants légaux", "balance", [a for a in circle if a.ended_on is None and a.is_legal]),
        ("Autres contacts", "tel", [a for a in there if not a.is_legal and a.phones]),
    )
    return [
        {"title": title, "icon": icon, "lines": [{"label": a.name, "text": _reached(a)} for a in people[:6]]}
        for title, icon, people in groups
        if people
    ]


def _reached(someone: Around) -> str:
    return ", ".join(part for part in (role_of(someone), " ou ".join(someone.phones)) if part)


def identity_lines(person: Person) -> list[dict[str, str]]:
    """Civil status, as it is known."""
    told = (
        ("Statut", identity_tag(person)["word"]),
        ("Nom de naissance", person.birth_name),
        ("Nom utilisé", person.used_name),
        ("Prénoms de naissance", person.first_names),
        ("Prénom utilisé", person.used_first_name),
        ("Souhaite qu’on l’appelle", person.preferred_name),
        ("Sexe", Sex(person.sex).label),
        ("Naissance", age_and_birth(person)),
        ("Lieu de naissance", person.birth_place),
    )
    return [{"label": label, "text": text} for label, text in told if text]


def identity_block(person: Person) -> dict[str, Any] | None:
    """The INS and its datamatrix for the first page of a paper; nothing unless the identity is qualified."""
    return paper_block(Person.objects.get(pk=person.pk)) if person.identity_status in HOLDS_INS else None


def essential_context(actor: Actor, facts: RecordFacts) -> dict[str, Any]:
    """Everything of the page: answers, what is missing, flags, contacts, identity, stays, key worker, gestures allowed."""
    answers, circle = answers_of(actor, facts), circle_of(actor, facts.id)
    hung_above = [section for fill in hung(Slot.ESSENTIAL) if (section := fill(actor, facts))]
    legal = [section] if (section := measure_section(facts, actor)) else []
    may_write = may_here(actor, facts, Right.ESSENTIAL_WRITE)
    return {
        "answers": [_answer(a) for a in answers if a.text],
        "missing": [{"question": a.question, "label": a.label, "hint": a.hint} for a in answers if not a.text],
        "flags": [{**flag_tag(flag), "id": flag["id"]} for flag in facts.flags],
        "contacts": contacts(circle, is_protected=facts.is_protected),
        "identity": identity_lines(facts.person),
        "numbers": numbers_of(actor, facts.person.pk),
        "sections": [*legal, *reachable(circle), *hung_above],
        "may_write": may_write,
        "may_edit": may_here(actor, facts, Right.RECORD_EDIT),
        "may_print": may_here(actor, facts, Right.RECORD_PRINT),
        "may_name_key_worker": may_here(actor, facts, Right.STAY_WRITE),
    }


def _answer(answer: Any) -> dict[str, Any]:
    return {
        "question": answer.question,
        "label": answer.label,
        "text": answer.text,
        "said_by": answer.said_by,
        "written": ", ".join(filter(None, [answer.author, when(answer.written_at)])),
    }


def essential_pdf(actor: Actor, facts: RecordFacts) -> bytes:
    """The fiche de liaison: A4 both sides, for whoever leaves with her tonight."""
    return render_pdf(TEMPLATE, sheet_data(actor, facts))


def sheet_data(actor: Actor, facts: RecordFacts) -> dict[str, Any]:
    """What the paper says: plain texts only."""
    person, context, now = facts.person, essential_context(actor, facts), timezone.now()
    units = shown_units(facts.held, actor.unit_ids)
    dangers = [flag["label"] for flag in facts.flags if flag["kind"] == FlagKind.DANGER]
    sections = [{"title": "Identité", "lines": context["identity"] + context["numbers"]}]
    if facts.key_workers:
        lines = [{"label": "Référent", "text": _worker(worker)} for worker in facts.key_workers]
        sections.append({"title": "Qui l’accompagne", "lines": lines})
    sections += [
        {"title": s["title"], "lines": [{"label": x["label"], "text": x["text"]} for x in s["lines"]]}
        for s in context["sections"]
    ]
    return {
        "title": "Fiche de liaison",
        "name": person.full_name,
        "who": f"{person.full_name}, {person.born} {person.birth_text}",
        "author": actor.name,
        "printed": f"imprimé par {actor.name} le {day(now, year=True)} à {hour(now)}",
        "house": actor.organization_name,
        "summary": [
            age_and_birth(person),
            *_places(units),
            *([presence_tag(units[0]["presence"], person.sex)["word"]] if units else []),
        ],
        "dangers": dangers,
        "flags": [flag["label"] for flag in facts.flags if flag["kind"] != FlagKind.DANGER],
        "contacts": context["contacts"],
        "answers": [{"label": a["label"], "text": a["text"], "said_by": a["said_by"]} for a in context["answers"]],
        "missing": [m["label"] for m in context["missing"]],
        "sections": sections,
        "ins": identity_block(person),
        "on": short(now),
    }


def _places(units: list[dict[str, Any]]) -> list[str]:
    return [f"{where(u['unit'], u['facility'], u['place'], u['pack'])} ({u['facility']})" for u in units[:2]]


def _worker(worker: dict[str, Any]) -> str:
    return ", ".join(part for part in (worker["name"], worker["profession"], worker["phone"]) if part)
