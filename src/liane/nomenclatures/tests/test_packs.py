import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from liane.nomenclatures import codes
from liane.nomenclatures.packs import (
    FOLDER,
    PackError,
    all_packs,
    load_pack,
    pack_of_category,
    read_pack,
)

CODES = {
    "fam_mas",
    "ime",
    "ehpad",
    "mecs_aemo",
    "savs",
    "chrs",
    "ssiad_saad",
    "csapa",
    "esat",
    "cmpp",
}
STRAIGHT = re.compile(r"'|[^\u00a0\u202f ]»|«[^\u00a0]|[^\u00a0\u202f][:;?!](?!\S)")


def test_every_sector_has_its_pack() -> None:
    assert {pack.code for pack in all_packs()} == CODES


@pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.code)
def test_a_pack_has_enough_to_start_on_monday(pack) -> None:
    assert len(pack.focuses) >= 32
    assert len(pack.flags) >= 9 and {
        "DANGER",
        "COMMUNICATION",
        "LEGAL",
        "IDENTITY",
    } == {f.kind for f in pack.flags}
    assert pack.shifts and len(pack.phrases) == 3 and len(pack.questions) >= 7
    for rows in (pack.focuses, pack.flags):
        labels = [row.label for row in rows]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.code)
def test_a_pack_is_written_in_correct_french_typography(pack) -> None:
    texts = [row.label for rows in (pack.focuses, pack.flags, pack.questions, pack.phrases) for row in rows]
    texts += [q.hint for q in pack.questions] + [p.text for p in pack.phrases] + [pack.name, pack.source]
    assert [text for text in texts if STRAIGHT.search(text)] == []


@pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.code)
def test_a_pack_claims_only_known_categories(pack) -> None:
    assert set(pack.finess_categories) <= set(codes.finess_categories())


def test_a_category_belongs_to_one_pack() -> None:
    claimed = [category for pack in all_packs() for category in pack.finess_categories]
    assert len(claimed) == len(set(claimed))
    assert pack_of_category("500") is load_pack("ehpad")
    assert pack_of_category("999") is None


def test_a_night_spans_midnight() -> None:
    shifts = {shift.code: shift for shift in load_pack("fam_mas").shifts}
    assert shifts["nuit"].spans_midnight and not shifts["matin"].spans_midnight


def test_a_pack_is_read_once_and_cannot_be_changed() -> None:
    pack = load_pack("ime")
    assert load_pack("ime") is pack
    assert pack.focus("classe").label == "Classe" and pack.focus("inconnu") is None
    with pytest.raises(FrozenInstanceError):
        pack.name = "autre"


@pytest.mark.parametrize("code", ["inconnu", "../ehpad", ""])
def test_an_unknown_sector_is_refused_in_words(code: str) -> None:
    with pytest.raises(PackError, match="n’existe pas"):
        load_pack(code)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('volet = "SUPPORT"', 'volet = "SUPORT"', "volet «\u00a0SUPORT\u00a0» inconnu"),
        ('roles = ["ide"]', 'roles = ["idee"]', "métier «\u00a0idee\u00a0» inconnu"),
        ('roles = ["ide"]', 'roles = "ide"', "doit être une liste"),
        ('icon = "alerte"', 'icon = "sirene"', "icône «\u00a0sirene\u00a0» inconnu"),
        ('kind = "DANGER"', 'kind = "GRAVE"', "genre «\u00a0GRAVE\u00a0» inconnu"),
        ("start = 07:00:00", 'start = "7h"', "«\u00a0start\u00a0» manque"),
        ('person = "résident"', "", "«\u00a0person\u00a0» manque"),
        ("[focus]", "[foyer]", r"\[focus\] manque"),
        ("[pack]", "[pack", "ne se lit pas"),
        ('code = "fam_mas"', 'code = "mas"', "comme le nom du fichier"),
    ],
)
def test_a_faulty_pack_says_what_to_correct(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    text = (FOLDER / "fam_mas.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "fam_mas.toml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(PackError, match=sentence):
        read_pack(tmp_path / "fam_mas.toml")


def test_official_lists_carry_source_and_edition() -> None:
    assert codes.finess_categories()["177"].sector == "Protection de l’enfance"
    assert codes.relations()["SIS"].shown == "Sœur"
    for row in [*codes.finess_categories().values(), *codes.relations().values()]:
        assert row.source and re.fullmatch(r"\d{4}-\d\d-\d\d", row.edition)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("750712184", True),
        ("750712185", False),
        ("7507", False),
        ("", False),
        ("2A0000014", True),
        ("2C0000014", False),
        ("75071218²", False),
    ],
)
def test_a_finess_number_has_a_key(number: str, valid: bool) -> None:
    assert codes.is_finess(number) is valid
