"""The last night and the last days in Mimosa, as on the mock-ups: Sam, Jean-Marc’s fall, Paul’s meals."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from liane.config.demo.diary import Diary, Told
from liane.config.demo.notes_rows import Scribe
from liane.config.demo.places_rows import unit_id
from liane.config.demo.residents import Resident
from liane.config.demo.seed import chance
from liane.config.demo.staff import Team, Worker
from liane.config.demo.text.writer import Quoted, Writing
from liane.journal.kinds import Kind
from liane.kit.dates import DAYS, MONTHS, at_clock

UNIT = "mimosa"
_QUOTE = re.compile("«\u00a0(.+?)\u00a0»")
_ASLEEP = {3: "levée 1 fois", 9: "levée 2 fois"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there, and when the last morning was."""

    scribe: Scribe
    team: Team
    residents: dict[str, Resident]
    workers: dict[str, Worker]
    morning: date

    def at(self, hours: int, minutes: int = 0, days: int = 0) -> datetime:
        """A clock of the last morning's day, or of a day around it."""
        return at_clock(self.morning + timedelta(days=days), time(hours, minutes))


def last_morning(now: datetime) -> date:
    """The day whose night is over and handed over."""
    return now.date() if now.time() >= time(7, 15) else now.date() - timedelta(days=1)


def tell_mimosa(scribe: Scribe, team: Team, residents: list[Resident], workers: list[Worker]) -> None:
    """Everything that the mock-ups show, dated from the last morning."""
    by_name = {r.called if "sam" in r.tags else r.first_name: r for r in residents}
    scene = Scene(scribe, team, by_name, {w.slug: w for w in workers if w.slug}, last_morning(scribe.now))
    _sam(scene)
    _night(scene)
    _rounds(scene, residents)


def last_hours(scribe: Scribe, resident: Resident, diary: Diary, rank: int) -> None:
    """Something to read that the last evening or night left about somebody."""
    morning = last_morning(scribe.now)
    moment = ("nuit", "soir", "nuit", "soir", "matin")[rank]
    clock = {"nuit": time(5, 25 + rank * 5), "soir": time(20, 5 + rank * 5), "matin": time(8, 40)}[moment]
    told = diary.to_read(moment, at_clock(morning - timedelta(days=moment == "soir"), clock))
    if told:
        scribe.note(chance("dernières heures", resident.key), resident, diary.passage.unit.key, told, diary.team)


def _line(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day if day.day > 1 else '1er'} {MONTHS[day.month - 1]}"


def _write(
    scene: Scene,
    who: str,
    about: str,
    at: datetime,
    focus: tuple[str, str, str],
    level: int = 0,
    *,
    said_by: str = "",
    **boxes: str,
) -> tuple[UUID, Told]:
    parts = {"text": "", "observation": "", "action": "", "outcome": "", **boxes}
    quotes = tuple(
        Quoted(part, found.start(), found.end(), found[1])
        for part, text in parts.items()
        for found in _QUOTE.finditer(text)
    )
    writing = Writing(focus[0], focus[1], focus[2], level, quotes=quotes, task=None, said_by=said_by, **parts)
    told = Told(writing, scene.workers[who], at, at)
    rng = chance("mimosa", who, about, focus[1])
    return scene.scribe.note(rng, scene.residents[about], UNIT, told, scene.team, readings=False), told


def _ask(scene: Scene, about: str, key: UUID, told: Told, readers: dict[str, int | None]) -> None:
    """Who must read, and after how many minutes each did."""
    rng = chance("mimosa lecteurs", about, told.writing.focus)
    for slug, minutes in readers.items():
        read_at = None if minutes is None else told.written_at + timedelta(minutes=minutes)
        scene.scribe.reading(rng, scene.residents[about], unit_id(UNIT), key, told, scene.workers[slug], read_at)


def _sam(scene: Scene) -> None:
    for ago, title, text in _BUS:
        _write(scene, "karim", "Sam", scene.at(16, 30, -ago), ("bus", title, "SUPPORT"), text=text)
    diet = scene.morning + timedelta(days=3)
    today = DAYS[scene.morning.weekday()]
    _write(
        scene, "maud", "Sam", scene.at(10, 15, -1), ("poids", "Poids 61,4\u00a0kg, soit 0,8\u00a0kg de moins en 30 jours", "CARE"),
        text=f"Apports mixés mal acceptés le soir. Rendez-vous diététique pris le {diet:%d/%m}.",
    )  # fmt: skip
    _, bus = _write(
        scene, "karim", "Sam", scene.at(14, 0, -1), ("bus", "Séance 6 sur 10\u00a0: elle a validé sa carte sans aide", "SUPPORT"),
        text="Je suis resté deux sièges derrière. À l’arrivée\u00a0: «\u00a0J’ai réussi, la prochaine fois tu restes à l’arrêt.\u00a0» "
        "Aide nécessaire\u00a0: surveillance à distance (avant\u00a0: à côté d’elle).",
    )  # fmt: skip
    _write(
        scene, "karim", "Sam", scene.at(18, 5, -1), ("visite", f"Leïla confirme sa visite de {today}", "FAMILY"),
        said_by="Leïla Belkacem",
        text=f"Message de Leïla, sa sœur, à 17\u00a0h\u00a032\u00a0: «\u00a0Je serai là {today} à 14\u00a0h\u00a030 avec les photos de l’été.\u00a0» "
        "Répondu à 18\u00a0h\u00a005.",
    )  # fmt: skip
    key, told = _write(
        scene, "ines", "Sam", scene.at(7, 10), ("sommeil", "Sommeil\u00a0: réveillée à 3\u00a0h, inquiète", "SUPPORT"), 1,
        observation="Réveillée à 3\u00a0h. Elle attend la visite de sa sœur\u00a0: «\u00a0J’ai peur qu’elle ne vienne pas.\u00a0»",
        action="Montré la visite sur son planning en images. Tisane.",
        outcome="Rendormie à 3\u00a0h\u00a040, calme au lever. Lui redire ce matin\u00a0: 14\u00a0h\u00a030.",
    )  # fmt: skip
    _ask(scene, "Sam", key, told, {"karim": 2, "maud": 1, "tom": 4, "aurelie": 3, "nadia": None, "joris": None})
    rng, sam = chance("mimosa tâches"), scene.residents["Sam"]
    for label, days, slug in (
        ("Renouveler la carte mobilité", 22, "karim"),
        (f"Apporter le carnet de santé chez la diététicienne, {_line(diet)}", 3, "maud"),
    ):
        scene.scribe.task(rng, sam, unit_id(UNIT), bus, label, scene.at(18, 0, days), scene.workers[slug], None)


_BUS = (
    (52, "Séance 1 sur 10\u00a0: le trajet", "Ligne 14, du foyer à la place du marché. Elle tient mon bras, compte les arrêts. «\u00a0C’est loin chez ma sœur\u202f?\u00a0» Photo de l’arrêt collée dans son carnet."),
    (44, "Séance 2 sur 10\u00a0: la carte", "Cherche sa carte dans toutes les poches. Pochette rouge choisie ensemble. «\u00a0Rouge, je la vois.\u00a0» Aide nécessaire\u00a0: à côté d’elle."),
    (35, "Séance 3 sur 10\u00a0: reconnaît l’arrêt", "Reconnaît la place du marché avant l’annonce. Bus plein, elle a gardé la barre. «\u00a0C’est là\u202f!\u00a0» Aide nécessaire\u00a0: à côté d’elle."),
    (23, "Séance 4 sur 10\u00a0: une déviation", "Travaux, arrêt déplacé. Inquiète, elle a regardé le plan avec moi. «\u00a0Il a menti, le bus.\u00a0» Image de l’arrêt déplacé ajoutée au carnet."),
    (11, "Séance 5 sur 10\u00a0: demande au chauffeur", "A demandé elle-même si c’était bien la ligne 14. «\u00a0Bonjour, c’est le 14\u202f?\u00a0» Aide nécessaire\u00a0: un siège derrière."),
)  # fmt: skip


def _night(scene: Scene) -> None:
    fall, told = _write(
        scene, "yann", "Jean-Marc", scene.at(5, 45), ("chute", "Chute à 5\u00a0h\u00a020, sans perte de connaissance", "CARE"), 2,
        observation="Retrouvé assis au pied du lit. Conscient, pas de plaie. Douleur au poignet droit, 3 sur 10.",
        action="Tension 13/8, pouls 76. Appel du 15 à 5\u00a0h\u00a030, consigne\u00a0: surveillance et radio ce matin. Tuteur prévenu à 6\u00a0h\u00a040.",
        outcome="Recouché, calme. Poignet sous glace. Évènement déclaré.",
    )  # fmt: skip
    _ask(scene, "Jean-Marc", fall, told, {"maud": 66, "aurelie": 75, "nadia": None, "joris": None})
    rng = chance("mimosa nuit")
    scene.scribe.task(
        rng,
        scene.residents["Jean-Marc"],
        unit_id(UNIT),
        told,
        "Radio du poignet de Jean-Marc",
        scene.at(10),
        scene.workers["maud"],
        fall,
    )
    meal, told = _write(
        scene, "ines", "Paul", scene.at(6, 50), ("repas", "Repas\u00a0: a peu mangé trois soirs de suite", "SUPPORT"), 1,
        observation="Un quart de l’assiette hier. Dit que «\u00a0ça n’a pas de goût\u00a0».",
        action="Proposé un laitage à 22\u00a0h, accepté.",
        outcome="Laitage fini. À peser ce matin.",
    )  # fmt: skip
    _ask(scene, "Paul", meal, told, {"tom": 12, "nadia": None, "karim": None, "maud": None})
    label = "Peser Paul avant le petit-déjeuner"
    scene.scribe.task(rng, scene.residents["Paul"], unit_id(UNIT), told, label, scene.at(8), None, meal)


def _rounds(scene: Scene, residents: list[Resident]) -> None:
    rng = chance("mimosa passages")
    ines, yann = scene.workers["ines"], scene.workers["yann"]
    for hours, days, who in ((23, -1, ines), (3, 0, yann), (6, 0, ines)):
        for rank, resident in enumerate(residents, start=1):
            if resident.passages[0].presence != "PRESENT":
                continue
            seen = scene.at(hours, 0, days) + timedelta(minutes=rank)
            remark = _ASLEEP.get(rank, "a dormi") if hours == 6 else ""
            scene.scribe.round_check(rng, resident, UNIT, who, seen, remark)
    word = "Nuit calme à partir de 4\u00a0h. Pensez au chauffage de la salle d’eau."
    scene.scribe.handover(rng, UNIT, ines, scene.at(7), scene.at(6, 58), word)
    maud = scene.workers["maud"]
    scene.scribe.tables.takeover.add(
        UUID(int=rng.getrandbits(128), version=4),
        scene.scribe.house,
        unit_id(UNIT),
        maud.id,
        scene.at(6, 55),
        scene.at(6, 55, -1),
        2,
    )
    scene.scribe.trace(rng, scene.at(6, 55), Kind.HANDOVER_TAKEN, maud, None, unit_id(UNIT))
