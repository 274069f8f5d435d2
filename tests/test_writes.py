"""Every form of the house: sent twice, it writes once; opened by two hands, it knows which version it was written over.

The forms are found by following the links of the house (tests/crawl.py). A new form that cannot resist fails here; so does a
new address that no page leads to, until somebody says below why.
"""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from crawl import Found, crawl, press, refused, sample
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from test_farid import ALL

from liane.access.models import Role
from liane.kit.drafts.known import form_of
from liane.kit.ids import uuid7
from liane.kit.models import SavedDraft
from liane.notes.models import Note
from liane.people.circle.directory_actions import add_body, join_bodies
from liane.people.doubles.actions.answering import bring_together, say_two_persons
from liane.people.doubles.actions.joining import Joining, join_records
from liane.people.ins.datamatrix import written as written_code
from liane.people.models import LegalMeasure, Record, Relative
from liane.plans.models import Goal
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.actions import Opening, open_stay
from liane.stays.clocks.actions import refresh_house
from liane.stays.models import FollowUp, Stay
from liane.stays.referrals.models import Wish
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.stays.referrals.tests.making import waiting as ask_to_wait
from liane.stays.retention.actions import reckon_house
from liane.testing import House, HouseClient

WHOSE = {"people:emergency_door": "helene", "people:emergency": "helene"}  # a form of everybody that only serves some
READERS = ("sophie", "marc", "karim", "maud", "amine", "admin", "helene")
# The sessions and the journal grow with each sending, and must.
ASIDE = ("journal_journalentry", "journal_seal", "professionals_session", "professionals_tries", "django_", "account_")

# Addresses whose form is not sent as it is found, and why.
APART = {
    "professionals:sign_in": "the way in: a session for each",
    "professionals:sign_out": "twice out is out",
    "professionals:password": "the second sending no longer knows the old password",
    "professionals:forgotten": "always the same answer; the second link ends the first",
    "professionals:choose": "a link good once",
    "professionals:address_confirm": "a link good once",
    "professionals:address": "the second link ends the first",
    "professionals:application": "needs the code of the moment",
    "professionals:key_new": "needs a security key: tried with the browser’s own",
    "professionals:key_options": "a challenge for each: nothing is written",
    "professionals:challenge": "a challenge for each: nothing is written",
    "professionals:sign_in_by_key": "the way in",
    "professionals:second_step": "the way in",
    "professionals:proof": "proves again who is there: only the session changes",
    "professionals:lock": "only the session changes",
    "professionals:pin": "the way in of a shared screen",
    "professionals:awake": "somebody is there: only the session changes",
    "professionals:codes_renew": "the second sheet of codes ends the first, and says so",
    "professionals:factor_remove": "needs a second factor: tried with it",
    "professionals:device_end": "needs a shared screen: tried with it",
    "demo:enter": "demonstration only",
    "drafts:save": "sent by the script; its own tests send it twice, late and in disorder",
    "documents:send": "sent by the script; its own tests send it twice",
    "access:look_stop": "only the session changes",
    "access:review_close": "a review with nothing left is finished; the second finds none",
    "access:way_back": "a link good once: the second ends the first",
    "access:review_start": "one runs at a time: pressed before the others are looked for",
    "steering:hold_lift": "a hold, lifted: its own tests press twice",
    "notes:unread": "within ten seconds; its own tests press twice",
    "steering:explain": "needs an alert of the night: its own tests",
    "steering:fine": "needs an alert of the night: its own tests",
    "steering:treat": "needs an alert of the night: its own tests",
    "steering:verify": "asks for a job: one waits at a time",
    "people:part": "lines are to be ticked first: its own tests send it twice",
    "stays:move_group": "somebody must be ticked: its own tests send it twice",
    "stays:import_decide": "a choice among lines: the last one is kept",
}
OMBRE = {
    "birth_name": "Ombre",
    "first_names": "Paul",
    "birth_date": "02/01/1980",
    "reason": "Il saigne, personne n’est là.",
}
CODE = written_code(
    matricule="292031305504290", oid="1.2.250.1.213.1.4.8", first_names="Samia", birth_name="Belkacem", sex="F",
    birth_date=date(1992, 3, 12), place_code="13055",
)  # fmt: skip
# What is typed instead of what the page proposes, so that something changes.
HANDS: dict[str, dict[str, Any]] = {
    "access:shifts": {"name0": "Aube"},
    "access:role_edit": {"label": "Métier de nuit"},
    "people:emergency_door": {
        "birth_name": "Belkacem", "first_names": "Samia", "birth_date": "12/03/1992",
        "reason": "Elle est tombée dans l’escalier, elle saigne.",
    },
    "people:emergency": {"reason": "Elle a appelé : elle est tombée, seule chez elle."},
    "stays:wish_place": {"rank": "2"},
    "stays:wish_add": {"unit": ""},
    "stays:waiting_rules": {"poids-NEAR": "9"},
    "people:code": {"code": CODE},
    "people:identity_code": {"code": CODE},
    "people:evidence": {"kind": "VITALE"},
    "people:flag_add": {"label": "Autre chose à savoir"},
    "people:home_add": {"kind": "OTHER"},
    "people:tie": {"kind": "DIVORCED"},
    "people:mail": {"papier": "etiquettes", "on": "", "hour": ""},
    "professionals:rule_set": {"second_factor_from": (date.today() + timedelta(days=30)).strftime("%d/%m/%Y")},
    "professionals:pin_set": {"password_pin": "482913", "password_again": "482913"},
    "steering:retention": {"reason": "Décidé avec la direction."},
    "steering:hold_all": {"reason": "Plainte déposée."},
}  # fmt: skip
TYPED_BEFORE = (
    '[["text", "Commencé."], ["birth_name", "Nouvelle"], ["first_names", "Lou"], ["birth_date", "02/03/1990"]]'
)
# What a form writes that is not in a table, or is drawn again from the same file.
NOTHING_TO_SEE = {
    "access:place": "the place is in the session",
    "people:create chercher": "a search",
    "people:mail": "a paper",
    "stays:refusal_letter": "a paper",
    "access:look_start": "only the session changes",
    "access:role_retire": "somebody holds it: refused in words",
    "professionals:session_end": "sessions are aside",
    "people:code": "a code read: nothing of it is kept",
    "people:identity_code": "the same",
    "steering:search": "a search that is not put in an address",
}
# Written again: the same lines of the same file, the same code sealed anew.
READ_AGAIN = {"stays:import_columns", "professionals:pin_set"}
# Forms that come with words already in their boxes and edit nothing: what they write is new.
ONLY_PROPOSED = {
    "notes:task_from": "the sentence proposed becomes a task of its own",
    "stays:open": "today, proposed",
    "stays:clock_met": "today, proposed",
    "stays:back": "today, proposed",
    "stays:absence_note": "now, proposed",
    "stays:inventory_new": "today, and the lines of the last one, proposed",
    "stays:move": "today, proposed",
    "stays:move_group": "today, proposed",
    "stays:referral_new": "today and her own facility, proposed",
    "stays:notice": "what was read, proposed",
    "stays:refusal_letter": "the reason that was written, proposed for a paper",
    "stays:requests_erase": "the requests past their term, ticked",
    "people:create creer": "a welcome begun before",
    "plans:goal_add": "today, proposed",
    "people:part": "today, proposed",
    "people:claim_add": "today, proposed",
    "people:measure_add": "the boxes usually ticked, or the measure that it follows, proposed",
    "people:right_add": "the answers of the right that it follows, proposed",
    "access:temp_new": "tomorrow morning, proposed",
}


def written() -> dict[str, Any]:
    """A digest of every table but those that must grow."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models() if not model._meta.db_table.startswith(ASIDE)}
        & set(connection.introspection.table_names())
    )
    parts = [
        f"SELECT '{t}', count(*), md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM {t} x"
        for t in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


def lively(house: House) -> list[str]:
    """Something of each kind, in each of its states, so that every page has its forms. Gives the pages to begin with."""
    base = f"/personnes/{house.sam.pk}/"
    karim, sophie, maud = (house.client(slug) for slug in ("karim", "sophie", "maud"))
    press(karim, f"{base}ecrire/", "notes:write", level="1")
    press(karim, f"{base}ecrire/", "notes:write", level="1")
    press(maud, base, "notes:read")
    for label in ("Racheter des piles", "Appeler"):
        press(karim, f"/ecrits/{Note.objects.first().thread_id}/tache/", "notes:task_from", label=label, owner="")  # type: ignore[union-attr]
    press(karim, base, "notes:task_done")
    for name in ("Leïla", "Paul"):
        press(karim, f"{base}entourage/ajouter/", "people:relative_add", name=name)
    relative = Relative.objects.get(contact__name="Paul").pk
    leila = str(Relative.objects.get(contact__name="Leïla").pk)
    both = {"one": str(relative), "other": leila}
    press(karim, f"{base}entourage/famille/", "people:tie", **both, kind="TOGETHER", since="")
    press(karim, f"{base}entourage/{relative}/", "people:relative_end")
    directory(house)
    press(
        karim,
        f"{base}entourage/lieux/ajouter/",
        "people:home_add",
        rhythm="Une semaine sur deux",
        until="",
        members=leila,
    )
    press(karim, f"{base}a-savoir/", "people:flag_add")
    press(karim, f"{base}essentiel/apaise/", "people:essential_answer")
    press(sophie, f"{base}identite/etat/", "people:evidence", kind="VITALE")
    press(sophie, f"{base}identite/etat/", "people:number_add", value="2026-77")
    press(karim, f"{base}photo/changer/", "people:photo_change", photo=sample("image", "navy"))
    for _ in range(2):
        press(karim, f"{base}projet/ajouter/", "plans:goal_add")
    goal = Goal.objects.latest("id")
    press(karim, f"{base}projet/{goal.thread_id}/terminer/", "plans:goal_close")
    for page in (f"{base}droits/ajouter/auth_image/", f"{base}droits/ajouter/auth_sortie/"):
        press(sophie, page, "people:right_add")
    press(sophie, f"{base}demarches/ajouter/auth_image/", "people:claim_add")
    protection = protect(house, sophie)
    press(house.client("marc"), "/droits/revue/", "access:review_start")
    Role.objects.filter(code="moniteur").update(rights=["persons.search", "record.read"])  # before a new version
    house.person("Paul Ombre", "acacia", birth=date(1980, 1, 2))
    alone = house.person("Lina Seule", "acacia")
    press(house.client("helene"), "/acces-urgence/", "people:emergency_door", **OMBRE)
    press(karim, f"{base}papiers/", "documents:papers")
    for key, address in (
        (uuid7(), f"{base}ecrire/"),
        (uuid7(), "/personnes/nouvelle/"),
        (thrown := uuid7(), f"{base}ecrire/"),
    ):
        typed = {"id": str(key), "address": address, "revision": 1, "fields_typed": TYPED_BEFORE}
        assert karim.post("/brouillons/garder/", typed).status_code == 200
        sophie.post("/brouillons/garder/", {**typed, "id": str(uuid7())})
    draft = SavedDraft.objects.get(key=thrown).pk
    karim.post(f"/brouillons/{draft}/jeter/")
    paths = leave_and_wait(house)
    gone = house.person("Chloé Petit", "mimosa", until=timezone.now() - timedelta(days=2))
    return [
        base, "/", "/annuaire/", f"{base}projet/{goal.thread_id}/", "/acces-urgence/", "/acces-urgence/service/", "/droits/revue/", f"/personnes/{alone.pk}/acces-urgence/",
        f"/conformite/dossiers/{house.sam.pk}/geler/", "/personnes/", "/releve/", "/taches/?vue=equipe", f"{base}essentiel/", f"{base}papiers/",
        f"{base}projet/", f"/brouillons/?jete={draft}", f"/personnes/{gone.pk}/accompagnements/retour/",
        *protection, delays(house, sophie), *terms(house), *doubles(house), *paths, *imports(sophie), *requests(house),
    ]  # fmt: skip


def requests(house: House) -> list[str]:
    """A request of each state, one about somebody who is known, and a notification that waits."""
    first, second = (
        ask_to_wait(house, f"Ana {name}", since=days) for name, days in (("Première", 90), ("Seconde", 30))
    )
    received = ask(house, "Lou Connue", birth_date=date(1990, 5, 4))
    house.person("Lou Connue", "mimosa", birth=date(1990, 5, 4))
    over = go(house, wish_of(ask(house, "Rose Partie")), "REFUSED", code="NO_PLACE")
    refused = go(house, wish_of(ask(house, "Rosa Refusée")), "REFUSED", code="NO_PLACE")
    with house.inside():
        Wish.objects.filter(pk=over.pk).update(keep_until=date.today() - timedelta(days=3))
    ready = go(house, wish_of(ask(house, "Tim Attendu")), "ADMISSION")
    notice = press(house.client("sophie"), "/demandes/", "stays:notice_read")["Location"]
    wishes = f"/demandes/{first.referral_id}/lieux/{first.pk}"
    return [
        f"{wishes}/place/", f"/demandes/{received.pk}/", f"/demandes/{ready.referral_id}/", f"/demandes/{refused.referral_id}/", notice, "/demandes/",
        f"/listes-d-attente/{second.facility_id}/", "/conformite/dossiers/conservation/?vue=demandes",
    ]  # fmt: skip


def directory(house: House) -> None:
    """A school written twice, and a third that was joined."""
    karim, ids = house.actor("karim"), [uuid7() for _ in range(3)]
    for key, name in zip(ids, ("École Jaurès", "École Jaurès", "École Jaurès maternelle"), strict=True):
        add_body(karim, key, "SCHOOL", {"name": name})
    join_bodies(karim, uuid7(), ids[0], ids[2])


def doubles(house: House) -> list[str]:
    """Somebody welcomed twice, two cousins told apart, two records joined; and a search of the other record of Sam."""
    marc, born = house.actor("marc"), date(1979, 5, 6)
    pairs = []
    for name in ("Iris Jumel", "Noé Cousin", "Ugo Reuni"):
        records = [house.person(name, "mimosa", birth=born), house.person(f"{name}t", "mimosa", birth=born)]
        pairs.append((bring_together(marc, records[0].pk, records[1].pk), records))
    say_two_persons(marc, pairs[1][0], "Deux cousines")
    kept, gone = pairs[2][1]
    join_records(
        marc, done := uuid7(), Joining(kept.pk, gone.pk, "Même personne", kept.person.version, gone.person.version)
    )
    return [
        *(f"/identites/doublons/{pair}/" for pair, _ in pairs[:2]), f"/identites/reunions/{done}/",
        f"/personnes/{house.sam.pk}/autre-dossier/?q=jumel",
    ]  # fmt: skip


def terms(house: House) -> tuple[str, ...]:
    """Somebody who left long ago, to archive; somebody archived whose term is past."""
    for name, years in (("Lise Ancienne", 8), ("Odile Lointaine", 30)):
        until = timezone.now() - timedelta(days=366 * years)
        house.person(name, "mimosa", since=until - timedelta(days=90), until=until)
    with house.inside():
        Record.objects.filter(person__birth_name="Lointaine").update(archived_at=timezone.now())
        reckon_house()
    page = "/conformite/dossiers/conservation/"
    return page, f"{page}?vue=detruire"


def protect(house: House, sophie: HouseClient) -> list[str]:
    """A measure of Sam with a hearing; a child, whose mother has parental authority."""
    child = house.person("Lou Petite", "mimosa", birth=date.today() - timedelta(days=3700))
    pages = [f"/personnes/{record.pk}/qui-peut-quoi/" for record in (house.sam, child)]
    press(sophie, f"{pages[0]}mesures/ajouter/curatelle_simple/", "people:measure_add")
    measure = LegalMeasure.objects.get().thread_id
    press(sophie, f"{pages[0]}mesures/{measure}/audience/", "people:hearing_add")
    press(sophie, f"{pages[1]}parents/ajouter/", "people:authority_add", name="Nadia Petite")
    return [*pages, f"{pages[0]}mesures/ajouter/masp/"]


def delays(house: House, sophie: HouseClient) -> str:
    """The page of what the law asks for Sam, one delay said met."""
    with house.inside():
        refresh_house()
    page = f"/personnes/{house.sam.pk}/delais/"
    first = next(form for form in crawl(sophie, "sophie", page) if form.name == "stays:clock_met")
    assert sophie.post(first.action, first.sent).status_code == 303
    return page


def leave_and_wait(house: House) -> list[str]:
    """Nadia is at the hospital, Hugo is expected in a week."""
    sophie = house.actor("sophie")
    nadia = house.person("Nadia Loin", "mimosa")
    stay = Stay.objects.get(record=nadia)
    note_absence(sophie, nadia.pk, stay.pk, uuid7(), Leave("HOSPITAL", timezone.now() - timedelta(hours=9)))
    hugo = house.person("Hugo Demain", "mimosa", birth=date(2001, 4, 3))
    open_stay(sophie, hugo.pk, uuid7(), Opening(house.units["acacia"].pk, date.today() + timedelta(days=7)))
    left = Stay.objects.get(record=house.person("Rémi Sorti", "mimosa", until=timezone.now() - timedelta(days=370)))
    with house.inside():
        FollowUp.objects.create(organization=house.deux_rives, stay=left, due_on=date.today(), article="CASF D312-37")
    return [
        f"/delais/?unite={house.units['mimosa'].pk}&vue=suivis",
        f"/personnes/{nadia.pk}/absences/",
        f"/personnes/{nadia.pk}/inventaires/",
        f"/personnes/{hugo.pk}/essentiel/",
    ]


def imports(client: HouseClient) -> list[str]:
    """Three lists: just sent, its columns recognised with a doubtful line, and recorded."""
    pages = [press(client, "/personnes/importer/", "stays:import_send")["Location"] for _ in range(3)]
    for page in pages[1:]:
        press(client, page, "stays:import_columns")
    press(client, pages[2], "stays:import_accept")
    return pages


@pytest.fixture
def forms(house: House) -> dict[str, Found]:
    """One form for each address to which something is sent."""
    starts = lively(house)
    found: dict[str, Found] = {}
    for slug in READERS:
        client = house.client(slug)
        client.post("/lieu/", {"unit": house.units["mimosa"].pk})
        for form in crawl(client, slug, *starts):
            if form.name and WHOSE.get(form.name, slug) == slug:
                found.setdefault(form.key, form)
    return found


def twice(house: House, key: str, form: Found) -> list[str]:
    """What is wrong when this form is sent two times with the same words."""
    sent = {**form.sent, **HANDS.get(form.name, {})}
    with transaction.atomic():
        client, before = house.client(form.slug), written()
        first = client.post(form.action, sent)
        once = written()
        second = client.post(form.action, {**sent, **{name: sample(kind) for name, kind in form.files.items()}})
        after = written()
        transaction.set_rollback(True)
    part = 1 if form.name in READ_AGAIN else 2
    moved = [table for table in once if once[table][:part] != after[table][:part]]
    faults = []
    if first.status_code >= 400:
        faults.append(f"{form}: {refused(first)} to the first sending of {sent}")
    elif once == before and key not in NOTHING_TO_SEE:
        faults.append(f"{form}: the first sending wrote nothing")
    if second.status_code >= 500 or moved:
        faults.append(f"{form}: the second sending ({second.status_code}) moved {moved}")
    return faults


@pytest.mark.slow
def test_every_form_resists_two_sendings_and_two_hands(house: House, forms: dict[str, Found]) -> None:
    Authenticator.objects.create(
        user=house.accounts["marc"], type=Authenticator.Type.TOTP, data={}
    )  # who asks one of all has hers
    faults = [
        fault for key, form in sorted(forms.items()) if form.name not in APART for fault in twice(house, key, form)
    ]
    faults += [
        f"{form}: edits {form.prefilled} and does not say over which version"
        for key, form in forms.items()
        if form.prefilled and key not in ONLY_PROPOSED and not (form.body.get("version") or form.body.get("seen"))
    ]
    faults += [
        f"{form}: what is written in {form.texts} is not kept as a draft"
        for form in forms.values()
        if form.texts and not form.keeps_drafts
    ]
    faults += [
        f"{form}: its drafts have no word in a wiring.py"
        for form in forms.values()
        if form.keeps_drafts and not form_of(urlsplit(form.action).path)
    ]
    taken = {name for name, address in ALL.items() if address.declared and "POST" in address.declared.methods}
    unknown = taken - {form.name for form in forms.values()} - set(APART)
    faults += [f"{name}: no page leads to it; say in APART why" for name in sorted(unknown)]
    assert not faults, "\n".join(faults)
