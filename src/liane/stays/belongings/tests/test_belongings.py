"""An inventory: typed as on paper, written once, printed to be signed, read by whom reads the everyday part."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.db import DatabaseError, transaction

from liane.access.models import Role
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.stays.belongings.actions import Made, Thing, write_inventory
from liane.stays.belongings.forms import things_of
from liane.stays.belongings.models import Inventory
from liane.stays.belongings.queries import missing
from liane.stays.models import Stay
from liane.testing import House, asked
from liane.timeline.models import Entry


def stay_of(house: House) -> Stay:
    return Stay.objects.get(record=house.sam)


def new_url(house: House) -> str:
    return f"/personnes/{house.sam.pk}/accompagnements/{stay_of(house).pk}/inventaire/"


def list_url(house: House) -> str:
    return f"/personnes/{house.sam.pk}/inventaires/"


def sent(**fields: str) -> dict[str, str]:
    typed = {
        "moment": "ENTRY",
        "done_on": short(today()),
        "kept": "3 pantalons, bon état\nMontre",
        "given": "",
        "signature": "LATER",
    }
    return {"id": str(uuid7()), **typed, **fields}


def made(*things: Thing, moment: str = "ENTRY", **more: object) -> Made:
    return Made(moment, more.pop("on", today()), things or (Thing("Montre"),), signature="LATER", **more)  # type: ignore[arg-type]


def test_what_is_typed_as_on_paper_is_read_line_by_line() -> None:
    read = things_of("- 3 pantalons, bon état\n2x draps\n\n  • Montre ;\n2 × T-shirt 38\n1984\n0 gant", deposited=True)
    assert [(one.count, one.what) for one in read] == [
        (3, "pantalons, bon état"), (2, "draps"), (1, "Montre"), (2, "T-shirt 38"), (1, "1984"), (1, "0 gant"),
    ]  # fmt: skip
    assert all(one.deposited for one in read)


def test_it_is_written_once_with_its_trace_and_its_line(house: House) -> None:
    karim = house.client("karim")
    typed = sent(given="Carte bancaire\n40 euros", made_with="Sa mère", signature="SIGNED")
    for _ in range(2):
        assert karim.post(new_url(house), typed).status_code == 303
    one = Inventory.objects.get()
    assert one.lines == [
        {"what": "pantalons, bon état", "count": 3, "deposited": False}, {"what": "Montre", "count": 1, "deposited": False},
        {"what": "Carte bancaire", "count": 1, "deposited": True}, {"what": "euros", "count": 40, "deposited": True},
    ]  # fmt: skip
    assert (one.made_with, one.signature, one.author_name) == ("Sa mère", "SIGNED", house.actor("karim").name)
    assert JournalEntry.objects.filter(kind=Kind.INVENTORY_WRITTEN.value, object_id=one.pk).count() == 1
    assert Entry.objects.get(kind="INVENTORY").title == "Inventaire des affaires : à l’entrée"
    page = karim.get(list_url(house)).content.decode()
    assert "3 pantalons, bon état" in page and "Remis à l’établissement" in page and "avec Sa mère" in page
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        Inventory.objects.update(remark="Autre")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kept": " \n ", "given": ""}, "Écrivez au moins un objet"),
        ({"kept": "Pull\n" * 301}, "300 lignes au plus"),
        ({"done_on": "31/02/2026"}, "done_on"),
        ({"done_on": short(today() + timedelta(days=2))}, "done_on"),
        ({"moment": "EXIT", "done_on": "01/01/1990"}, "L’accompagnement commence"),
        ({"signature": "X"}, "Choisissez une réponse"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(house: House, wrong: dict[str, str], sentence: str) -> None:
    answer = house.client("karim").post(new_url(house), sent(**{"made_with": "Tante Zoé", **wrong}))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "Tante Zoé" in page and "resume-fautes" in page
    assert not Inventory.objects.exists()


def test_the_exit_begins_from_the_last_and_says_what_is_no_longer_there(house: House) -> None:
    karim, stay = house.actor("karim"), stay_of(house)
    write_inventory(
        karim, house.sam.pk, stay.pk, uuid7(), made(Thing("Pantalons", 3), Thing("Montre"), Thing("Bague", 1, True))
    )
    page = house.client("karim").get(new_url(house)).content.decode()
    assert "3 Pantalons" in page and "Bague" in page and "vérifiez avec la personne" in page
    write_inventory(karim, house.sam.pk, stay.pk, uuid7(), made(Thing("pantalons", 2), Thing("Bague"), moment="EXIT"))
    before, after = Inventory.objects.order_by("written_at")
    assert missing(before, after) == ["Pantalons", "Montre"]
    assert (
        "Noté à l’entrée, et plus ici : Pantalons ; Montre"
        in house.client("karim").get(list_url(house)).content.decode()
    )


def test_it_is_printed_to_be_signed(house: House) -> None:
    write_inventory(
        house.actor("karim"), house.sam.pk, stay_of(house).pk, uuid7(), made(Thing("Montre"), Thing("Bague", 1, True))
    )
    url = f"{list_url(house)}{Inventory.objects.get().pk}.pdf"
    answer = house.client("karim").get(url)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    paper = re.sub(r"\s+", " ", paper)
    assert "Montre" in paper and "Ce qui est remis à l’établissement" in paper and "En deux exemplaires" in paper
    assert b"/StructTreeRoot" in answer.content
    house.person("Ana Autre", "mimosa")
    assert house.client("karim").get(f"{list_url(house)}{uuid7()}.pdf").status_code == 404


def test_nobody_else(house: House) -> None:
    write_inventory(house.actor("karim"), house.sam.pk, stay_of(house).pk, key := uuid7(), made(Thing("Montre")))
    Role.objects.create(
        organization=house.deux_rives, code="sans", label="sans", rights=["record.read", "record.print", "note.write"],
        reads=["FAMILY"], writes=["FAMILY"],
    )  # fmt: skip
    house.hire("sans", "sans", "mimosa")
    page = house.client("sans").get(list_url(house)).content.decode()
    assert "Montre" not in page and "Faire un inventaire" not in page
    assert house.client("sans").get(new_url(house)).status_code == 404
    assert house.client("sans").get(f"{list_url(house)}{key}.pdf").status_code == 404
    with pytest.raises(NotVisible):
        write_inventory(house.actor("sans"), house.sam.pk, stay_of(house).pk, uuid7(), made())
    for url in (list_url(house), new_url(house), f"{list_url(house)}{key}.pdf"):
        assert house.client("farid").get(url).status_code == 404


def test_one_who_has_left_for_long_has_no_new_inventory_but_keeps_the_old(house: House) -> None:
    stay = stay_of(house)
    write_inventory(house.actor("karim"), house.sam.pk, stay.pk, uuid7(), made(Thing("Montre")))
    Stay.objects.filter(pk=stay.pk).update(ends_on=today() - timedelta(days=90))
    page = house.client("karim").get(list_url(house)).content.decode()
    assert "Montre" in page and new_url_of(stay) not in page
    assert house.client("karim").get(new_url_of(stay)).status_code == 404
    with pytest.raises(Refused, match="futur"):
        write_inventory(house.actor("karim"), house.sam.pk, stay.pk, uuid7(), made(on=today() + timedelta(days=1)))


def new_url_of(stay: Stay) -> str:
    return f"/personnes/{stay.record_id}/accompagnements/{stay.pk}/inventaire/"


def test_the_page_costs_the_same_whatever_it_holds(house: House) -> None:
    karim, stay = house.actor("karim"), stay_of(house)
    write_inventory(karim, house.sam.pk, stay.pk, uuid7(), made())
    once = len(asked(house.client("karim"), list_url(house)))
    for _ in range(6):
        write_inventory(karim, house.sam.pk, stay.pk, uuid7(), made())
    assert len(asked(house.client("karim"), list_url(house))) == once <= 10
