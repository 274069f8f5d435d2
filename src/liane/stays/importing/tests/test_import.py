"""A house loads its own list: planned, accepted, found again, never doubled, never overwritten."""

from datetime import date

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.kit.tables import write_csv
from liane.kit.tables.tests.making import ods_of, ods_row, ods_sheet, xlsx_of
from liane.organizations.models import Facility
from liane.people.models import LocalIdentifier, Person, Record, RecordUnit, Relative
from liane.people.queries.listing import persons_in_order
from liane.stays.importing.actions import (
    accept_import,
    choose_columns,
    columns_of,
    decide_row,
    preview_import,
    start_import,
    undo_import,
)
from liane.stays.importing.models import Choice, ImportBatch, ImportState
from liane.stays.importing.tests.lists import LIST, bring, rows_of
from liane.stays.models import Stay
from liane.timeline.models import Entry, Tally


@pytest.fixture
def nicole(house):
    return house.actor("nicole")


def test_the_preview_says_line_by_line_what_would_happen(house, nicole):
    before = Person.objects.count()
    batch = bring(nicole)
    rows = rows_of(batch)
    assert {line: row.verdict for line, row in rows.items()} == {
        3: "CREATE", 4: "CREATE", 5: "REFUSED", 6: "MATCH", 7: "DOUBT", 8: "CREATE", 9: "REFUSED", 10: "REFUSED", 11: "MATCH",
    }  # fmt: skip
    assert rows[5].sentences == ["Ligne 5, date de naissance : le 31/02 n’existe pas. Vérifiez le jour."]
    assert "formule" in rows[9].sentences[0]
    assert "n’est pas une unité où vous pouvez importer" in rows[10].sentences[0]
    assert "Est-ce elle ?" in rows[7].sentences[-1]
    assert rows[11].sentences[0] == "Même personne que la ligne 3."
    assert "À vérifier : «\u00a0mimoza\u00a0» est lu «\u00a0Mimosa\u00a0»." in rows[4].sentences
    assert any("Inconnu Au Bataillon" in sentence for sentence in rows[4].sentences)
    assert batch.counts == {"CREATE": 3, "MATCH": 2, "DOUBT": 1, "REFUSED": 3, "ASIDE": 0, "CHOOSE": 1, "CHECK": 1}
    assert any("Sécurité sociale" in note for note in batch.notes)
    assert Person.objects.count() == before


def test_nothing_of_a_social_security_number_is_kept(house, nicole):
    batch = bring(nicole)
    table, _ = columns_of(batch)
    assert "2 52 03 13" not in str(table)
    assert "52 03 13" not in str([row.sentences for row in batch.rows.all()])


def test_acceptance_writes_persons_stays_circle_traces_and_fil(house, nicole):
    batch = accept_import(nicole, bring(nicole).pk)
    assert batch.state == ImportState.DONE
    assert bytes(batch.table) == b""
    jeanne = Person.objects.get(birth_name="MARTIN")
    assert (jeanne.used_name, jeanne.first_names, jeanne.sex) == ("ROUX", "Jeanne", "F")
    record = Record.objects.get(person=jeanne)
    assert {unit.unit.name: unit.place for unit in record.held_by.all()} == {"Mimosa": "12", "Acacia": ""}
    assert [stay.starts_on for stay in Stay.objects.filter(record=record).order_by("starts_on")] == [
        date(2020, 9, 1),
        date(2024, 10, 1),
    ]
    circle = {relative.name: relative for relative in record.relatives.all()}
    assert (circle["Paul Roux"].relation, circle["Paul Roux"].contact.phone, circle["Paul Roux"].call_order) == (
        "SONC",
        "06 12 34 56 78",
        1,
    )
    assert circle["Dr Petit"].relation_label == "Médecin traitant"
    assert not circle["Dr Petit"].is_emergency_contact
    assert circle["Anne Roux"].call_order
    assert record.key_workers.get().practitioner_id == house.practitioner("karim").pk
    assert LocalIdentifier.objects.get(value="D-001").person_id == jeanne.pk
    assert Entry.objects.filter(record_id=record.pk, kind="STAY").count() == 2
    assert Tally.objects.filter(record_id=record.pk).count() == 2
    kinds = set(JournalEntry.objects.filter(record_id=record.pk).values_list("kind", flat=True))
    assert kinds == {Kind.RECORD_CREATED, Kind.STAY_OPENED, Kind.RECORD_CHANGED}
    assert JournalEntry.objects.filter(kind=Kind.IMPORT_ACCEPTED, object_id=batch.pk).count() == 1
    assert "MARTIN" in [card.person.birth_name for card in persons_in_order(nicole, "tous")]


def test_what_is_not_taken_is_not_written(house, nicole):
    accept_import(nicole, bring(nicole).pk)
    for name in ("LEFÈVRE", "MOREL"):
        assert not Person.objects.filter(birth_name=name).exists()
    assert Person.objects.filter(birth_date=date(1992, 3, 12)).count() == 1


def test_the_same_file_again_changes_nothing(house, nicole):
    accept_import(nicole, bring(nicole).pk)
    counts = [model.objects.count() for model in (Person, Record, RecordUnit, Relative, LocalIdentifier, Stay, Entry)]
    versions = dict(Person.objects.values_list("pk", "version"))
    batch = bring(nicole)
    assert batch.counts["CREATE"] == 0
    accept_import(nicole, batch.pk)
    assert counts == [
        model.objects.count() for model in (Person, Record, RecordUnit, Relative, LocalIdentifier, Stay, Entry)
    ]
    assert versions == dict(Person.objects.values_list("pk", "version"))


def test_accepting_or_sending_twice_is_once(house, nicole):
    batch = bring(nicole)
    accept_import(nicole, batch.pk)
    people = Person.objects.count()
    accept_import(nicole, batch.pk)
    again = start_import(nicole, batch.pk, "liste.csv", LIST.encode())
    assert again.pk == batch.pk
    assert Person.objects.count() == people


def test_only_what_is_empty_is_filled(house, nicole):
    Person.objects.filter(pk=house.sam.person_id).update(birth_place="", preferred_name="Sam")
    text = (
        "Nom;Prénom;Prénom usuel;Date de naissance;Lieu de naissance;Sexe;Unité\n"
        "BELKACEM;Samia;Samsam;12/03/1992;Marseille;M;Mimosa\n"
    )
    batch = accept_import(nicole, bring(nicole, text).pk)
    sam = Person.objects.get(pk=house.sam.person_id)
    assert (sam.birth_place, sam.preferred_name, sam.sex) == ("Marseille", "Sam", "F")
    assert rows_of(batch)[2].sentences[0] == "Déjà connue. Complète : lieu de naissance."


def test_a_list_does_not_complete_what_a_paper_has_shown(house, nicole):
    """Her identity is validated: a strict trait that a list says is no paper seen, and takes nothing from the one that was."""
    sam = Person.objects.filter(pk=house.sam.person_id)
    sam.update(sex="I", birth_place="Aubagne", birth_place_code="", used_name="")
    sam.update(identity_status="VALIDEE")
    text = "Nom;Prénom;Nom d’usage;Date de naissance;Sexe;Unité\nBELKACEM;Samia;Roux;12/03/1992;F;Mimosa\n"
    batch = bring(nicole, text)
    assert "sexe" not in rows_of(batch)[2].sentences[0]
    accept_import(nicole, batch.pk)
    assert sam.values_list("sex", "used_name", "identity_status").get() == ("I", "Roux", "VALIDEE")


def test_a_stay_ended_by_hand_stays_ended(house, nicole):
    batch = accept_import(nicole, bring(nicole).pk)
    person = Person.objects.get(birth_name="DIALLO")
    RecordUnit.objects.filter(record__person=person).update(until="2026-11-01T00:00Z")
    batch = bring(nicole)
    row = rows_of(batch)[4]
    assert row.verdict == "MATCH"
    assert "n’est pas rouvert" in row.sentences[-1]
    accept_import(nicole, batch.pk)
    assert RecordUnit.objects.filter(record__person=person).count() == 1


def test_a_near_twin_waits_for_a_choice(house, nicole):
    batch = bring(nicole)
    decide_row(nicole, batch.pk, 7, Choice.OTHER)
    accept_import(nicole, batch.pk)
    assert Person.objects.filter(birth_date=date(1992, 3, 12)).count() == 2
    other = bring(nicole, LIST.replace("Samya", "Samiah"))
    assert rows_of(other)[7].verdict == "DOUBT"
    decide_row(nicole, other.pk, 7, Choice.SAME)
    accept_import(nicole, other.pk)
    assert Person.objects.filter(birth_date=date(1992, 3, 12)).count() == 2


def test_somebody_followed_elsewhere_is_told_as_the_rule_allows(house, nicole):
    ana = house.person("Ana Morel", "savs", birth=date(1970, 5, 4))
    house.person("Ada Secret", "csapa", birth=date(1971, 5, 4))
    house.person("Eve Cachée", "savs", birth=date(1972, 5, 4), is_protected=True)
    text = (
        "Nom;Prénom;Date de naissance;Unité\nMorel;Ana;04/05/1970;Mimosa\nSecret;Ada;04/05/1971;Mimosa\n"
        "Cachée;Eve;04/05/1972;Mimosa\nSecrett;Ada;04/05/1971;Mimosa\n"
    )
    rows = rows_of(bring(nicole, text))
    assert rows[2].verdict == "DOUBT"
    assert "déjà suivie par SAVS Horizon" in rows[2].sentences[-1]
    assert not rows[2].can_choose
    assert rows[2].record_id is None
    assert rows[3].verdict == "CREATE"
    assert rows[4].verdict == "CREATE"
    assert "ligne 3" in rows[5].sentences[-1]
    told = JournalEntry.objects.filter(kind=Kind.PERSONS_SEARCHED).exclude(record_id=None)
    assert [(line.record_id, line.reason) for line in told] == [(ana.pk, "Avant d’importer une liste")]


def test_farid_and_karim_find_nothing(house, nicole):
    batch = bring(nicole)
    for slug in ("karim", "farid", "amine"):
        stranger = house.actor(slug)
        with pytest.raises(NotVisible):
            start_import(stranger, uuid7(), "l.csv", LIST.encode())
        with pytest.raises(NotVisible):
            accept_import(stranger, batch.pk)
    with pytest.raises(NotVisible):
        accept_import(house.actor("sophie"), batch.pk)
    with house.inside(house.bel_air):
        assert not ImportBatch.objects.exists()


def test_departed_people_and_missing_dates_are_said(house, nicole):
    text = (
        "Nom;Prénom;Date de naissance;Unité;Date d’entrée;Date de sortie\n"
        "A;Luc;01/01/1950;Mimosa;01/01/2010;01/01/2020\nB;Léa;01/01/1950;Mimosa;;\nC;Noé;01/01/1950;Mimosa;01/01/2020;01/01/2010\n"
        "D;Zoé;01/01/1950;;01/01/2020;\nE;Max;01/01/1950;Mimosa;01/01/1940;\nF;;;Mimosa;01/01/2020;\n"
    )
    rows = rows_of(bring(nicole, text))
    assert rows[2].verdict == "ASIDE"
    assert f"le {today():%d/%m/%Y} est retenu" in rows[3].sentences[0]
    assert "avant la date d’entrée" in rows[4].sentences[0]
    assert rows[5].sentences == [
        "Ligne 5, unité ou groupe : la case est vide. Choisissez parmi : Acacia (FAM Les Tilleuls), Mimosa (FAM Les Tilleuls)."
    ]
    assert "avant la naissance" in rows[6].sentences[0]
    assert rows[7].verdict == "CREATE"
    assert rows[7].to_check


def test_a_default_unit_serves_the_lines_that_name_none(house, nicole):
    text = "Nom;Prénom;Date de naissance\nA;Luc;01/01/1950\n"
    batch = bring(nicole, text, house.units["acacia"].pk)
    assert rows_of(batch)[2].where == "Acacia, FAM Les Tilleuls"
    with pytest.raises(Refused, match="cette unité"):
        bring(nicole, text, house.units["savs"].pk)


def test_missing_columns_are_asked(house, nicole):
    with pytest.raises(Refused, match="prénom"):
        bring(nicole, "Nom;Date de naissance\nROUX;01/01/1950\n")


def test_a_number_already_given_is_refused(house, nicole):
    accept_import(nicole, bring(nicole).pk)
    text = "Nom;Prénom;Date de naissance;Unité;N° de dossier\nAUTRE;Luc;01/01/1950;Mimosa;D-001\n"
    row = rows_of(bring(nicole, text))[2]
    assert row.sentences == [
        "Ligne 2, n° de dossier : ce numéro est déjà celui d’une autre personne. Vérifiez le numéro."
    ]


def test_the_number_of_questions_does_not_follow_the_number_of_lines(house, nicole, django_assert_max_num_queries):
    rows = [
        [f"Nom{chr(97 + n // 26)}{chr(97 + n % 26)}x", "Ada", date(1920 + n % 80, 1 + n % 12, 1 + n % 28), "Mimosa"]
        for n in range(300)
    ]
    data = write_csv([["Nom", "Prénom", "Date de naissance", "Unité"], *rows]).decode("utf-8-sig")
    with django_assert_max_num_queries(40):
        batch = bring(nicole, data)
    with django_assert_max_num_queries(40):
        accept_import(nicole, batch.pk)


MESSY = [
    ("FAM LES TILLEULS — LISTE DES RÉSIDENTS",),
    ("Édité le", date(2026, 11, 25)),
    (None, None, None, None, None, "Personne à prévenir", None, "Médecin traitant", None),
    ("NOM", "Prénom", "Né(e) le", "Groupe", "Entrée", "Nom", "Téléphone", "Nom", "Téléphone"),
    (
        "MARTIN ép. ROUX",
        "Jeanne",
        date(1952, 3, 12),
        "Unité Mimosa",
        date(2020, 9, 1),
        "Paul ROUX (fils)",
        612345678,
        "Dr Petit",
        None,
    ),
    ("DIALLO", "Amadou", "00/00/1961", "acacia", 44941, None, None, None, None),
    (None,) * 9,
    ("TOTAL", 2),
]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_messy_list_gives_the_same_in_every_format(house, nicole, kind):
    if kind == "xlsx":
        data = xlsx_of(MESSY)
    elif kind == "ods":
        data = ods_of(
            ods_sheet(
                [
                    ods_row(*["" if v is None else f"{v:%d/%m/%Y}" if isinstance(v, date) else str(v) for v in row])
                    for row in MESSY
                ]
            )
        )
    else:
        data = write_csv(MESSY)
    batch = start_import(nicole, uuid7(), f"liste.{kind}", data)
    _, mapping = columns_of(batch)
    choose_columns(nicole, batch.pk, {c.index: c.target.code for c in mapping.columns}, None)
    batch = accept_import(nicole, preview_import(nicole, batch.pk).pk)
    assert batch.counts["CREATE"] == 2
    jeanne = Person.objects.get(birth_name="MARTIN")
    assert (jeanne.used_name, jeanne.birth_date) == ("ROUX", date(1952, 3, 12))
    assert jeanne.record.relatives.get(call_order=1).contact.phone == "06 12 34 56 78"
    amadou = Person.objects.get(birth_name="DIALLO")
    assert (amadou.birth_date.year, amadou.birth_precision) == (1961, "YEAR")
    assert Stay.objects.get(record=amadou.record).starts_on == date(2023, 1, 15)


def test_a_contact_that_only_a_discreet_facility_knows_is_written_for_the_others(house, nicole):
    open_to_both = Record.objects.get(pk=house.sam.pk)
    house.relative(open_to_both, "Leïla Belkacem", "csapa")
    accept_import(nicole, bring(nicole).pk)
    units = Relative.objects.filter(record=open_to_both, contact__name="Leïla Belkacem").values_list(
        "unit__name", flat=True
    )
    assert set(units) == {"CSAPA La Source", "Mimosa"}


def test_one_mother_of_three_children_is_one_contact_as_far_as_one_may_know(house, nicole):
    mother = house.relative(house.person("Léa Morin", "mimosa"), "Anne Morin", "mimosa", phone="06.12.34.56.70").contact
    kept = house.person("Ida Cachée", "mimosa", is_protected=True)
    house.relative(kept, "Rose Cachée", "mimosa", phone="06 12 34 56 71")
    rows = [
        f"MORIN;{first};0{n}/02/2012;F;Mimosa;Anne Morin (mère) 06 12 34 56 70" for n, first in ((1, "Zoé"), (2, "Eva"))
    ]
    rows.append("CACHÉE;Tom;03/02/2012;M;Mimosa;Rose Cachée (mère) 06 12 34 56 71")
    batch = accept_import(
        nicole, bring(nicole, "Nom;Prénom;Date de naissance;Sexe;Unité;Personne à prévenir\n" + "\n".join(rows)).pk
    )
    links = Relative.objects.filter(contact__name="Anne Morin")
    assert links.count() == 3 and set(links.values_list("contact_id", flat=True)) == {mother.pk}
    assert Relative.objects.filter(contact__name="Rose Cachée").values("contact_id").distinct().count() == 2
    undo_import(nicole, batch.pk)
    assert Relative.objects.filter(contact=mother).count() == 1


def test_a_finess_number_in_the_column_of_the_house_is_understood(house, nicole):
    facility = house.units["mimosa"].facility
    Facility.objects.filter(pk=facility.pk).update(finess_et="010001018")
    head = "Nom;Prénom;Date de naissance;Sexe;Établissement;Unité"
    batch = bring(
        nicole, f"{head}\nROUX;Jeanne;12/03/1952;F;10001018;Mimosa\nPETIT;Luc;01/02/1950;M;199999999;Mimosa\n"
    )
    rows = rows_of(batch)
    assert rows[2].verdict == "CREATE"
    assert "199999999 n’est le numéro d’aucun établissement" in rows[3].sentences[0]
