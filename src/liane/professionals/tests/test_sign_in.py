"""Coming in: one sentence for every refusal, a new key, a trace, and no way around."""

import runpy
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.professionals import limits
from liane.professionals.adapter import WRONG
from liane.professionals.models import Account, Session, Tries
from liane.professionals.tasks import forget_ended_sessions
from liane.professionals.tests.test_shared import enrol
from liane.professionals.tries import TriesCache
from liane.testing import PASSWORD, House, HouseClient

HERE = "/connexion/"


def sign_in(client: HouseClient, login: str = "karim", password: str = PASSWORD, **more: str):
    return client.post(HERE, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["karim", "KARIM", " karim ", "karim@essai.fr"])
def test_karim_signs_in_with_his_login_or_his_address(house: House, login: str) -> None:
    answer = sign_in(HouseClient(), login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert JournalEntry.objects.filter(kind=Kind.SIGNED_IN, actor_name="Karim Duval").count() == 1


@pytest.mark.parametrize(
    ("login", "password"), [("karim", "zyx-zyx-zyx"), ("personne", PASSWORD), ("nul@essai.fr", "zyx")]
)
def test_a_refusal_says_the_same_for_a_known_and_an_unknown_account(house: House, login: str, password: str) -> None:
    answer = sign_in(HouseClient(), login, password)
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()
    assert password not in answer.content.decode()


def test_a_closed_account_answers_like_an_unknown_one(house: House) -> None:
    Account.objects.filter(slug="karim").update(is_active=False)
    answer = sign_in(HouseClient())
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()


def test_what_is_missing_is_asked_in_words(house: House) -> None:
    text = sign_in(HouseClient(), "", "").content.decode()
    assert "Écrivez votre nom de connexion." in text
    assert "Écrivez votre mot de passe." in text


@pytest.mark.parametrize("login", ["x" * 5000, "\x00karim", "🦊", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_bad_input_is_refused_in_words(house: House, login: str) -> None:
    answer = sign_in(HouseClient(), login)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_refused_sign_in_leaves_a_trace_without_what_was_typed(house: House) -> None:
    sign_in(HouseClient(), "karim", "secret-typed-by-error")
    with connection.cursor() as cursor, house.outside():
        cursor.execute("SELECT count(*) FROM journal_journalentry")
        assert cursor.fetchone() == (0,)  # nobody reads it through the wall
    assert not JournalEntry.objects.filter(kind=Kind.SIGNED_IN).exists()


def wait_is_over() -> None:
    """Move the end of every wait into the past, keeping the number of tries."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE professionals_tries SET value = jsonb_set(value, '{until}', '0') WHERE value ? 'until'"""
        )


def test_five_wrong_tries_make_wait_longer_and_longer_never_for_ever(house: House) -> None:
    waits = []
    for number in range(14):
        answer = sign_in(HouseClient(), "karim", "pas le bon")
        if answer.status_code == 429:
            waits.append(int(answer["Retry-After"]))
            assert "Trop d’essais à la suite" in answer.content.decode()
            wait_is_over()
        else:
            assert number < 5 or waits
    assert waits[0] in (29, 30) and waits == sorted(waits) and waits[-1] <= 900
    assert sign_in(HouseClient(), "maud").status_code == 302  # the night goes on for the others
    wait_is_over()
    assert sign_in(HouseClient(), "karim").status_code == 302


def test_whoever_tries_from_elsewhere_does_not_keep_the_night_nurse_out_of_her_own_screen(house: House) -> None:
    hers = HouseClient()
    sign_in(hers, "maud")
    hers.post("/deconnexion/")
    while sign_in(HouseClient(), "maud", "au hasard").status_code != 429:
        pass
    assert sign_in(HouseClient(), "maud").status_code == 429
    assert sign_in(hers, "maud").status_code == 302


def test_whoever_tries_from_elsewhere_keeps_nobody_out_of_a_new_telephone_nor_of_a_shared_screen(house: House) -> None:
    attacker = {"REMOTE_ADDR": "203.0.113.9"}
    while sign_in(HouseClient(**attacker), "maud", "au hasard").status_code != 429:
        pass
    assert sign_in(HouseClient(**attacker), "maud").status_code == 429
    assert sign_in(HouseClient(REMOTE_ADDR="198.51.100.4"), "maud").status_code == 302
    tablet = enrol(house)
    tablet.defaults |= attacker  # the worst: from inside the house, where everybody has one address
    for _ in range(50):
        limits.within("address", attacker["REMOTE_ADDR"])
    assert sign_in(tablet, "maud").status_code == 302


def test_two_hundred_refusals_from_everywhere_stop_the_browsers_that_an_account_does_not_know(house: House) -> None:
    hers = HouseClient()
    sign_in(hers, "maud")
    hers.post("/deconnexion/")
    codes = [
        sign_in(HouseClient(REMOTE_ADDR=f"2001:db8:{n:x}::1"), "maud", "au hasard").status_code for n in range(201)
    ]
    assert codes == [200] * 200 + [429]
    assert sign_in(HouseClient(REMOTE_ADDR="198.51.100.4"), "maud").status_code == 429
    assert sign_in(HouseClient(), "karim").status_code == 302
    assert sign_in(hers, "maud").status_code == 302


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
        ("pas une adresse", ""),
    ],
)
def test_a_place_of_the_network_is_what_one_subscriber_holds(address: str, place: str) -> None:
    assert limits.place(address) == place


def test_she_is_told_once_how_many_wrong_passwords_there_were(house: House) -> None:
    for _ in range(4):
        sign_in(HouseClient(), "maud", "au hasard")
    hers = HouseClient()
    sign_in(hers, "maud")
    assert "4 essais avec un mauvais mot de passe" in hers.get("/").content.decode()
    again = HouseClient()
    sign_in(again, "maud")
    assert "mauvais mot de passe" not in again.get("/").content.decode()


def test_a_known_browser_is_slowed_down_too(house: House) -> None:
    hers = HouseClient()
    sign_in(hers, "maud")
    hers.post("/deconnexion/")
    codes = [sign_in(hers, "maud", "au hasard").status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_the_login_and_the_address_of_one_account_share_their_tries(house: House) -> None:
    codes = [sign_in(HouseClient(), name, "zyx").status_code for name in ("karim", "karim@essai.fr") * 3]
    assert codes == [200] * 5 + [429]


def test_an_unknown_account_waits_as_a_known_one(house: House) -> None:
    for login in ("personne", "karim"):
        assert [sign_in(HouseClient(), login, "zyx").status_code for _ in range(6)] == [200] * 5 + [429]


def test_fifty_refusals_from_one_address_close_its_door_for_a_while_but_not_to_known_browsers(house: House) -> None:
    hers = HouseClient()
    sign_in(hers, "maud")
    hers.post("/deconnexion/")
    for _ in range(50):
        limits.within("address", "127.0.0.1")
    assert sign_in(HouseClient(), "karim").status_code == 429
    assert sign_in(hers, "maud").status_code == 302


def test_the_same_work_is_done_for_a_known_and_an_unknown_account(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *a, **k: (computed.append("one"), encode(self, *a, **k))[1])
    work = set()
    sign_in(HouseClient(), "quelqu’un", "zyx-zyx-zyx")  # the first try from an address opens its count
    for login in ("karim", "karim@essai.fr", "personne", "personne@essai.fr", "farid"):
        computed.clear()
        with CaptureQueriesContext(connection) as asked:
            sign_in(HouseClient(), login, "zyx-zyx-zyx")
        work.add((len(computed), len(asked.captured_queries)))
    assert len(work) == 1 and next(iter(work))[0] == 1


def test_tries_are_counted_for_all_workers_without_keeping_who_nor_from_where(house: House) -> None:
    sign_in(HouseClient(), "karim", "zyx")
    rows = str(list(Tries.objects.values_list("key", "value")))
    assert Tries.objects.count() >= 2
    assert "karim" not in rows and "127.0.0.1" not in rows
    Tries.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions(0)
    assert not Tries.objects.exists()


@pytest.mark.django_db
def test_the_counter_holds_adds_and_forgets() -> None:
    one, other = TriesCache("", {}), TriesCache("", {})
    assert one.add("lock", True, 10) and not other.add("lock", True, 10)
    assert other.delete("lock") and one.add("lock", True, -1) and other.add("lock", True, 10)
    one.set("history", [2.5, 1.0], 60)
    assert other.get("history") == [2.5, 1.0] and other.get("nothing", []) == []
    other.set("history", [3.5], -1)
    assert one.get("history", "over") == "over"


def test_signing_in_gives_a_new_key_to_the_session(house: House) -> None:
    client = HouseClient()
    sign_in(client)
    first = client.cookies["liane"].value
    client.post("/deconnexion/")
    sign_in(client)
    assert client.cookies["liane"].value != first


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    client = HouseClient()
    sign_in(client)
    cookie = client.cookies["liane"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    client = house.client("karim")
    key = client.cookies["liane"].value
    assert client.post("/deconnexion/")["Location"] == HERE
    assert not Session.objects.filter(session_key=key).exists()
    copied = HouseClient()
    copied.cookies["liane"] = key
    assert copied.get("/mot-de-passe/").status_code == 302
    assert JournalEntry.objects.filter(kind=Kind.SIGNED_OUT, actor_name="Karim Duval").exists()


def test_signing_out_takes_a_gesture(house: House) -> None:
    client = house.client("karim")
    assert client.get("/deconnexion/").status_code == 405
    assert client.get("/mot-de-passe/").status_code == 200


def test_signing_in_leads_where_one_was_going_but_only_in_this_house(house: House) -> None:
    assert sign_in(HouseClient(), next="/mot-de-passe/")["Location"] == "/mot-de-passe/"
    for elsewhere in ("https://ailleurs.fr/", "//ailleurs.fr/", "/\\ailleurs.fr", "javascript:alert(1)"):
        assert sign_in(HouseClient(), next=elsewhere)["Location"] == "/"


def test_a_forged_form_is_refused(house: House) -> None:
    strict = HouseClient(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_the_pages_of_allauth_that_the_house_does_not_serve_do_not_exist(house: House) -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if name.startswith(("account_", "mfa_", "socialaccount"))]
    for path in ("/accounts/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/"):
        assert HouseClient().get(path).status_code == 404


def test_an_answer_never_becomes_json(house: House) -> None:
    answer = HouseClient().post(HERE, {"login": "x", "password": "y"}, headers={"Accept": "application/json"})
    assert answer["Content-Type"].startswith("text/html")


def test_a_session_key_chosen_by_somebody_else_is_never_kept(house: House) -> None:
    client = HouseClient()
    client.cookies["liane"] = "a" * 32
    sign_in(client)
    assert client.cookies["liane"].value != "a" * 32
    assert client.get("/lieu/").status_code == 200


def test_too_many_sendings_from_one_place_are_refused_in_words(house: House) -> None:
    client = HouseClient()
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"}):
        codes = [sign_in(client, f"inconnu{i}", "zyx").status_code for i in range(3)]
        answer = sign_in(client, "inconnu", "zyx")
    assert codes == [200, 200, 429]
    assert answer["Retry-After"] == "60" and "Trop d’essais" in answer.content.decode()


def test_a_real_house_names_and_guards_its_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANE_MODE", "serve")
    monkeypatch.setenv("LIANE_SECRET_KEY", "une-clef-assez-longue-pour-un-essai-de-la-maison-0123456789")
    real = runpy.run_path(str(settings.PACKAGE / "config" / "settings.py"))
    for kind in ("SESSION", "CSRF"):
        assert real[f"{kind}_COOKIE_NAME"].startswith("__Host-")  # hence no domain, path /, and Secure
        assert real[f"{kind}_COOKIE_SECURE"] and real[f"{kind}_COOKIE_HTTPONLY"]
        assert real[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert f"{kind}_COOKIE_DOMAIN" not in real
    assert real["SESSION_IDLE"].total_seconds() == 1800 and real["SESSION_ABSOLUTE"].total_seconds() == 43200
    assert real["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_hundred_tries_at_once_from_all_workers_are_a_hundred_tries(house: House) -> None:
    where = connection.get_connection_params()
    options = {k: where[k] for k in ("host", "port", "dbname", "user", "password")}
    who = f"{uuid4()}"

    def one(_: int) -> int:
        with psycopg.connect(**options, autocommit=True) as worker:
            return int(worker.execute("SELECT professionals_attempt(%s)", [who]).fetchone()[0])

    try:
        with ThreadPoolExecutor(8) as workers:
            answers = list(workers.map(one, range(40)))
        assert answers.count(0) == 5 and all(28 <= wait <= 30 for wait in answers if wait)
    finally:
        with psycopg.connect(**options, autocommit=True) as worker:
            worker.execute("DELETE FROM professionals_tries WHERE key = %s", [who])
