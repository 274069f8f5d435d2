"""«L’essentiel», «À savoir avant d’agir» and the circle: what the CSAPA writes there stays with the CSAPA, unless shared.

One person followed by two teams of one organisme. Each page, list and paper of the MECS is read; the CSAPA sees all.
"""

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pypdf
import pytest
from django.utils import timezone
from test_farid import absent
from test_secrets import Secret, ids_of, pages

from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.door import open_record
from liane.people.models import EssentialAnswer, Flag, Record, Relative
from liane.people.policies import writes_for
from liane.people.queries.told import told_to, units_of_reader
from liane.testing import House, HouseClient

DANGER, CONTACT, ANSWER = "Canari danger", "Canari contact", "Canari réponse"
SIGNS = (DANGER, CONTACT, ANSWER, "0600000042", "06 00 00 00 42", "Canari note")


@dataclass
class Followed:
    """Luc, his record, and the browsers of those who follow him."""

    house: House
    record: Record
    source: HouseClient
    belvedere: HouseClient

    @property
    def home(self) -> str:
        return f"/personnes/{self.record.pk}/"

    def written(self, client: HouseClient, *, shared: bool) -> None:
        """The three gestures, as the pages send them."""
        share = {"is_shared": "on"} if shared else {}
        flag = {"id": str(uuid7()), "kind": "DANGER", "label": DANGER, **share}
        relative = {
            "id": str(uuid7()), "name": CONTACT, "relation": "SIS", "phone": "06 00 00 00 42", "call_order": "1",
            "is_emergency_contact": "on", "note": "Canari note", **share,
        }  # fmt: skip
        answer = {"id": str(uuid7()), "text": ANSWER, **share}
        for path, sent in (("a-savoir/", flag), ("entourage/ajouter/", relative), ("essentiel/apaise/", answer)):
            assert client.post(self.home + path, sent).status_code == 303, path

    def read_by(self, client: HouseClient) -> list[tuple[str, str]]:
        """Every page of this reader, and the text of the paper."""
        secret = Secret(self.record, uuid7(), uuid7(), SIGNS)
        ids = {**absent(ids_of(self.house, secret, "mecs")), "record_id": self.record.pk, "question": "apaise"}
        paper = pypdf.PdfReader(io.BytesIO(client.get(f"{self.home}essentiel.pdf").content)).pages
        told = " ".join(page.extract_text() for page in paper)
        handover = client.get(f"/releve/?unite={self.house.units['mecs'].pk}").content.decode()
        listed = client.get("/personnes/?vue=tous").content.decode()
        return [*pages(client, secret, ids), ("paper", told), ("handover", handover), ("list", listed)]


@pytest.fixture
def luc(house: House) -> Followed:
    """Followed by both; Paule works at the CSAPA, the head of service at the MECS."""
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    record = house.person("Luc Deux", "mecs", "csapa")
    return Followed(house, record, house.client("paule"), house.client("chef-mecs"))


@pytest.mark.long
def test_what_the_discreet_facility_writes_is_on_no_page_of_the_other_team(luc: Followed) -> None:
    luc.written(luc.source, shared=False)
    read = luc.read_by(luc.belvedere)
    assert {"timeline:record", "people:essential", "people:circle", "people:essential_answer", "paper", "list"} <= {
        name for name, _ in read
    }
    assert [(name, sign) for name, text in read for sign in (*SIGNS, "La Source") if sign in text] == []


def test_the_discreet_facility_reads_all_that_was_written(luc: Followed) -> None:
    luc.written(luc.source, shared=False)
    luc.belvedere.post(f"{luc.home}a-savoir/", {"id": str(uuid7()), "kind": "DANGER", "label": "Escaliers"})
    essential = luc.source.get(f"{luc.home}essentiel/").content.decode()
    assert all(said in essential for said in (DANGER, CONTACT, ANSWER, "Escaliers"))
    assert "06 00 00 00 42" in luc.source.get(luc.home).content.decode()
    assert DANGER in luc.source.get("/personnes/?vue=tous").content.decode()


@pytest.mark.long
def test_what_is_shared_is_read_by_both_and_names_nobody(luc: Followed) -> None:
    luc.written(luc.source, shared=True)
    read = dict(luc.read_by(luc.belvedere))
    for page in ("people:essential", "paper"):
        assert all(said in read[page] for said in (DANGER, CONTACT, ANSWER))
    assert DANGER in read["list"] and CONTACT in read["people:circle"]
    assert [n for n, text in read.items() for sign in ("La Source", "CSAPA", "Paule") if sign in text] == []


def test_what_another_facility_writes_is_read_by_all_who_open_the_record(luc: Followed) -> None:
    luc.written(luc.belvedere, shared=False)
    essential = luc.source.get(f"{luc.home}essentiel/").content.decode()
    assert all(said in essential for said in (DANGER, CONTACT, ANSWER))


def test_a_hidden_line_is_neither_corrected_nor_taken_away_by_its_address(luc: Followed) -> None:
    luc.written(luc.source, shared=False)
    with luc.house.inside():
        relative, flag = Relative.objects.get(contact__name=CONTACT), Flag.objects.get(label=DANGER)
    for path in (f"entourage/{relative.pk}/", f"entourage/{relative.pk}/retirer/", f"a-savoir/{flag.pk}/retirer/"):
        sent = {"id": str(uuid7()), "name": "Autre", "relation": "SIS", "version": "1"}
        assert luc.belvedere.post(luc.home + path, sent).status_code == 404, path
    assert luc.belvedere.get(f"{luc.home}entourage/{relative.pk}/").status_code == 404
    assert luc.source.get(f"{luc.home}entourage/{relative.pk}/").status_code == 200


def test_each_team_answers_after_what_it_reads(luc: Followed) -> None:
    luc.written(luc.source, shared=False)
    sent = {"id": str(uuid7()), "text": "Un thé.", "seen": ""}
    assert luc.belvedere.post(f"{luc.home}essentiel/apaise/", sent).status_code == 303
    former = luc.source.get(f"{luc.home}essentiel/apaise/").content.decode()
    assert "Un thé." in former and ANSWER in former


def test_only_its_team_shares_a_line_or_keeps_it(luc: Followed) -> None:
    luc.written(luc.source, shared=True)
    with luc.house.inside():
        relative = Relative.objects.get(contact__name=CONTACT)
    page = f"{luc.home}entourage/{relative.pk}/"
    text = luc.belvedere.get(page).content.decode()
    assert "Partager avec" not in text and "La Source" not in text
    sent = {"id": str(uuid7()), "name": CONTACT, "relation": "SIS", "phone": "06 00 00 00 43", "version": "1"}
    assert luc.belvedere.post(page, sent).status_code == 303
    with luc.house.inside():
        assert Relative.objects.get(pk=relative.pk).is_shared
    assert luc.source.post(page, {**sent, "version": "2"}).status_code == 303
    assert luc.belvedere.get(page).status_code == 404


@pytest.mark.parametrize("path", ["a-savoir/", "entourage/ajouter/", "essentiel/apaise/"])
def test_the_form_says_who_will_read_only_where_it_matters(luc: Followed, path: str) -> None:
    inside = luc.source.get(luc.home + path).content.decode()
    assert "Partager avec les autres équipes qui l’accompagnent" in inside
    assert "Visible par : l’équipe de CSAPA La Source" in inside.replace("\u00a0", " ")
    assert 'name="is_shared" checked' not in inside
    assert "Partager avec" not in luc.belvedere.get(luc.home + path).content.decode()


def also(house: House, slug: str, role: str, place: str) -> None:
    """One more post for somebody."""
    with house.inside():
        post = house.post(house.practitioner(slug), role, place)
        post.starts_at = timezone.now() - timedelta(days=3)
        post.save(force_insert=True)


def test_who_works_in_both_writes_for_the_place_she_chose(luc: Followed) -> None:
    house = luc.house
    also(house, "paule", "educateur", "mecs")
    actor = house.actor("paule")
    with house.inside():
        facts = open_record(actor, luc.record.pk, to=Right.RECORD_READ)
        for key in ("mecs", "csapa"):
            chosen = replace(actor, place_unit_id=house.units[key].pk)
            assert writes_for(chosen, facts, Right.ESSENTIAL_WRITE).unit_id == house.units[key].pk
            open_record(chosen, luc.record.pk, to=Right.ESSENTIAL_WRITE, kind=Kind.FLAG_ADDED)
        through = (
            JournalEntry.objects.filter(kind=Kind.FLAG_ADDED).order_by("at").values_list("detail__through", flat=True)
        )
        assert list(through) == [str(house.units[key].pk) for key in ("mecs", "csapa")]
        elsewhere = replace(actor, place_unit_id=house.units["mimosa"].pk)
        assert writes_for(elsewhere, facts, Right.ESSENTIAL_WRITE).unit_id == UUID(facts.held[0]["unit_id"])


def test_a_post_that_opens_no_record_makes_nobody_part_of_the_team(luc: Followed) -> None:
    luc.written(luc.source, shared=False)
    house = luc.house
    also(house, "chef-mecs", "dpo", "csapa")
    actor = house.actor("chef-mecs")
    assert house.units["csapa"].pk in actor.unit_ids and house.units["csapa"].pk not in units_of_reader(actor)
    with house.inside():
        assert not told_to(actor, EssentialAnswer.objects.filter(record=luc.record)).exists()
