"""Rows of the file: persons, records, stays, protections, relatives, referents and «L’essentiel»."""

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from liane.config.demo.bulk import vector
from liane.config.demo.places_rows import facility_id, midnight, unit_id
from liane.config.demo.residents import CHILDREN, Resident
from liane.config.demo.seed import chance, dated_id, fixed_id
from liane.config.demo.staff import Team, Worker
from liane.config.demo.stays_rows import add_stay
from liane.config.demo.tables import Tables
from liane.config.demo.text.corpus import load_corpus
from liane.config.demo.text.grammar import Pattern, Scene, compile_pattern, render
from liane.config.demo.text.writer import Hero
from liane.kit.dates import at_clock
from liane.nomenclatures.packs import Flag, load_pack
from liane.people.identity import index_person, search_tokens
from liane.people.models import Person

FILE = Path(__file__).parent / "essentials.toml"
_NOT_DRAWN = (
    "Attention",
    "Coordonnées protégées",
    "Tutelle",
    "Curatelle",
    "Identité",
    "Date de naissance",
    "Épilepsie",
    "Diabète",
)
_SAM_FLAGS = (
    "Allergie : pénicilline",
    "Fausses routes : texture mixée",
    "Phrases courtes, pictogrammes",
    "Curatelle renforcée",
)


@cache
def _answers() -> dict[str, dict[str, list[tuple[bool, Pattern]]]]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        who: {question: [_answer(text) for text in texts] for question, texts in rows.items()}
        for who, rows in raw.items()
    }


def _answer(text: str) -> tuple[bool, Pattern]:
    said = text.startswith("prenom : ")
    return said, compile_pattern(text.removeprefix("prenom : "))


def add_person(tables: Tables, house: UUID, resident: Resident, now: datetime) -> None:
    """Traits, record, stays and the units that hold the record."""
    person = index_person(
        Person(
            birth_name=resident.last_name, used_name=resident.used_name, first_names=resident.first_name,
            preferred_name=resident.preferred, birth_date=resident.born, birth_precision=resident.precision,
        )
    )  # fmt: skip
    opened_at = at_clock(min(p.starts for p in resident.passages), time(10))
    words = vector(search_tokens(person, [value for _, value, _ in resident.numbers]))
    tables.person.add(
        resident.id, house, resident.last_name, resident.used_name, resident.first_name, resident.preferred,
        "F" if resident.feminine else "M", resident.born, resident.precision, resident.birth_place, person.key,
        person.sound_key, person.sort_key, words, opened_at, resident.is_alias,
    )  # fmt: skip
    tables.record.add(resident.record_id, house, resident.id, resident.is_protected, opened_at)
    for kind, value, facility in resident.numbers:
        key = fixed_id("numéro", resident.id, kind)
        tables.identifier.add(
            key, house, resident.id, kind, value, facility_id(facility) if kind == "LOCAL_RECORD" else None
        )
    for passage in resident.passages:
        add_stay(tables, house, resident, passage, now)


def add_followed(tables: Tables, house: UUID, resident: Resident, team: Team) -> None:
    """Referent, and what to know before acting."""
    since, unit = resident.passages[0].starts, unit_id(resident.passages[0].unit.key)
    worker = referent_of(resident, team)
    if worker:
        key = fixed_id("référent", resident.id)
        tables.key_worker.add(key, house, resident.record_id, worker.id, max(since, worker.since))
    author = worker.name if worker else "Nicole Ferrand"
    for rank, flag in enumerate(_flags(resident)):
        key = dated_id(chance("à savoir", resident.key, flag.code), midnight(since) + timedelta(minutes=rank))
        tables.flag.add(key, house, resident.record_id, flag.kind, flag.label, flag.icon, since, author, unit)


def referent_of(resident: Resident, team: Team) -> Worker | None:
    """The colleague to whom the person can turn: of the trade that usually follows in that house."""
    families = {"educateur", "moniteur", "assistante_sociale", "tisf", "aide_domicile"}
    if resident.passages[0].facility.pack in ("ehpad", "csapa", "cmpp") or "ssiad" in resident.passages[0].unit.tags:
        families = {"aide_soignant", "ide", "psychologue"}
    able = [w for w, _ in team.members if w.family in families and w.until is None]
    if not able:
        return None
    if "sam" in resident.tags:
        return next((w for w in able if w.slug == "karim"), able[0])
    return able[chance("référent", resident.key).randrange(len(able))]


def _flags(resident: Resident) -> list[Flag]:
    pack = load_pack(resident.passages[0].facility.pack)
    plain = {flag.label.replace("\u00a0", " "): flag for flag in pack.flags}
    if "sam" in resident.tags:
        return [plain[label] for label in _SAM_FLAGS]
    rng = chance("à savoir", resident.key)
    chosen: list[Flag] = []
    home = resident.passages[0].unit.tags
    for kind, shares in (("DANGER", (60, 30, 0 if "savs" in pack.code else 10)), ("COMMUNICATION", (45, 55, 0))):
        able = [f for f in pack.flags if f.kind == kind and not f.label.startswith(_NOT_DRAWN)]
        if "tisf" in home:  # a young family, not an aged person
            able = [f for f in able if "chien" in f.label.lower() or "entrer" in f.label]
        chosen += rng.sample(able, k=min(len(able), rng.choices((0, 1, 2), shares)[0]))
    for tag, word in (("epilepsie", "Épilepsie"), ("diabete", "Diabète")):
        chosen += [f for label, f in plain.items() if tag in resident.tags and label.startswith(word)][:1]
    legal = next((k.code for k in resident.kin if k.is_legal), "")
    wanted = {"TUTEUR": "Tutelle", "CURATEUR": "Curatelle renforcée"}.get(legal, "")
    chosen += [f for label, f in plain.items() if wanted and label == wanted]
    identity = "Date de naissance incertaine" if resident.precision in ("YEAR", "UNKNOWN") else ""
    chosen += [f for label, f in plain.items() if label == identity]
    return chosen


def add_essentials(
    tables: Tables, house: UUID, resident: Resident, hero: Hero, author: Worker | None, now: datetime
) -> None:
    """Some answers of «L’essentiel»: most houses have begun, few have finished."""
    passage = resident.passages[0]
    rng = chance("essentiel", resident.key)
    if author is None or (rng.random() < 0.3 and "sam" not in resident.tags):
        return
    scene = Scene(
        rng,
        now,
        hero.words,
        load_corpus(passage.facility.pack).lists,
        hero.feminine,
        author.feminine,
        hero.relative_feminine,
    )
    written = at_clock(max(passage.starts, now.date() - timedelta(days=rng.randint(20, 300))), time(15, 30))
    for question, said, text in _chosen(resident, scene):
        key = fixed_id("essentiel", resident.id, question)
        tables.essential.add(
            key,
            house,
            resident.record_id,
            question,
            text,
            resident.called if said else "",
            author.id,
            author.name,
            written,
            unit_id(passage.unit.key),
        )


def _chosen(resident: Resident, scene: Scene) -> list[tuple[str, bool, str]]:
    if "sam" in resident.tags:
        return [(question, said, text) for question, said, text in SAM]
    pack = load_pack(resident.passages[0].facility.pack)
    answers = _answers()["enfants" if pack.code in CHILDREN else "adultes"]
    made = []
    for question in pack.questions:
        if question.code in answers and scene.rng.random() < 0.7:
            said, pattern = scene.rng.choice(answers[question.code])
            made.append((question.code, said, render(pattern, scene)))
    return made


SAM: tuple[tuple[str, bool, str], ...] = (
    ("qui_je_suis", True, "Je m’appelle Samia mais on dit Sam. J’aime le bus, les photos et la musique de ma sœur. Je veux aller la voir toute seule."),
    ("communiquer", False, "Phrases courtes et pictogrammes. Une question à la fois, attendre dix secondes. Elle dit «\u00a0ouais\u00a0» pour oui et tourne la tête pour non."),
    ("apaise", False, "Son planning en images, une tisane, la voix de Leïla au téléphone. Rester à côté sans parler."),
    ("inquiete", True, "Quand ma sœur ne vient pas et qu’on ne me le dit pas. Le noir dans le couloir."),
    ("signes", False, "Demande l’heure plusieurs fois, se frotte les mains. Montrer la suite de la journée tout de suite."),
    ("journee", False, "Lever à 7\u00a0h\u00a030, douche le matin. Café au lait. Sieste courte après le repas. Coucher vers 21\u00a0h\u00a030."),
    ("repas", False, "Texture mixée, assise bien droite, petites bouchées. Boire après, pas pendant. Aime la semoule et le chocolat."),
    ("nuit", False, "Veilleuse du couloir allumée, porte entrouverte. Se réveille vers 3\u00a0h quand une visite est prévue."),
    ("soins", False, "Allergie à la pénicilline. Pesée chaque semaine. Prévenir avant la prise de tension."),
    ("compte", True, "Leïla, ma sœur. Karim, pour le bus. Maman, le dimanche."),
)  # fmt: skip
