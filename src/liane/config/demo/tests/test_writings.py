"""The writings of the demonstration agree with the people they speak of, and speak the words of the house."""

import re
from datetime import UTC, datetime
from random import Random

import pytest

from liane.access.roles import default_roles
from liane.config.demo.text.corpus import LEVELS, MOMENTS, Situation, load_corpus
from liane.config.demo.text.grammar import PatternError, Scene, compile_pattern, render
from liane.config.demo.text.writer import Hero, write
from liane.nomenclatures.packs import load_pack, pack_codes

AT = datetime(2026, 11, 23, 7, 10, tzinfo=UTC)
# Kinds of authors that the situations know beside the roles, with the role that writes for them.
TRADES = {
    "veilleur": "aes",
    "kine": "aide_soignant",
    "orthophoniste": "aide_soignant",
    "psychomotricien": "aide_soignant",
}
TRADES |= {"enseignant": "moniteur", "aide_domicile": "tisf"}
# ux.md §13, column «avoid»: the words that could slip into a writing. «patient» stays in CSAPA, SSIAD and CMPP.
AVOID = (
    *(
        "usager",
        "bénéficiaire",
        "client",
        "patient",
        "données",
        "actions",
        "évaluation",
        "constante",
        "paramètre",
        "valider",
    ),
    *(
        "notifier",
        "notification",
        "réseau",
        "historique",
        "verbatim",
        "guidance",
        "saisir",
        "éditer",
        "acquitter",
        "pièces",
    ),
    *(
        "audit",
        "entité",
        "rdv",
        "ras",
        "ppa",
        "pap",
        "pia",
        "eig",
        "ei",
        "uploader",
        "offline",
        "login",
        "purger",
        "soumettre",
    ),
    *("ingérable", "capricieux", "capricieuse", "manipulateur", "agressif", "agressive"),
)
_AVOIDED = re.compile(r"(?<![\wà-ÿ-])(?:" + "|".join(AVOID) + r")s?(?![\wà-ÿ-])", re.IGNORECASE)
_WRONG = re.compile(
    r"[<>{}\[\]|']|  |\.\.| [,.]|«[^\u00a0]|[^\u00a0]»|[^\u00a0\u202f][:;?!](?!\S)|\b(?:de|à) les? \w|\bde une? \w|(?<=\d) (?:kg|h|ml)\b"
)


def scene(**known: object) -> Scene:
    return Scene(Random(1), AT, {"prenom": "Aïcha", "il": "elle"}, {"fruit": [compile_pattern("pomme")]}, **known)


def hero(*, feminine: bool) -> Hero:
    words = {
        "prenom": "Samia" if feminine else "Denis", "surnom": "Sam", "il": "elle" if feminine else "il",
        "Il": "Elle" if feminine else "Il", "lui": "elle" if feminine else "lui", "le": "la" if feminine else "le",
        "voisin": "Élodie", "referent": "Karim", "unite": "Mimosa", "proche": "son frère", "proche_prenom": "Ali",
        "tuteur": "son curateur", "poids": "61",
    }  # fmt: skip
    return Hero(words, feminine, False, 40, frozenset())


def situations(sector: str) -> list[Situation]:
    corpus = load_corpus(sector)
    return [*corpus.situations, *(step.situation for arc in corpus.arcs for step in arc.steps)]


@pytest.mark.parametrize(
    ("pattern", "feminine", "text"),
    [
        ("Réveillé<|e>, <inquiet|inquiète>.", True, "Réveillée, inquiète."),
        ("Réveillé<|e>, <inquiet|inquiète>.", False, "Réveillé, inquiet."),
        ("Une {fruit}, {fruit!}.", False, "Une pomme, Pomme."),
        ("La main de {prenom}[ |].", False, "La main d’Aïcha."),
        ("{n:3-3#k} sur 10, toujours {n:7-9#k}.", False, "3 sur 10, toujours 3."),
        ("Participe à le loto, parle de les vacances.", False, "Participe au loto, parle des vacances."),
        ("« Oui ? » : 12 kg", False, "«\u00a0Oui\u202f?\u00a0»\u00a0: 12\u00a0kg"),
        ("{j:1-1}", False, "mardi 24 novembre"),
        ("{j:5-5}", False, "lundi 30 novembre"),
    ],
)
def test_a_pattern_agrees_and_is_well_typed(pattern: str, feminine: bool, text: str) -> None:
    assert render(compile_pattern(pattern), scene(feminine=feminine)) == text


def test_author_and_relative_agree_too() -> None:
    pattern = compile_pattern("Resté<a:|e>, <p:il vient|elle vient>, à {h-40}, {h-40}.")
    text = render(pattern, scene(author_feminine=True, relative_feminine=True))
    assert text.startswith("Restée, elle vient, à 6\u00a0h") and len(set(text[:-1].split(", à ")[1].split(", "))) == 1


@pytest.mark.parametrize("pattern", ["[a|b", "a]", "<m|f|x>", "{inconnu}", "{a b}", "<m|f", "{n:3"])
def test_a_faulty_pattern_is_shown(pattern: str) -> None:
    with pytest.raises(PatternError):
        render(compile_pattern(pattern), scene())


@pytest.mark.parametrize("sector", pack_codes())
def test_each_situation_can_be_told_by_somebody_who_may_write_it(sector: str) -> None:
    writes = {role.code: role.writes for role in default_roles()}
    pack = load_pack(sector)
    for situation in situations(sector):
        focus = pack.focus(situation.focus)
        assert focus is not None, situation.focus
        assert set(situation.at) <= set(MOMENTS) and situation.level in LEVELS.values()
        assert any(focus.volet in writes[TRADES.get(who, who)] for who in situation.by), situation.focus


@pytest.mark.parametrize("sector", pack_codes())
@pytest.mark.parametrize("feminine", [True, False])
def test_writings_are_correct_french_in_the_words_of_the_house(sector: str, feminine: bool) -> None:
    rng, pack, corpus = Random(f"{sector}{feminine}"), load_pack(sector), load_corpus(sector)
    for situation in situations(sector) * 12:
        told = write(situation, hero(feminine=feminine), pack.focus(situation.focus), corpus, rng, AT, feminine)
        said = "\n".join(filter(None, (told.focus, told.text, told.observation, told.action, told.outcome)))
        assert not _WRONG.search(said), said
        assert not _AVOIDED.search(said), said
        assert told.text or told.observation
        for quote in told.quotes:
            box = getattr(told, quote.part)
            assert box[quote.start : quote.end] == f"«\u00a0{quote.text}\u00a0»"


@pytest.mark.parametrize("sector", pack_codes())
def test_the_same_chance_tells_the_same_words(sector: str) -> None:
    pack, corpus = load_pack(sector), load_corpus(sector)
    for situation in corpus.situations:
        focus = pack.focus(situation.focus)
        one, two = (write(situation, hero(feminine=True), focus, corpus, Random(7), AT, True) for _ in range(2))
        assert one == two
