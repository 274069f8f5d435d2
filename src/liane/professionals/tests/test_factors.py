"""Two factors: an application of codes, recovery codes, the second step; what rests in the database is sealed (security.md G4)."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import override_settings
from time_machine import travel

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit import authors
from liane.professionals import sealing
from liane.testing import PASSWORD, House, HouseClient

HERE = "/compte/securite/application/"
NOW = 0.0  # the moment of the test, in the middle of a step of thirty seconds


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Time stands still: a code never changes between two lines of a test."""
    now = time.time() // 30 * 30 + 15
    monkeypatch.setattr(f"{__name__}.NOW", now)
    with travel(now, tick=False):
        yield


def code(seed: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(seed, int(NOW + later) // 30))


def set_up(client: HouseClient) -> tuple[str, list[str]]:
    """An application of codes on this account: its seed, and the recovery codes shown once."""
    page = client.get(HERE).content.decode()
    seed = re.sub(r"\s", "", re.search(r'<code class="codes">([^<]+)</code>', page)[1])
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    answer = client.post(HERE, {"sealed": sealed, "code": code(seed)})
    assert answer.status_code == 200, answer.content.decode()
    return seed, re.findall(r"<li><code>(\d{4} \d{4})</code></li>", answer.content.decode())


@pytest.mark.parametrize("typed", ["١٢٣٤٥٦", "１２３４５６", "🔑", "é", "\x00", ""])
def test_a_code_in_other_signs_is_refused_in_words(house: House, typed: str) -> None:
    karim = house.client("karim")
    sealed = re.search(r'name="sealed" value="([^"]+)"', karim.get(HERE).content.decode())[1]
    answer = karim.post(HERE, {"sealed": sealed, "code": typed})
    assert answer.status_code == 422 and "Ce code n’est pas le bon" in answer.content.decode()
    assert not Authenticator.objects.exists()


def password_step(**more: str) -> HouseClient:
    client = HouseClient()
    answer = client.post("/connexion/", {"login": "karim", "password": PASSWORD, **more})
    assert answer["Location"] == "/connexion/suite/"
    return client


def is_in(client: HouseClient) -> bool:
    return client.get("/compte/securite/").status_code == 200


def test_with_an_application_the_password_alone_no_longer_opens(house: House) -> None:
    seed, _ = set_up(house.client("karim"))
    with travel(NOW + 60, tick=False):
        client = password_step(next="/mot-de-passe/")
        assert not is_in(client)
        wrong = client.post("/connexion/suite/", {"code": "000000"})
        assert wrong.status_code == 200 and "Ce code n’est pas le bon" in wrong.content.decode()
        right = client.post("/connexion/suite/", {"code": code(seed, 60)})
        assert right["Location"] == "/mot-de-passe/" and is_in(client)


def test_a_code_is_good_once_even_within_its_half_minute(house: House) -> None:
    seed, _ = set_up(house.client("karim"))
    assert "n’est pas le bon" in password_step().post("/connexion/suite/", {"code": code(seed)}).content.decode()
    with travel(NOW + 31, tick=False):
        fresh = code(seed, 31)
        assert password_step().post("/connexion/suite/", {"code": fresh}).status_code == 302
        assert password_step().post("/connexion/suite/", {"code": fresh}).status_code == 200
        assert password_step().post("/connexion/suite/", {"code": code(seed)}).status_code == 200


def test_a_recovery_code_opens_once_and_leaves_a_trace(house: House) -> None:
    client = house.client("karim")
    _, codes = set_up(client)
    assert len(codes) == 10 == len(set(codes))
    assert password_step().post("/connexion/suite/", {"code": codes[3]}).status_code == 302
    assert password_step().post("/connexion/suite/", {"code": codes[3]}).status_code == 200
    assert JournalEntry.objects.filter(kind=Kind.RECOVERY_CODE_USED, actor_name="Karim Duval").count() == 1
    text = client.get("/compte/securite/").content.decode()
    assert "Il vous en reste 9" in text and not [c for c in codes if c in text]


def test_new_recovery_codes_close_the_former_ones(house: House) -> None:
    client = house.client("karim")
    _, former = set_up(client)
    page = client.post("/compte/securite/codes/").content.decode()
    new = re.findall(r"<li><code>(\d{4} \d{4})</code></li>", page)
    assert len(new) == 10 and not set(new) & set(former)
    assert "data:text/plain" in page and "download=" in page
    assert password_step().post("/connexion/suite/", {"code": former[0]}).status_code == 200
    assert password_step().post("/connexion/suite/", {"code": new[0]}).status_code == 302


def test_what_rests_in_the_database_opens_nothing_without_the_key_of_the_house(house: House) -> None:
    seed, codes = set_up(house.client("karim"))
    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert seed not in rows and not [c for c in codes if c.replace(" ", "") in rows]
    with override_settings(SECRET_KEY="another-house-entirely-0123456789"), pytest.raises(sealing.CannotOpen):
        sealing.opened(Authenticator.objects.get(type="totp").data["secret"], "factor")
    with override_settings(SECRET_KEY="a-new-key-0123456789", SECRET_KEY_FALLBACKS=["only-for-checks-and-tests"]):
        assert sealing.opened(Authenticator.objects.get(type="totp").data["secret"], "factor") == seed


def test_what_is_sealed_for_one_use_opens_for_no_other_and_an_altered_seal_opens_nothing() -> None:
    sealed = sealing.seal("graine", "factor")
    assert sealing.opened(sealed, "factor") == "graine" and sealing.seal("graine", "factor") != sealed
    for wrong, use in ((sealed, "new-seed"), (sealed[:-6] + "AAAAAA", "factor"), ("", "factor"), ("s1:é", "factor")):
        with pytest.raises(sealing.CannotOpen):
            sealing.opened(wrong, use)


def test_five_wrong_codes_make_wait(house: House) -> None:
    seed, _ = set_up(house.client("karim"))
    client = password_step()
    codes = [client.post("/connexion/suite/", {"code": "123456"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    with travel(NOW + 60, tick=False):
        assert client.post("/connexion/suite/", {"code": code(seed, 60)}).status_code == 429


def test_the_second_step_without_the_first_leads_back_to_the_start(house: House) -> None:
    for client in (HouseClient(), house.client("karim")):
        assert client.get("/connexion/suite/")["Location"] == "/connexion/"
        assert client.post("/connexion/suite/", {"code": "123456"})["Location"] == "/connexion/"


def test_the_second_step_waits_fifteen_minutes_no_more(house: House) -> None:
    seed, _ = set_up(house.client("karim"))
    client = password_step()
    with travel(NOW + 16 * 60, tick=False):
        assert client.post("/connexion/suite/", {"code": code(seed, 960)})["Location"] == "/connexion/"


def test_a_text_that_waits_goes_through_both_steps(house: House) -> None:
    seed, _ = set_up(house.client("karim"))
    mark = authors.mark(house.accounts["karim"].pk)
    over = HouseClient().post("/lieu/", {"text": "Sam a bien dormi cette nuit.", authors.FIELD: mark})
    kept = re.search(r'name="kept" value="([^"]+)"', over.content.decode())[1]
    with travel(NOW + 60, tick=False):
        client = password_step(kept=kept)
        back = client.post("/connexion/suite/", {"code": code(seed, 60)})
    assert "Sam a bien dormi cette nuit." in back.content.decode()


def test_a_new_factor_closes_what_is_open_elsewhere_and_leaves_a_trace(house: House) -> None:
    here, elsewhere = house.client("karim"), house.client("karim")
    set_up(here)
    assert is_in(here) and not is_in(elsewhere)
    assert JournalEntry.objects.filter(kind=Kind.FACTOR_ADDED, detail__sessions_ended=1).count() == 1


def test_taking_the_last_factor_away_takes_the_recovery_codes_too(house: House) -> None:
    client = house.client("karim")
    set_up(client)
    client.post("/compte/securite/retirer/", {"which": "application"})
    assert not Authenticator.objects.exists()
    assert HouseClient().post("/connexion/", {"login": "karim", "password": PASSWORD})["Location"] == "/"
    assert client.post("/compte/securite/codes/")["Location"] == "/compte/securite/"  # no codes without a factor


def test_nobody_takes_away_the_factor_of_a_colleague(house: House) -> None:
    set_up(house.client("karim"))
    row = Authenticator.objects.get(type="totp")
    for which in ("application", str(row.pk), "x", "-1", "9" * 30, "١"):
        house.client("maud").post("/compte/securite/retirer/", {"which": which})
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_the_drawing_of_one_does_not_serve_another(house: House) -> None:
    page = house.client("karim").get(HERE).content.decode()
    seed = re.sub(r"\s", "", re.search(r'<code class="codes">([^<]+)</code>', page)[1])
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)[1]
    for text in (sealed, "", "x" * 3000, "s1:AAAA"):
        answer = house.client("maud").post(HERE, {"sealed": text, "code": code(seed)})
        assert answer.status_code == 422 and "a vieilli" in answer.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "\x00", "🦊" * 50, "9" * 5000, "<script>"])
def test_a_code_that_is_not_one_is_refused_in_words(house: House, typed: str) -> None:
    set_up(house.client("karim"))
    answer = password_step().post("/connexion/suite/", {"code": typed})
    assert answer.status_code == 200 and "<script>" not in answer.content.decode()


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", '{"id": 3}', '{"response": {"userHandle": "AAAA"}}', "null", "9" * 4000]
)
def test_an_answer_that_no_key_gives_is_refused_in_words(house: House, credential: str) -> None:
    client = HouseClient()
    client.post("/connexion/cle/defi/")
    answer = client.post("/connexion/cle/", {"credential": credential})
    assert answer.status_code == 200 and "n’a pas été reconnue" in answer.content.decode()
    assert house.client("karim").post("/compte/securite/cle/", {"credential": credential}).status_code == 422
