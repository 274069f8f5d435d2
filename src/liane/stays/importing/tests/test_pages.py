"""The pages of an import, as a secretary uses them; and as a stranger tries them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liane.kit.ids import uuid7
from liane.kit.tables import read_table, write_csv
from liane.people.models import Person
from liane.stays import tasks
from liane.stays.importing.models import ImportBatch, ImportState
from liane.stays.importing.tests.lists import LIST

SEND = "/personnes/importer/"


@pytest.fixture
def nicole(client_of):
    return client_of("nicole")


def sent(client, text=LIST, name="liste.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(SEND, {"id": str(uuid7()), "file": SimpleUploadedFile(name, data)})


def columns_chosen(client, address, **changes):
    html = client.get(address).content.decode()
    form = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        form[name] = chosen.group(1) if chosen else ""
    return client.post(f"{address}colonnes/", form | changes)


def test_from_the_file_to_the_list_of_persons(house, nicole):
    answer = sent(nicole)
    assert answer.status_code == 303
    address = answer["Location"]
    html = nicole.get(address).content.decode()
    assert "Vérifier les colonnes" in html
    assert "2 52 03 13" not in html
    assert columns_chosen(nicole, address).status_code == 303
    html = nicole.get(address).content.decode()
    assert "Ce qui va se passer" in html
    assert "5\u00a0lignes prises, 3 à corriger : lignes 5, 9, 10, 1 à décider : ligne 7." in html
    assert "Rien n’est enregistré tant que vous n’avez pas validé." in html
    assert "Ligne 5, date de naissance : le 31/02 n’existe pas. Vérifiez le jour." in html
    assert "Est-ce elle ?" in nicole.get(f"{address}?voir=a-decider").content.decode()
    assert nicole.post(f"{address}lignes/7/", {"choix": "OTHER"}).status_code == 303
    assert "Enregistrer 6 personnes" in nicole.get(address).content.decode()
    assert nicole.post(f"{address}enregistrer/").status_code == 303
    assert "4\u00a0dossiers ouverts, 2\u00a0personnes déjà connues." in nicole.get(address).content.decode()
    assert "Jeanne ROUX" in nicole.get("/personnes/?vue=tous").content.decode()
    assert nicole.post(f"{address}annuler/", follow=True).status_code == 200
    assert "Cet import a été annulé" in nicole.get(address).content.decode()
    assert "Jeanne ROUX" not in nicole.get("/personnes/?vue=tous").content.decode()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.4 xxxx", "liste.xlsx", "est un document PDF, pas un tableau."),
        (b"", "vide.csv", "Ce fichier est vide."),
        (b"Nom;Pr\xe9nom\n", "l.csv", "que les titres des colonnes"),
        (b"<html><table></table></html>", "l.xls", "page web"),
        (b"Nom;Prenom\n" + b"A;B\n" * 60_000, "l.csv", "50\u202f000 lignes"),
        (b"x" * 25_000_001, "l.csv", "La limite est 25\u00a0Mo."),
    ],
)
def test_what_is_not_a_list_is_refused_in_words(house, nicole, data, name, said):
    answer = sent(nicole, data, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_forgotten_file_is_asked(house, nicole):
    answer = nicole.post(SEND, {"id": str(uuid7())})
    assert "Choisissez le fichier à importer." in answer.content.decode()


def test_missing_columns_are_asked_and_the_choices_kept(house, nicole):
    address = sent(nicole, "Nom;Truc\nROUX;x\n")["Location"]
    answer = columns_chosen(nicole, address, **{"colonne-1": "place"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Indiquez quelle colonne contient le prénom." in html
    assert re.search(r'value="place" selected', html)


def test_markup_in_a_list_stays_text(house, nicole):
    html = nicole.get(sent(nicole, "Nom;Prénom\n<script>x</script>;Bob\n", "<b>.csv")["Location"]).content.decode()
    assert "<script>x" not in html
    assert "<b>.csv" not in html


def test_the_lines_to_correct_are_downloaded(house, nicole):
    address = sent(nicole)["Location"]
    columns_chosen(nicole, address)
    answer = nicole.get(f"{address}a-corriger.csv")
    table = read_table(answer.content, "x.csv")
    assert [row.cells[0] for row in table.rows] == ["5", "7", "9", "10"]


def test_the_model_is_a_list_that_liane_understands(house, nicole):
    address = sent(nicole, nicole.get(f"{SEND}modele.csv").content)["Location"]
    columns_chosen(nicole, address)
    assert "1\u00a0ligne prise." in nicole.get(address).content.decode()


def test_giving_up_forgets_the_file(house, nicole):
    address = sent(nicole)["Location"]
    assert nicole.post(f"{address}abandonner/")["Location"] == SEND
    batch = ImportBatch.objects.get()
    assert (batch.state, bytes(batch.table)) == (ImportState.CANCELLED, b"")
    assert nicole.post(f"{address}enregistrer/").status_code == 422


def test_a_long_list_is_read_and_written_in_the_background(house, nicole, monkeypatch):
    deferred = []
    for task in (tasks.plan, tasks.apply):
        monkeypatch.setattr(task, "defer", lambda task=task, **kwargs: deferred.append((task, kwargs)))
    rows = [
        [f"NOM{chr(65 + n % 26)}{chr(65 + n // 26)}", "Ada", f"{n % 28 + 1:02d}/03/19{10 + n % 80}", "Mimosa"]
        for n in range(260)
    ]
    address = sent(
        nicole, write_csv([["Nom", "Prénom", "Date de naissance", "Unité"], *rows]).replace(b"NOM", b"NAUM")
    )["Location"]
    columns_chosen(nicole, address)
    html = nicole.get(address).content.decode()
    assert "Lecture en cours" in html
    assert 'hx-trigger="every 2s"' in html
    task, arguments = deferred.pop()
    task.func(**arguments)
    assert "lignes prises" in nicole.get(address).content.decode()
    nicole.post(f"{address}enregistrer/")
    assert "Enregistrement en cours" in nicole.get(address).content.decode()
    task, arguments = deferred.pop()
    task.func(**arguments)
    assert "dossiers ouverts" in nicole.get(address).content.decode()


def test_a_trouble_in_the_background_is_said(house, nicole, monkeypatch):
    monkeypatch.setattr("liane.stays.importing.views.AT_ONCE", 0)
    deferred = []
    monkeypatch.setattr(tasks.plan, "defer", lambda **kwargs: deferred.append(kwargs))
    address = sent(nicole)["Location"]
    columns_chosen(nicole, address)
    monkeypatch.setattr("liane.stays.importing.actions.plan_import", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.plan.func(**deferred.pop())
    assert "Liane a un souci. Rien n’a été enregistré." in nicole.get(address).content.decode()


@pytest.mark.parametrize("slug", ["farid", "karim", "amine", "sophie"])
def test_the_import_of_a_colleague_does_not_exist(house, nicole, client_of, slug):
    address = sent(nicole)["Location"]
    columns_chosen(nicole, address)
    people = Person.objects.count()
    stranger = client_of(slug)
    for method, path in (
        ("get", ""),
        ("get", "a-corriger.csv"),
        ("post", "colonnes/"),
        ("post", "lignes/7/"),
        ("post", "enregistrer/"),
        ("post", "annuler/"),
        ("post", "abandonner/"),
    ):
        assert getattr(stranger, method)(address + path).status_code == 404
    assert Person.objects.count() == people
    assert ImportBatch.objects.get().state == ImportState.PREVIEW
