"""Fifty hands at once on one record, through the real web server: nothing lost, nothing doubled, losers get both versions (H7)."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPResponse
from threading import Barrier, Lock
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from browser.serving import served

from liane.kit.postgres.server import Server

pytestmark = pytest.mark.slow
HANDS = 50


@dataclass
class Hand:
    """One browser on which somebody has come in."""

    address: str
    slug: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.send("POST", f"/demo/entrer/{self.slug}/", {})

    def send(self, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """Code, page, where it leads."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Referer": self.address}
        if form is not None:
            form = {"csrfmiddlewaretoken": self.cookies.get("liane-csrf", ""), **form}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, None if form is None else urlencode(form, doseq=True), headers)
        answer: HTTPResponse = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        connection.close()
        return answer.status, page, answer.headers.get("Location", "")

    def get(self, path: str) -> str:
        """A page."""
        return self.send("GET", path)[1]


@dataclass
class Crowd:
    """Fifty hands, and the house they write in."""

    hands: list[Hand]
    count: Callable[..., Any]
    record: str

    def together(self, gesture: Callable[[int, Hand], Any]) -> list[Any]:
        """Each makes its gesture at the same instant."""
        barrier = Barrier(len(self.hands))

        def run(number: int) -> Any:
            barrier.wait(60)
            return gesture(number, self.hands[number])

        with ThreadPoolExecutor(len(self.hands)) as pool:
            return list(pool.map(run, range(len(self.hands))))


@pytest.fixture(scope="module")
def crowd(postgres: Server, django_db_setup: None) -> Iterator[Crowd]:
    """The demonstration house, with fifty sign-ins of the colleagues of Sam."""
    lock = Lock()
    with served(postgres, name="foule", threads=16) as address:
        slugs = ("sophie", "nicole", "marc", "sophie", "nicole")
        hands = [Hand(address, slugs[n % len(slugs)]) for n in range(HANDS)]
        found = re.search(r'href="(/personnes/[0-9a-f-]{36}/)"', hands[0].get("/personnes/?q=Belkacem"))
        assert found
        with postgres.connect(database=f"essai_{os.getpid()}_foule") as owner:

            def count(sql: str, *values: Any) -> Any:
                with lock:
                    return owner.execute(sql, values).fetchone()[0]  # type: ignore[arg-type, index]

            yield Crowd(hands, count, found[1])


def filled(page: str) -> dict[str, str]:
    """The boxes of the form of identity as they are read."""
    names = ("birth_name", "first_names", "used_name", "preferred_name", "birth_date", "birth_place", "version")
    found = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page) for name in names}
    return {name: match[1] if match else "" for name, match in found.items()} | {"sex": "F"}


def test_one_correction_wins_and_every_other_hand_gets_both_versions(crowd: Crowd) -> None:
    address = f"{crowd.record}identite/"
    forms = [filled(hand.get(address)) for hand in crowd.hands]
    before = int(forms[0]["version"])
    sent = crowd.together(
        lambda n, hand: hand.send(
            "POST",
            address,
            {**forms[n], "id": str(uuid4()), "birth_place": f"Lieu {chr(65 + n % 26)}{chr(65 + n // 26)}"},
        )
    )
    assert Counter(code for code, _, _ in sent) == {303: 1, 422: HANDS - 1}
    won = next(n for n, (code, _, _) in enumerate(sent) if code == 303)
    place = f"Lieu {chr(65 + won % 26)}{chr(65 + won // 26)}"
    for n, (code, page, _) in enumerate(sent):
        if code == 422:
            assert "Deux versions" in page and place in page and f"Lieu {chr(65 + n % 26)}{chr(65 + n // 26)}" in page
    person = "SELECT {} FROM people_person p JOIN people_record r ON r.person_id = p.id WHERE r.id = %s"
    record_id = crowd.record.split("/")[2]
    assert crowd.count(person.format("version"), record_id) == before + 1
    assert crowd.count(person.format("birth_place"), record_id) == place


def test_every_writing_sent_twice_at_once_is_there_once(crowd: Crowd) -> None:
    mark = uuid4().hex
    keys = [str(uuid4()) for _ in range(HANDS // 2)]
    hands = [Hand(crowd.hands[0].address, "karim") for _ in range(HANDS)]
    for hand in hands:
        hand.get(f"{crowd.record}ecrire/")  # its token
    two = Crowd(hands, crowd.count, crowd.record)
    form = {"kind": "transmission", "level": "1", "text": f"{mark}. « Encore ! »", "brouillon": "1"}
    sent = two.together(lambda n, hand: hand.send("POST", f"{crowd.record}ecrire/", {**form, "id": keys[n // 2]}))
    assert Counter(code for code, _, _ in sent) == {303: HANDS}
    like = f"%{mark}%"
    assert crowd.count("SELECT count(*) FROM notes_note WHERE text LIKE %s", like) == len(keys)
    assert crowd.count("SELECT count(*) FROM timeline_entry WHERE source_id = ANY(%s)", keys) == len(keys)
    assert crowd.count("SELECT count(DISTINCT id) FROM notes_note WHERE id = ANY(%s)", keys) == len(keys)
    asked = (
        "SELECT count(*) - count(DISTINCT (thread_id, practitioner_id)) FROM notes_reading WHERE thread_id = ANY(%s)"
    )
    assert crowd.count(asked, keys) == 0


def test_the_same_person_welcomed_by_everybody_is_welcomed_once(crowd: Crowd) -> None:
    name = f"Essai{chr(65 + uuid4().int % 26)}{chr(65 + uuid4().int % 26)}{chr(65 + uuid4().int % 26)}"
    page = crowd.hands[0].send("POST", "/personnes/nouvelle/", {"etape": "chercher", "birth_name": name})[1]
    unit = re.search(r'<select[^>]*name="unit".*?<option value="([0-9a-f-]{36})"', page, re.S)
    assert unit
    form = {
        "etape": "creer", "birth_name": name, "first_names": "Lou", "sex": "F", "birth_date": "02/03/1990",
        "unit": unit[1], "starts_on": "01/11/2026", "seen": "", "number": f"N-{uuid4().hex[:8]}",
    }  # fmt: skip
    sent = crowd.together(lambda n, hand: hand.send("POST", "/personnes/nouvelle/", {**form, "id": str(uuid4())}))
    codes = Counter(code for code, _, _ in sent)
    assert codes == {303: 1, 422: HANDS - 1}, codes
    assert all("Est-ce elle" in page for code, page, _ in sent if code == 422)
    assert crowd.count("SELECT count(*) FROM people_person WHERE birth_name = %s", name) == 1


def test_one_number_is_given_to_one_person_only(crowd: Crowd) -> None:
    number = f"N-{uuid4().hex[:8]}"
    page = crowd.hands[0].send("POST", "/personnes/nouvelle/", {"etape": "chercher", "birth_name": "Essai"})[1]
    unit = re.search(r'<select[^>]*name="unit".*?<option value="([0-9a-f-]{36})"', page, re.S)
    assert unit

    def welcome(n: int, hand: Hand) -> int:
        form = {
            "etape": "creer", "birth_name": f"Numéro {letters(n)}", "first_names": letters(n), "sex": "F",
            "birth_date": f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{1950 + n}", "unit": unit[1], "starts_on": "01/11/2026",
            "seen": "", "number": number, "id": str(uuid4()),
        }  # fmt: skip
        return hand.send("POST", "/personnes/nouvelle/", form)[0]

    assert Counter(crowd.together(welcome)) == {303: 1, 422: HANDS - 1}
    assert crowd.count("SELECT count(*) FROM people_localidentifier WHERE value = %s", number) == 1
    assert crowd.count("SELECT count(*) FROM people_person WHERE birth_name LIKE %s", "Numéro %") == 1


def letters(number: int) -> str:
    """A name that nobody else has."""
    return "Z" + "".join(chr(97 + int(digit)) for digit in f"{number:03d}")


def test_one_answer_follows_the_former_and_the_others_are_shown_it(crowd: Crowd) -> None:
    address = f"{crowd.record}essentiel/apaise/"
    hands = Crowd([Hand(crowd.hands[0].address, "karim") for _ in range(HANDS)], crowd.count, crowd.record)
    pages = [hand.get(address) for hand in hands.hands]
    seen = re.search(r'name="seen" value="([^"]*)"', pages[0])
    assert seen
    sent = hands.together(
        lambda n, hand: hand.send(
            "POST", address, {"id": str(uuid4()), "seen": seen[1], "text": f"Réponse {letters(n)}"}
        )
    )
    won = [f"Réponse {letters(n)}" for n, (code, _, _) in enumerate(sent) if code == 303]
    assert len(won) == 1
    for n, (code, page, _) in enumerate(sent):
        if code == 422:
            assert won[0] in page and f"Réponse {letters(n)}" in page
    assert crowd.count("SELECT count(*) FROM people_essentialanswer WHERE text LIKE %s", "Réponse Z%") == 1


def test_one_unit_accompanies_her_once(crowd: Crowd) -> None:
    address = f"{crowd.record}accompagnements/ouvrir/"
    hands = Crowd([Hand(crowd.hands[0].address, "marc") for _ in range(HANDS)], crowd.count, crowd.record)
    pages = [hand.get(address) for hand in hands.hands]
    held = {
        str(u)
        for u in crowd.count(
            "SELECT array_agg(unit_id) FROM people_recordunit WHERE record_id = %s", crowd.record.split("/")[2]
        )
    }
    unit = next(u for u in re.findall(r'<option value="([0-9a-f-]{36})"', pages[0]) if u not in held)
    form = {"unit": unit, "starts_on": date.today().strftime("%d/%m/%Y"), "mode": "FULL", "place": ""}
    sent = hands.together(lambda n, hand: hand.send("POST", address, {**form, "id": str(uuid4())})[0])
    assert Counter(sent) == {303: 1, 422: HANDS - 1}
    counted = "SELECT count(*) FROM stays_stay WHERE record_id = %s AND unit_id = %s"
    assert crowd.count(counted, crowd.record.split("/")[2], unit) == 1


def test_a_newcomer_sent_at_once_by_every_finger_comes_once(crowd: Crowd) -> None:
    login, key = f"luc.{uuid4().hex[:8]}", str(uuid4())
    hands = Crowd([Hand(crowd.hands[0].address, "marc") for _ in range(4)], crowd.count, crowd.record)
    form = {
        "id": key, "first_name": "Luc", "last_name": "Petit", "profession": "AES", "login": login, "role_code": "aes",
        "place": "organisme",
    }  # fmt: skip
    sent = hands.together(lambda n, hand: hand.send("POST", "/equipe/nouveau/", form))
    assert [code for code, _, _ in sent] == [200] * 4
    assert sorted("Premier mot de passe" in page for _, page, _ in sent) == [False, False, False, True]
    assert crowd.count("SELECT count(*) FROM professionals_account WHERE login = %s", login) == 1


def test_one_task_is_taken_by_one_hand_and_the_others_are_told_by_whom(crowd: Crowd) -> None:
    label = f"Racheter des piles {uuid4().hex[:6]}"
    key = str(uuid4())
    unit = crowd.count(
        "SELECT unit_id FROM people_recordunit WHERE record_id = %s AND until IS NULL", crowd.record.split("/")[2]
    )
    hand = crowd.hands[0]
    assert hand.send("POST", "/taches/", {"id": key, "label": label, "owner": "", "unit": str(unit)})[0] == 303
    sent = crowd.together(lambda n, hand: hand.send("POST", f"/taches/{key}/prendre/", {}))
    assert {code for code, _, _ in sent} <= {303, 404}  # Nicole takes no task
    owner = crowd.count("SELECT count(*) FROM notes_task WHERE id = %s AND owner_id IS NOT NULL", key)
    assert owner == 1


def test_fifty_states_of_one_draft_leave_the_last_one(crowd: Crowd) -> None:
    key, address = str(uuid4()), f"{crowd.record}ecrire/"
    hands = Crowd([Hand(crowd.hands[0].address, "ines") for _ in range(HANDS)], crowd.count, crowd.record)
    for hand in hands.hands:
        hand.get("/brouillons/")

    def keep(n: int, hand: Hand) -> str:
        fields = json.dumps([["text", f"état {n + 1}"]])
        form = {"id": key, "address": address, "page": address, "revision": n + 1, "fields_typed": fields}
        code, page, _ = hand.send("POST", "/brouillons/garder/", form)
        return str(json.loads(page)["etat"]) if code == 200 else str(code)

    assert set(hands.together(keep)) <= {"kept", "elsewhere"}
    assert crowd.count("SELECT count(*) FROM kit_saveddraft WHERE key = %s", key) == 1
    assert "état 50" in crowd.count("SELECT fields FROM kit_saveddraft WHERE key = %s", key)


# Two records of one person are joined while others write in them


def twice(crowd: Crowd, name: str) -> tuple[str, str, str]:
    """Somebody welcomed twice: the two records, and the page that compares them."""
    hand = crowd.hands[1]
    page = hand.send("POST", "/personnes/nouvelle/", {"etape": "chercher", "birth_name": name})[1]
    unit = re.search(r'<select[^>]*name="unit".*?<option value="([0-9a-f-]{36})"', page, re.S)
    assert unit
    records = []
    for first in ("Lou", "Loup"):
        form = {
            "etape": "creer", "birth_name": name, "first_names": first, "sex": "F", "birth_date": "02/03/1990", "unit": unit[1],
            "starts_on": "01/11/2026", "seen": ",".join(records), "number": "", "id": str(uuid4()),
        }  # fmt: skip
        code, _, where = hand.send("POST", "/personnes/nouvelle/", form)
        assert code == 303
        records.append(where.split("/")[2])
    where = hand.send("POST", f"/personnes/{records[0]}/autre-dossier/", {"other": records[1]})[2]
    return records[0], records[1], where


def compared(hand: Hand, address: str) -> dict[str, str]:
    """The form of the comparison, as it is read."""
    page = hand.get(address)
    names = ("id", "one_version", "other_version")
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}  # type: ignore[index]


LEFT_BEHIND = """
SELECT count(*) FROM notes_note n WHERE n.record_id = %s OR EXISTS (SELECT 1 FROM timeline_entry e WHERE e.record_id = %s)
    OR EXISTS (SELECT 1 FROM stays_stay s WHERE s.record_id = %s)
"""


def test_what_is_written_while_two_records_are_joined_is_in_the_kept_one_or_given_back(crowd: Crowd) -> None:
    mark, name = uuid4().hex, f"Reunie {letters(uuid4().int % 900)}"
    kept, gone, address = twice(crowd, name)
    writers = [Hand(crowd.hands[0].address, "karim") for _ in range(24)]
    for hand in writers:
        hand.get(f"/personnes/{gone}/ecrire/")
    nicole = Hand(crowd.hands[0].address, "nicole")
    join = compared(nicole, address) | {"keep": kept}
    many = Crowd([*writers, nicole], crowd.count, crowd.record)

    def gesture(number: int, hand: Hand) -> int:
        if hand is nicole:
            return hand.send("POST", f"{address}reunir/", join)[0]
        form = {
            "kind": "transmission",
            "level": "1",
            "text": f"{mark}. « {number} »",
            "brouillon": "1",
            "id": str(uuid4()),
        }
        return hand.send("POST", f"/personnes/{gone}/ecrire/", form)[0]

    *codes, joined = many.together(gesture)
    assert joined == 303 and set(codes) <= {303, 409}, codes
    like = f"%{mark}%"
    assert crowd.count("SELECT count(*) FROM notes_note WHERE text LIKE %s", like) == codes.count(303)
    assert crowd.count("SELECT count(*) FROM notes_note WHERE text LIKE %s AND record_id <> %s", like, kept) == 0
    assert crowd.count(LEFT_BEHIND, gone, gone, gone) == 0
    tally = "SELECT coalesce(sum(lines), 0) FROM timeline_tally WHERE record_id = %s"
    assert crowd.count(tally, kept) == crowd.count("SELECT count(*) FROM timeline_entry WHERE record_id = %s", kept)


def test_one_hand_joins_whatever_side_the_others_keep(crowd: Crowd) -> None:
    kept, gone, address = twice(crowd, f"Cotes {letters(uuid4().int % 900)}")
    hands = [Hand(crowd.hands[0].address, ("sophie", "nicole", "marc")[n % 3]) for n in range(12)]
    forms = [compared(hand, address) for hand in hands]
    many = Crowd(hands, crowd.count, crowd.record)
    sent = many.together(
        lambda n, hand: hand.send("POST", f"{address}reunir/", forms[n] | {"keep": (kept, gone)[n % 2]})[0]
    )
    assert sent.count(303) == 1 and set(sent) <= {303, 409, 422}, sent
    assert crowd.count("SELECT count(*) FROM people_regrouping WHERE source_id IN (%s, %s)", kept, gone) == 1
    assert crowd.count("SELECT count(*) FROM people_record WHERE id IN (%s, %s)", kept, gone) == 1


def test_an_identity_corrected_while_two_records_are_joined_is_whole_or_given_back(crowd: Crowd) -> None:
    kept, gone, address = twice(crowd, f"Corrige {letters(uuid4().int % 900)}")
    sophie, nicole = (Hand(crowd.hands[0].address, slug) for slug in ("sophie", "nicole"))
    page = sophie.get(f"/personnes/{gone}/identite/")
    correction = {**filled(page), "id": str(uuid4()), "birth_place": "Lieu corrigé"}
    join = compared(nicole, address) | {"keep": kept}
    two = Crowd([sophie, nicole], crowd.count, crowd.record)
    corrected, joined = two.together(
        lambda n, hand: (
            hand.send("POST", f"{address}reunir/", join)[0]
            if n
            else hand.send("POST", f"/personnes/{gone}/identite/", correction)[0]
        )
    )
    assert (corrected, joined) in {(303, 422), (409, 303)}, (corrected, joined)
    here = crowd.count("SELECT count(*) FROM people_record WHERE id = %s", gone)
    there = crowd.count("SELECT count(*) FROM people_person WHERE birth_place = 'Lieu corrigé'")
    assert (here, there) == ((1, 1) if corrected == 303 else (0, 0))
