"""What stands behind the addresses of `pages`: a house furnished by hand, through its own forms."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import reverse
from pages import Seen, addresses
from playwright.sync_api import Page
from screens import Screens, hidden, record_of, write
from serving import the_jobs_pass


class Places:
    """Something behind each address: the record of Sam, a writing corrected, a list half imported."""

    def __init__(self, page_of: Screens) -> None:
        karim, sophie, marc = page_of("karim"), page_of("sophie"), page_of("marc")
        record = record_of(karim, "Belkacem")
        write(
            karim,
            record,
            text="Elle a choisi son petit-déjeuner. « Du miel. »",
            action="Proposé deux pots.",
            outcome="Fini.",
        )
        thread = re.search(r"/ecrits/([0-9a-f-]{36})/corriger/", get(karim, record))
        assert thread
        post(karim, f"/ecrits/{thread[1]}/corriger/", text="Elle a choisi seule. « Du miel. »", reason="précision")
        post(sophie, f"{record}entourage/ajouter/", name="Jeanne Petit", relation="FRND", relation_label="Amie")
        lives = re.search(
            r'name="members"[^>]*value="([0-9a-f-]{36})"', get(sophie, f"{record}entourage/lieux/ajouter/")
        )
        assert lives
        home = {"name": "Chez sa mère", "kind": "OTHER", "address": "4 rue des Lilas", "members": lives[1]}
        post(sophie, f"{record}entourage/lieux/ajouter/", **home)
        gone = record_of(sophie, "Chloé Petit")
        yesterday = (date.today() - timedelta(days=1)).strftime("%d/%m/%Y")
        self.gone_stay = found(sophie, f"{gone}essentiel/", "accompagnements")
        post(sophie, f"{gone}accompagnements/{self.gone_stay}/terminer/", ends_on=yesterday, exit_mode="HOME")
        stay = found(sophie, f"{record}essentiel/", "accompagnements")
        post(
            sophie, f"{record}accompagnements/{stay}/absence/", motive="FAMILY", starts_hour="0 h", starts_on=yesterday
        )
        self.ids = {
            "record_id": record.split("/")[2],
            "thread_id": thread[1],
            "document_id": found(sophie, f"{record}papiers/", "papiers"),
            "goal_id": found(karim, f"{record}projet/", "projet"),
            **right_ending(sophie, record),
            "relative_id": found(sophie, f"{record}entourage/", "entourage"),
            "home_id": (home_id := found(sophie, f"{record}entourage/", "lieux")),
            "member_id": found(sophie, f"{record}entourage/lieux/{home_id}/", "membres"),
            "contact_id": school_twice(sophie),
            **delay_met(sophie, record),
            **protected_by(sophie, record),
            "evidence_id": evidence_seen(sophie, record),
            "absence_id": found(sophie, f"{record}absences/", "absences"),
            "facility_id": found(marc, "/reglages/", "etablissements"),
            "unit_id": found(marc, "/reglages/", "unites"),
            "practitioner_id": found(marc, "/droits/", "equipe"),
            "batch_id": import_list(sophie),
            "question": "apaise",
            "rule": "social",
            "erasure_id": "00000000-0000-7000-8000-000000000000",
            "destruction_id": "00000000-0000-7000-8000-000000000000",
            "token": "forged",
            "role_id": found(marc, "/droits/roles/", "roles"),
        }
        self.ids |= doubles_of(sophie)
        self.gone = gone.split("/")[2]
        self.left = who_left(marc)
        self.child, self.ids["authority_id"] = parent_of_a_child(karim)
        self.ids |= request_of_admission(sophie)
        self.ids |= accesses_looked_at(page_of, record.split("/")[2])

    def address(self, seen: Seen) -> str:
        """Where the page is."""
        parameters = next(p for name, p in addresses() if name == seen.name)
        others = {"stays:back": self.gone, "people:authority_correct": self.child}
        ids = self.ids | ({"record_id": others[seen.name]} if seen.name in others else {})
        if seen.name == "stays:follow_up":
            ids |= self.left
        if seen.name == "stays:end_take_back":
            ids |= {"record_id": self.gone, "stay_id": self.gone_stay}
        return reverse(seen.name, kwargs={p: ids[p] for p in parameters}) + seen.query.format(**self.left)


def doubles_of(sophie: Page) -> dict[str, str]:
    """Two records of one person to compare, and two others that were joined."""
    pairs = re.findall(r"/identites/doublons/([0-9a-f-]{36})/", get(sophie, "/identites/doublons/"))
    address = f"/identites/doublons/{pairs[-1]}/"
    page = get(sophie, address)
    names = ("csrfmiddlewaretoken", "id", "one_version", "other_version")
    keep = re.search(r'name="keep" value="([0-9a-f-]{36})"', page)
    assert keep
    form = {name: hidden(page, name) for name in names} | {"keep": keep[1]}
    answer = sophie.context.request.post(f"{address}reunir/", form=form, headers={"Referer": sophie.url})
    assert answer.ok, answer.status
    return {"double_id": pairs[0], "regrouping_id": found(sophie, "/identites/doublons/", "reunions")}


def accesses_looked_at(page_of: Screens, record_id: str) -> dict[str, str]:
    """Marc takes a list away, Amine asks him why; the traces of the house are held."""
    marc, amine = page_of("marc"), page_of("amine")
    get(marc, f"/conformite/dossiers/{record_id}/qui-a-vu.csv")
    the_jobs_pass()
    alert = re.search(r"a sorti des données.*?/acces/([0-9a-f-]{36})/", get(amine, "/conformite/"), re.S)
    assert alert
    post(amine, f"/conformite/acces/{alert[1]}/", outcome="asked", word="Pour qui est cette liste ?")
    post(amine, "/conformite/conservation/geler/", reason="Inspection")
    return {"alert_id": alert[1], "hold_id": found(amine, "/conformite/conservation/", "conservation")}


def right_ending(sophie: Page, record: str) -> dict[str, str]:
    """An orientation of Sam that ends within a month, and the request that asks it again."""
    day = {
        name: (date.today() + timedelta(days=gap)).strftime("%d/%m/%Y")
        for name, gap in (("opens_on", -700), ("expires_on", 30))
    }
    post(sophie, f"{record}droits/ajouter/orientation_adulte/", right_type="13.2", issuer="MDPH 13", **day)
    right = found(sophie, f"{record}papiers/", "droits")
    today = date.today().strftime("%d/%m/%Y")
    post(sophie, f"{record}demarches/ajouter/orientation_adulte/", state="ASKED", on=today, renews=right)
    return {
        "right_id": right,
        "claim_id": found(sophie, f"{record}papiers/", "demarches"),
        "kind": "orientation_adulte",
    }


def evidence_seen(sophie: Page, record: str) -> str:
    """An identity card was seen: it may be said that it no longer counts."""
    seen = date.today().strftime("%d/%m/%Y")
    post(sophie, f"{record}identite/piece/", kind="VITALE", seen_on=seen)
    return found(sophie, f"{record}identite/etat/", "piece")


def protected_by(sophie: Page, record: str) -> dict[str, str]:
    """Sam under curatelle, with a hearing to come."""
    base, start = f"{record}qui-peut-quoi/", (date.today() - timedelta(days=400)).strftime("%d/%m/%Y")
    until = (date.today() + timedelta(days=500)).strftime("%d/%m/%Y")
    told = {"authority_name": "Juge des contentieux", "holder_name": "Udaf", "covers_goods": "on"}
    if not re.search(r"/mesures/[0-9a-f-]{36}/", get(sophie, base)):
        post(sophie, f"{base}mesures/ajouter/curatelle_simple/", starts_on=start, ends_on=until, **told)
    measure = found(sophie, base, "mesures")
    soon = (date.today() + timedelta(days=40)).strftime("%d/%m/%Y")
    post(sophie, f"{base}mesures/{measure}/audience/", held_on=soon, held_hour="10 h")
    return {
        "measure_id": measure,
        "measure": "curatelle_simple",
        "what": "mesure",
        "line_id": measure,
        "hearing_id": found(sophie, base, "audiences"),
    }


def parent_of_a_child(karim: Page) -> tuple[str, str]:
    """A child of the IME, and how his father stands towards parental authority, as Karim wrote it."""
    unit = re.search(r"unite=([0-9a-f-]{36})[^>]*>\s*Les Lucioles", get(karim, "/personnes/"))
    assert unit
    cards = re.findall(r'href="(/personnes/[0-9a-f-]{36}/)"', get(karim, f"/personnes/?unite={unit[1]}"))
    for record in dict.fromkeys(cards):  # the eldest of the IME are adults: nobody has authority over them
        address = f"{record}qui-peut-quoi/parents/ajouter/"
        html = get(karim, address)
        form = {name: hidden(html, name) for name in ("csrfmiddlewaretoken", "id")}
        form |= {"name": "Jean Rey", "relation_label": "Père", "status": "withdrawn"}
        answer = karim.context.request.post(address, form=form, headers={"Referer": karim.url})
        if answer.ok:
            return record.split("/")[2], found(karim, f"{record}qui-peut-quoi/", "parents")
    raise AssertionError("no child at the IME")


def school_twice(sophie: Page) -> str:
    """A school written twice in the directory: another is proposed, and a third was joined."""
    for name in ("École Jean Jaurès", "Jean Jaurès", "École Jean Jaurès maternelle"):
        post(sophie, "/annuaire/ajouter/", kind="SCHOOL", name=name, phone="04 91 00 00 00")
    school = found(sophie, "/annuaire/?q=jaures", "annuaire")
    html = get(sophie, f"/annuaire/{school}/")
    form = {n: hidden(html, n) for n in ("csrfmiddlewaretoken", "other")} | {"id": str(uuid4())}
    assert sophie.context.request.post(f"/annuaire/{school}/reunir/", form=form, headers={"Referer": sophie.url}).ok
    return school


def delay_met(sophie: Page, record: str) -> dict[str, str]:
    """A delay of Sam still to meet, and one said done."""
    delays = f"{record}delais/"
    link = re.search(r'/delais/([a-z_]+)/([0-9a-f-]{36})/"', get(sophie, delays))
    assert link
    stay = found(sophie, delays, "accompagnements")
    post(
        sophie, f"{record}accompagnements/{stay}/delais/{link[1]}/{link[2]}/", done_on=date.today().strftime("%d/%m/%Y")
    )
    back = re.search(r"/delais/([0-9a-f-]{36})/reprendre/", get(sophie, delays))
    left = re.search(r'/delais/([a-z_]+)/([0-9a-f-]{36})/"', get(sophie, delays))
    assert back and left
    return {"stay_id": stay, "mark_id": back[1], "code": left[1], "source_id": left[2]}


def who_left(marc: Page) -> dict[str, str]:
    """Somebody who has left the IME, and the point to make about what she becomes."""
    unit = re.search(r'href="[^"]*unite=([0-9a-f-]{36})[^"]*"[^>]*>Les Hirondelles', get(marc, "/delais/"))
    assert unit
    page = get(marc, f"/delais/?unite={unit[1]}&vue=suivis")
    point = re.search(r"/personnes/([0-9a-f-]{36})/accompagnements/([0-9a-f-]{36})/suivis/([0-9a-f-]{36})/", page)
    assert point
    return {"unit": unit[1], "record_id": point[1], "stay_id": point[2], "follow_up_id": point[3]}


def request_of_admission(page: Page) -> dict[str, str]:
    """Somebody asks to come; her admission is in preparation; another notification waits."""
    words = (
        "MDPH des Bouches-du-Rhône\nNom : PONS\nPrénom : Clara\nNé le 31/02/1990\nOrientation : FAM\nSuivi : inconnu"
    )
    notice = sent(page, "/demandes/", "/demandes/lire/", text=words)
    typed = {"birth_name": "Pons", "first_names": "Clara", "birth_date": "02/03/1990", "sex": "F", "origin": "MDPH"}
    html = get(page, "/demandes/nouvelle/")
    facility = re.search(r'name="facility".*?<option value="([0-9a-f-]{36})"', html, re.S)
    assert facility
    day = date.today().strftime("%d/%m/%Y")
    one = sent(page, "/demandes/nouvelle/", facility=facility[1], received_on=day, **typed)
    wish = found(page, one, "lieux")
    sent(page, f"{one}lieux/{wish}/decider/", state="ADMISSION", on=day, reason="Commission du jour")
    return {
        "referral_id": one.split("/")[2],
        "wish_id": wish,
        "notice_id": notice.split("/")[3],
        "step": "identite",
    }


def sent(page: Page, address: str, action: str = "", **fields: str) -> str:
    """Send the form of a page; gives the address where it leads."""
    html = get(page, address)
    form = {n: hidden(html, n) for n in ("csrfmiddlewaretoken", "id", "version") if f'name="{n}"' in html}
    answer = page.context.request.post(action or address, form={**form, **fields}, headers={"Referer": page.url})
    assert answer.ok, (address, answer.status, answer.text()[-1500:])
    return urlsplit(answer.url).path


def found(page: Page, address: str, folder: str) -> str:
    """The identifier that follows this folder in the links of a page."""
    link = re.search(rf"/{folder}/([0-9a-f-]{{36}})/", get(page, address))
    assert link, f"{address} leads to no {folder}"
    return link[1]


def get(page: Page, address: str) -> str:
    """What this reader receives."""
    return page.context.request.get(address).text()


def post(page: Page, address: str, /, **fields: str) -> None:
    """Send the form of this page."""
    html = get(page, address)
    form = {
        n: hidden(html, n)
        for n in ("csrfmiddlewaretoken", "id", "version", "kind", "level")
        if f'name="{n}" value="' in html
    }
    answer = page.context.request.post(address, form={**form, **fields}, headers={"Referer": page.url})
    assert answer.ok, (address, answer.status)


def import_list(page: Page) -> str:
    """A small list with a good line, a doubtful one and a wrong one, read and not accepted."""
    html = get(page, "/personnes/importer/")
    rows = "Nom;Prénom;Né le;Unité\nGARNIER;Lucie;02/03/1990;Mimosa\nBELKACEM;Samia;12/03/1992;Mimosa\nDURAND;Paul;31/02/1990;Mimosa\n"
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    form = {"csrfmiddlewaretoken": hidden(html, "csrfmiddlewaretoken"), "id": hidden(html, "id"), "file": file}
    headers = {"Referer": page.url}
    answer = page.context.request.post("/personnes/importer/", multipart=form, headers=headers)
    assert answer.ok, answer.text()[-2000:]
    batch = answer.url.rstrip("/").split("/")[-1]
    chosen = dict(
        re.findall(r'<select[^>]*name="(colonne-\d+)".*?<option value="([^"]*)" selected', answer.text(), re.S)
    )
    chosen["csrfmiddlewaretoken"] = hidden(answer.text(), "csrfmiddlewaretoken")
    read = page.context.request.post(f"/personnes/importer/{batch}/colonnes/", form=chosen, headers=headers)
    assert read.ok, read.text()[-2000:]
    return batch
