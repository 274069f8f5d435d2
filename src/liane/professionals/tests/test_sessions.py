"""A session lasts 30 minutes without a gesture and 12 hours at most; a new password ends the others (security C2, C3)."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.professionals.models import Account, Session
from liane.professionals.queries import sessions_of, which
from liane.professionals.sessions import end_all
from liane.professionals.tasks import forget_ended_sessions
from liane.testing import PASSWORD, House, HouseClient

PAGE = "/mot-de-passe/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "le chat roux dort sur la terrasse"


def age(client: HouseClient, **clocks: timedelta) -> None:
    """Move the clocks of the session of this browser into the past."""
    now = timezone.now()
    Session.objects.filter(session_key=client.cookies["liane"].value).update(**{k: now - v for k, v in clocks.items()})


def is_in(client: HouseClient) -> bool:
    return client.get(PAGE).status_code == 200


def test_a_session_without_a_gesture_for_thirty_minutes_is_over(house: House) -> None:
    client = house.client("karim")
    age(client, seen_at=timedelta(minutes=29))
    assert is_in(client)
    age(client, seen_at=timedelta(minutes=31))
    assert not is_in(client)


def test_each_page_pushes_the_idle_clock(house: House) -> None:
    client = house.client("karim")
    age(client, seen_at=timedelta(minutes=20))
    assert is_in(client)
    seen = Session.objects.get(session_key=client.cookies["liane"].value).seen_at
    assert seen is not None and timezone.now() - seen < timedelta(minutes=1)


def test_a_session_never_lasts_more_than_twelve_hours(house: House) -> None:
    client = house.client("karim")
    age(client, signed_in_at=timedelta(hours=12, minutes=1))
    assert not is_in(client)


def test_a_session_last_seen_in_the_future_is_over_once_the_clock_is_set_right(house: House) -> None:
    client = house.client("karim")
    age(client, seen_at=-timedelta(minutes=4))
    assert is_in(client)
    age(client, seen_at=-timedelta(hours=2))
    assert not is_in(client)


def test_choosing_a_place_does_not_restart_the_twelve_hours(house: House) -> None:
    client = house.client("karim")
    started: datetime | None = Session.objects.get(session_key=client.cookies["liane"].value).signed_in_at
    client.post("/lieu/", {"unit": str(house.units["acacia"].pk)})
    assert Session.objects.get(session_key=client.cookies["liane"].value).signed_in_at == started


def test_a_session_that_is_over_opens_nothing_even_by_django(house: House) -> None:
    client = house.client("karim")
    age(client, seen_at=timedelta(hours=2))
    assert client.session.get("_auth_user_id") is None


def test_an_account_closed_meanwhile_is_out_at_the_next_page(house: House) -> None:
    client = house.client("karim")
    Account.objects.filter(slug="karim").update(is_active=False)
    assert not is_in(client)


def test_sessions_can_be_ended_from_the_server(house: House) -> None:
    client = house.client("karim")
    assert end_all(house.accounts["karim"].pk) == 1
    assert not is_in(client)


def change(client: HouseClient, current: str = PASSWORD, new: str = NEW, again: str = ""):
    return client.post(PAGE, {"password_current": current, "password_new": new, "password_again": again or new})


def test_a_new_password_closes_the_other_sessions_and_keeps_this_one(house: House) -> None:
    here, elsewhere, colleague = house.client("karim"), house.client("karim"), house.client("maud")
    key = here.cookies["liane"].value
    assert change(here).status_code == 303
    assert is_in(here) and not is_in(elsewhere) and is_in(colleague)
    assert here.cookies["liane"].value != key
    assert house.accounts["karim"].__class__.objects.get(slug="karim").check_password(NEW)
    assert JournalEntry.objects.filter(kind=Kind.PASSWORD_CHANGED, detail__sessions_ended=1).exists()


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("pas le bon", NEW, "", "Ce n’est pas votre mot de passe actuel."),
        (PASSWORD, "court", "", "pas assez long"),
        (PASSWORD, "123456789012", "", "vite deviné"),
        (PASSWORD, "motdepasse2026!", "", "vite deviné"),
        (PASSWORD, "karim.karim.karim", "", "vite deviné"),
        (PASSWORD, PASSWORD, "", "différent de l’actuel"),
        (PASSWORD, NEW, "le chat roux dort sur le toit chaud", "sont différents"),
        ("", "", "", "Écrivez votre mot de passe actuel."),
    ],
)
def test_a_password_is_refused_in_words(house: House, current: str, new: str, again: str, sentence: str) -> None:
    client = house.client("karim")
    answer = change(client, current, new, again)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert sentence in text
    assert "le chat roux" not in text
    assert Account.objects.get(slug="karim").check_password(PASSWORD)


def test_karim_sees_where_he_is_signed_in_and_closes_what_he_left_open(house: House) -> None:
    here, tablet, colleague = house.client("karim"), HouseClient(headers={"User-Agent": FIREFOX}), house.client("maud")
    tablet.post("/connexion/", {"login": "karim", "password": PASSWORD})
    text = here.get("/compte/securite/").content.decode()
    assert "Firefox sur Windows" in text and "depuis 127.0.0.1" in text and "cette page" in text
    assert tablet.cookies["liane"].value not in text  # what names a session does not open it
    chosen = [s.which for s in sessions_of(house.accounts["karim"], here.cookies["liane"].value) if not s.is_here]
    here.post("/compte/securite/connexions/fermer/", {"which": chosen[0]})
    assert is_in(here) and not is_in(tablet) and is_in(colleague)
    assert JournalEntry.objects.filter(kind=Kind.SESSIONS_ENDED, actor_name="Karim Duval").count() == 1


def test_all_the_other_sessions_are_closed_at_once_and_this_one_stays(house: House) -> None:
    here, others, maud = house.client("karim"), [house.client("karim") for _ in range(3)], house.client("maud")
    answer = here.post("/compte/securite/connexions/fermer/", {"which": "autres"}, follow=True)
    assert "3 connexions sont fermées" in answer.content.decode()
    assert is_in(here) and not any(map(is_in, others)) and is_in(maud)


def test_nobody_closes_the_session_of_a_colleague(house: House) -> None:
    maud, karim = house.client("maud"), house.client("karim")
    theirs = which(maud.cookies["liane"].value)
    karim.post("/compte/securite/connexions/fermer/", {"which": theirs})
    assert is_in(maud)


def test_sessions_that_are_over_are_forgotten_a_day_later(house: House) -> None:
    here, late = house.client("karim"), house.client("maud")
    age(late, seen_at=timedelta(days=2))
    assert forget_ended_sessions(0) == 1
    assert is_in(here) and not Session.objects.filter(session_key=late.cookies["liane"].value).exists()


@pytest.mark.parametrize(
    "cookie", ['"\\000\\000\\000\\000\\000\\000\\000\\000"', "<script>alert(1)</script>", "a" * 5000]
)
def test_a_cookie_that_no_page_gave_is_nobodys(house: House, cookie: str) -> None:
    client = HouseClient(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert client.get("/").status_code == 302
    assert client.get("/connexion/").status_code == 200


def test_a_fragment_that_tells_nonsense_is_led_to_the_sign_in(house: House) -> None:
    answer = HouseClient().get("/taches/", headers={"HX-Request": "true", "HX-Current-URL": "http://["})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/connexion/?next=%2F")
