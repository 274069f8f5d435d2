"""What is done to an identity, through its page: papers, doubts, numbers, codes, and the answer of the national service."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.people.enums import IdentityStatus
from liane.people.ins import actions
from liane.people.ins.actions import Seen
from liane.people.ins.datamatrix import written
from liane.people.ins.matricule import DEMO_NIR, NIR, key_of
from liane.people.ins.models import FormerIns, IdentityEvidence, IdentityStep
from liane.people.ins.moves import Event
from liane.people.ins.policies import oid_allowed, regime_of, releasable
from liane.people.ins.port import NOT_CONNECTED, Answer, FormerNumber, Identity, Outcome, service
from liane.people.ins.receiving import receive_answer
from liane.people.ins.tests.test_datamatrix import on_a_french_keyboard
from liane.people.models import LocalIdentifier, Person, Record
from liane.testing import House

Browser = Callable[[str], Any]
BODY = "2920313055042"
MATRICULE = BODY + key_of(BODY)


@pytest.fixture
def sam(house: House) -> Person:
    """Samia Belkacem, born in Marseille, whose strict traits are all known."""
    Person.objects.filter(pk=house.sam.person_id).update(sex="F", birth_place="Marseille", birth_place_code="13055")
    return fresh(house)


def fresh(house: House) -> Person:
    return Person.objects.get(pk=house.sam.person_id)


def address(house: House, end: str = "etat/") -> str:
    return f"/personnes/{house.sam.pk}/identite/{end}"


def paper(house: House, **changes: Any) -> dict[str, Any]:
    typed = {"id": str(uuid7()), "kind": "CNI", "seen_on": "aujourd’hui", "version": str(fresh(house).version)}
    return typed | {"seen_on": today().strftime("%d/%m/%Y")} | changes


def identity(**changes: Any) -> Identity:
    values: dict[str, Any] = {
        "matricule": MATRICULE, "oid": DEMO_NIR, "birth_name": "BELKACEM", "first_names": "SAMIA NOUR",
        "first_name": "SAMIA", "sex": "F", "birth_date": date(1992, 3, 12), "birth_place_code": "13055",
    }  # fmt: skip
    return Identity(**values | changes)


def found(**changes: Any) -> Answer:
    return Answer(Outcome.FOUND, identity=identity(**changes))


def qualify(house: House, settings: Any) -> Person:
    """Sam, as the service and a paper say her."""
    settings.DEMO = True
    receive_answer(house.actor("nicole"), house.sam.pk, found())
    seen = Seen("CNI", today())
    actions.see_evidence(house.actor("nicole"), house.sam.pk, uuid7(), seen, version=fresh(house).version)
    return fresh(house)


def test_a_paper_of_high_confidence_validates_and_says_who_saw_it(
    house: House, client_of: Browser, sam: Person
) -> None:
    client = client_of("nicole")
    assert "Identité provisoire, à vérifier" in client.get(address(house)).content.decode()
    sent = paper(house)
    for _ in range(2):  # sent twice: once
        assert client.post(address(house, "piece/"), sent).status_code == 303
    page = client.get(address(house)).content.decode()
    assert "Identité validée" in page and f"Vue le {today():%d/%m/%Y} par Nicole Ferrand" in page
    assert IdentityEvidence.objects.count() == 1 and IdentityStep.objects.count() == 1
    step = IdentityStep.objects.get()
    assert (step.before, step.after, step.event) == ("PROVISOIRE", "VALIDEE", "EVIDENCE_SEEN")
    assert JournalEntry.objects.filter(kind=Kind.IDENTITY_CHECKED, record_id=house.sam.pk).exists()


def test_a_paper_that_is_not_enough_is_noted_and_validates_nothing(
    house: House, client_of: Browser, sam: Person
) -> None:
    assert client_of("nicole").post(address(house, "piece/"), paper(house, kind="VITALE")).status_code == 303
    assert fresh(house).identity_status == IdentityStatus.PROVISIONAL
    assert "Ne suffit pas pour valider" in client_of("nicole").get(address(house)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Choisissez la pièce que vous avez vue."),
        ({"kind": "FAUX"}, "Choisissez la pièce que vous avez vue."),
        ({"seen_on": "31/02/2026"}, "Le 31/02 n’existe pas."),
        ({"seen_on": "01/01/2199"}, "est dans le futur"),
        ({"valid_until": "01/01/2001"}, "n’était plus valable"),
        ({"version": "0"}, "a été corrigée entre-temps"),
        ({"note": "x" * 300}, "La limite est de 200"),
    ],
)
def test_a_paper_badly_noted_is_said_in_words_and_nothing_moves(
    house: House, client_of: Browser, sam: Person, changes: dict[str, str], said: str
) -> None:
    answer = client_of("nicole").post(address(house, "piece/"), paper(house, **changes))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert fresh(house).identity_status == IdentityStatus.PROVISIONAL and not IdentityEvidence.objects.exists()


def test_what_is_missing_is_named_before_a_paper_validates(house: House, client_of: Browser) -> None:
    Person.objects.filter(pk=house.sam.person_id).update(birth_place="", birth_place_code="", birth_date=None)
    answer = client_of("nicole").post(address(house, "piece/"), paper(house)).content.decode()
    assert "Il manque la date de naissance et le lieu de naissance." in answer


def test_a_paper_lifts_the_doubt_and_validates_in_one_gesture(house: House, client_of: Browser, sam: Person) -> None:
    client = client_of("nicole")
    doubt = {"id": str(uuid7()), "event": "DOUBT_RAISED", "reason": "Deux dates sur deux courriers."}
    for _ in range(2):
        assert client.post(address(house, "signaler/"), doubt).status_code == 303
    assert fresh(house).is_doubtful
    assert "Identité douteuse, à vérifier" in client.get(address(house)).content.decode()
    assert client.post(address(house, "piece/"), paper(house)).status_code == 303
    person = fresh(house)
    assert not person.is_doubtful and person.identity_status == IdentityStatus.VALIDATED
    assert [s.event for s in IdentityStep.objects.order_by("at", "id")] == [
        "DOUBT_RAISED",
        "DOUBT_LIFTED",
        "EVIDENCE_SEEN",
    ]


def test_a_doubt_is_told_in_words(house: House, client_of: Browser, sam: Person) -> None:
    answer = client_of("nicole").post(address(house, "signaler/"), {"event": "DOUBT_RAISED", "reason": ""})
    assert answer.status_code == 422 and "Écrivez pourquoi" in answer.content.decode()


def test_a_cancelled_paper_stays_written_and_the_status_follows(house: House, client_of: Browser, sam: Person) -> None:
    client = client_of("nicole")
    for kind in ("CNI", "PASSEPORT"):
        client.post(address(house, "piece/"), paper(house, kind=kind))
    first, second = IdentityEvidence.objects.order_by("written_at")
    for evidence, status in ((first, IdentityStatus.VALIDATED), (second, IdentityStatus.PROVISIONAL)):
        end = f"piece/{evidence.pk}/annuler/"
        assert client.post(address(house, end), {"reason": ""}).status_code == 422
        for _ in range(2):
            assert client.post(address(house, end), {"reason": "Ce n’était pas la sienne."}).status_code == 303
        assert fresh(house).identity_status == status
    assert IdentityEvidence.objects.count() == 2
    assert "Ce n’était pas la sienne." in client.get(address(house)).content.decode()


def test_who_may_not_verify_neither_sees_the_form_nor_sends_it(house: House, client_of: Browser, sam: Person) -> None:
    assert "J’ai vu cette pièce" not in client_of("karim").get(address(house)).content.decode()
    assert client_of("karim").post(address(house, "piece/"), paper(house)).status_code == 404
    assert client_of("farid").get(address(house)).status_code == 404
    with pytest.raises(NotVisible):
        actions.mark_identity(house.actor("karim"), house.sam.pk, Event.DOUBT_RAISED, "non")
    assert fresh(house).identity_status == IdentityStatus.PROVISIONAL and not IdentityStep.objects.exists()


def test_correcting_a_strict_trait_of_a_validated_identity_asks_for_a_paper_again(
    house: House, sam: Person, client_of: Browser
) -> None:
    client = client_of("nicole")
    client.post(address(house, "piece/"), paper(house))
    typed = {
        "birth_name": "Belkacem", "first_names": sam.first_names, "sex": "F", "birth_date": "12/03/1992",
        "birth_place": "Marseille", "birth_place_code": "13055", "preferred_name": sam.preferred_name,
    }  # fmt: skip
    kept = typed | {"used_name": "Roux", "version": str(fresh(house).version)}
    assert client.post(address(house, ""), kept).status_code == 303
    assert fresh(house).identity_status == IdentityStatus.VALIDATED  # the name in use is not a strict trait
    moved = typed | {"birth_date": "13/03/1992", "version": str(fresh(house).version)}
    assert client.post(address(house, ""), moved).status_code == 303
    assert fresh(house).identity_status == IdentityStatus.PROVISIONAL


def test_the_service_is_not_connected_and_the_page_says_so(house: House, client_of: Browser, sam: Person) -> None:
    assert not service().is_connected
    assert service().search(sam, finess="130000000").outcome is Outcome.NOT_CONNECTED
    assert NOT_CONNECTED in client_of("nicole").get(address(house)).content.decode()
    with pytest.raises(Refused, match="pas encore branché"):
        receive_answer(house.actor("nicole"), house.sam.pk, service().search(sam, finess=""))
    assert fresh(house).ins_matricule == ""


def test_an_ins_found_replaces_the_traits_and_does_not_leave_until_a_paper_is_seen(
    house: House, sam: Person, settings: Any
) -> None:
    settings.DEMO = True
    Person.objects.filter(pk=sam.pk).update(first_names="Sammia", used_name="Roux", preferred_name="Sam")
    former = FormerNumber("2920313055043" + key_of("2920313055043"), DEMO_NIR, until=timezone.now())
    receive_answer(house.actor("nicole"), house.sam.pk, found(former=(former,)))
    person = fresh(house)
    assert (person.identity_status, person.first_names, person.birth_first_name) == ("RECUPEREE", "SAMIA NOUR", "SAMIA")
    assert (person.used_name, person.preferred_name, person.ins_source) == ("Roux", "Sam", "INSI")
    assert releasable(person) is None
    assert FormerIns.objects.get().source == "INSHISTO"
    qualified = qualify(house, settings)
    assert qualified.identity_status == IdentityStatus.QUALIFIED
    assert releasable(qualified) is not None and releasable(qualified).matricule == MATRICULE  # type: ignore[union-attr]


def test_a_verification_that_succeeds_is_dated_and_does_not_make_the_ins_younger(
    house: House, sam: Person, settings: Any, client_of: Browser
) -> None:
    settings.DEMO = True
    receive_answer(house.actor("nicole"), house.sam.pk, found())
    received = fresh(house).ins_at
    page = client_of("nicole").get(address(house)).content.decode()
    assert "Reçue" in page and "Vérifiée de nouveau" not in page
    receive_answer(house.actor("nicole"), house.sam.pk, Answer(Outcome.CONFIRMED, identity=identity()))
    assert fresh(house).ins_at == received  # since when it is hers: the history needs it
    step = IdentityStep.objects.order_by("-at").first()
    assert step is not None and (step.before, step.after) == ("RECUPEREE", "RECUPEREE")
    assert "Vérifiée de nouveau" in client_of("nicole").get(address(house)).content.decode()


def test_a_paper_in_the_same_gesture_qualifies_at_once(house: House, sam: Person, settings: Any) -> None:
    settings.DEMO = True
    actor, evidence_id = house.actor("nicole"), uuid7()
    actions.see_evidence(actor, house.sam.pk, evidence_id, Seen("CNI", today()), version=sam.version)
    receive_answer(actor, house.sam.pk, found(), evidence_id=evidence_id)
    assert fresh(house).identity_status == IdentityStatus.QUALIFIED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth_name": "BELKACIM"}, "différente sur\u00a0: nom de naissance"),
        ({"first_names": "AMIRA", "first_name": "AMIRA"}, "différente sur\u00a0: prénom"),
        ({"matricule": MATRICULE[:13] + "00"}, "clé"),
        ({"matricule": "2920413055042" + key_of("2920413055042")}, "mois 04"),
        ({"matricule": "2920375056042" + key_of("2920375056042")}, "département 75"),
        ({"matricule": "1920313055042" + key_of("1920313055042")}, "Homme"),
        ({"oid": "1.2.3"}, "OID inconnu"),
    ],
)
def test_an_answer_that_cannot_be_hers_is_refused_and_nothing_is_half_written(
    house: House, sam: Person, settings: Any, changes: dict[str, str], said: str
) -> None:
    settings.DEMO = True
    actor = house.actor("nicole")
    actions.see_evidence(actor, house.sam.pk, uuid7(), Seen("CNI", today()), version=sam.version)
    before = fresh(house)
    with pytest.raises(Refused, match=said):
        receive_answer(actor, house.sam.pk, found(**changes))
    after = fresh(house)
    assert (after.identity_status, after.ins_matricule, after.version) == ("VALIDEE", "", before.version)


def test_test_oids_stay_in_the_house_of_trial(house: House, sam: Person, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(Refused, match="INS de test"):
        receive_answer(house.actor("nicole"), house.sam.pk, found())
    assert fresh(house).ins_matricule == ""
    receive_answer(house.actor("nicole"), house.sam.pk, found(oid=NIR))
    assert oid_allowed(NIR) and not oid_allowed(DEMO_NIR)
    settings.DEMO = True
    assert oid_allowed(DEMO_NIR)


def test_an_ins_of_trial_that_came_by_a_copy_does_not_leave(house: House, sam: Person, settings: Any) -> None:
    qualified = qualify(house, settings)
    settings.DEMO = False
    assert releasable(qualified) is None


def test_a_verification_that_fails_keeps_the_history_of_the_ins(house: House, sam: Person, settings: Any) -> None:
    qualify(house, settings)
    refusal = Answer(Outcome.NOT_CONFIRMED, "Le service ne confirme pas cette identité.")
    receive_answer(house.actor("nicole"), house.sam.pk, refusal)
    person = fresh(house)
    assert (person.identity_status, person.ins_matricule) == ("VALIDEE", "")
    kept = FormerIns.objects.get()
    assert (kept.matricule, kept.oid, kept.reason) == (
        MATRICULE,
        DEMO_NIR,
        "Le service ne confirme pas cette identité.",
    )


def test_a_doubt_on_a_qualified_identity_takes_the_ins_away_and_frees_the_traits(
    house: House, sam: Person, settings: Any, client_of: Browser
) -> None:
    qualify(house, settings)
    client = client_of("nicole")
    typed = {
        "birth_name": "Autre", "first_names": "SAMIA NOUR", "birth_first_name": "SAMIA", "sex": "F",
        "birth_date": "12/03/1992", "birth_place_code": "13055", "version": str(fresh(house).version),
    }  # fmt: skip
    answer = client.post(address(house, ""), typed)
    assert answer.status_code == 422 and "verrouillés" in answer.content.decode()
    assert fresh(house).birth_name == "BELKACEM"
    actions.mark_identity(house.actor("nicole"), house.sam.pk, Event.DOUBT_RAISED, "Sa sœur a le même numéro.")
    assert FormerIns.objects.filter(matricule=MATRICULE).exists()
    typed["version"] = str(fresh(house).version)
    assert client.post(address(house, ""), typed).status_code == 303
    assert fresh(house).birth_name == "Autre"


def test_a_homonym_may_stand_beside_any_status_and_a_fictive_identity_alone(house: House, sam: Person) -> None:
    actor = house.actor("nicole")
    actions.mark_identity(actor, house.sam.pk, Event.HOMONYM_MARKED)
    with pytest.raises(Refused, match="homonyme"):
        actions.mark_identity(actor, house.sam.pk, Event.FICTION_MARKED, "essai")
    actions.mark_identity(actor, house.sam.pk, Event.HOMONYM_LIFTED)
    actions.mark_identity(actor, house.sam.pk, Event.FICTION_MARKED, "essai")
    with pytest.raises(Refused, match="fictive"):
        actions.see_evidence(actor, house.sam.pk, uuid7(), Seen("CNI", today()), version=fresh(house).version)


def test_numbers_are_typed_found_and_keep_the_finess_of_their_day(
    house: House, client_of: Browser, sam: Person
) -> None:
    facility = house.facilities["FAM Les Tilleuls"]
    facility.finess_et = "130000001"
    facility.save()
    client = client_of("nicole")
    sent = {"id": str(uuid7()), "kind": "MDPH", "value": "13-2024-0042", "facility": str(facility.pk)}
    for _ in range(2):
        assert client.post(address(house, "numeros/"), sent).status_code == 303
    facility.finess_et = "130000009"
    facility.save()
    number = LocalIdentifier.objects.get()
    assert (number.kind, number.finess) == ("MDPH", "130000001")
    assert "13-2024-0042 (FAM Les Tilleuls, FINESS 130000001)" in client.get(address(house)).content.decode()
    assert str(house.sam.pk) in client.get("/personnes/?q=13-2024-0042").content.decode()
    taken = sent | {"id": str(uuid7())}
    assert "déjà celui d’une autre personne" in client.post(address(house, "numeros/"), taken).content.decode()
    elsewhere = sent | {"id": str(uuid7()), "value": "7", "facility": str(house.facilities["CSAPA La Source"].pk)}
    assert client.post(address(house, "numeros/"), elsewhere).status_code == 422
    for _ in range(2):
        assert client.post(address(house, f"numeros/{number.pk}/retirer/")).status_code == 303
    assert str(house.sam.pk) not in client.get("/personnes/?q=13-2024-0042").content.decode()


def code(**changes: Any) -> str:
    values: dict[str, Any] = {
        "matricule": MATRICULE, "oid": NIR, "first_names": "Samia Nour", "birth_name": "Belkacem", "sex": "F",
        "birth_date": date(1992, 3, 12), "place_code": "13055",
    }  # fmt: skip
    return written(**values | changes)


def test_a_code_is_compared_line_by_line_and_qualifies_nothing(house: House, client_of: Browser, sam: Person) -> None:
    answer = client_of("nicole").post(address(house, "code/"), {"code": code(birth_name="Belkassem")})
    page = answer.content.decode()
    assert answer.status_code == 200 and "BELKASSEM" in page and "Différent" in page and "Pareil" in page
    assert MATRICULE not in page.replace(" ", "")
    assert fresh(house).identity_status == IdentityStatus.PROVISIONAL and fresh(house).ins_matricule == ""
    assert (
        "Ce code n’est pas un code INS complet"
        in client_of("nicole").post(address(house, "code/"), {"code": "IS01"}).content.decode()
    )


def test_a_code_finds_her_and_fills_the_welcome_of_somebody_new(house: House, client_of: Browser, sam: Person) -> None:
    from liane.people.tests.test_search import indexed  # noqa: PLC0415 - the small house is not indexed

    indexed(house.sam)
    client = client_of("nicole")
    page = client.post("/personnes/code/", {"code": code(first_names="Samia")}).content.decode()
    assert f'href="/personnes/{house.sam.pk}/"' in page and MATRICULE not in page
    body = "1800513055001"
    other = code(
        matricule=body + key_of(body), birth_name="Garnier", first_names="Luc", sex="M", birth_date=date(1980, 5, 2)
    )
    assert "Personne dans vos unités" in client.post("/personnes/code/", {"code": other}).content.decode()
    typed = {
        "etape": "chercher", "birth_name": "GARNIER", "first_names": "LUC", "birth_date": "02/05/1980", "sex": "M",
        "birth_place_code": "13055",
    }  # fmt: skip
    filled = client.post("/personnes/nouvelle/", typed).content.decode()
    assert 'value="GARNIER"' in filled and 'value="13055"' in filled and 'value="02/05/1980"' in filled


@pytest.mark.parametrize("page", ["/personnes/", "/recherche/"])
def test_a_scanner_in_a_search_box_leaves_no_matricule_in_the_address(
    house: House, client_of: Browser, page: str
) -> None:
    for typed in (code(), on_a_french_keyboard(code())):
        answer = client_of("nicole").get(page, {"q": typed})
        assert answer.status_code == 303
        assert answer["Location"] == f"{page}?q=BELKACEM+SAMIA+12%2F03%2F1992"
    broken = client_of("nicole").get(page, {"q": code()[:50]})
    assert broken.status_code == 303 and broken["Location"] == "/personnes/code/"


@pytest.mark.parametrize(
    ("packs", "regime"),
    [
        (["csapa"], "anonymous"), (["csapa", "chrs"], "social"), (["chrs", "ehpad"], "health"), ([], "social"),
        (["inconnu"], "social"), (["csapa", "fam_mas"], "health"),
    ],
)  # fmt: skip
def test_the_strictest_sector_says_how_sure_an_identity_must_be(packs: list[str], regime: str) -> None:
    assert regime_of(packs) == regime


def test_a_social_house_is_asked_for_no_ins(house: House, client_of: Browser) -> None:
    record = house.person("Bruno Caron", "chrs")
    page = client_of("helene").get(f"/personnes/{record.pk}/identite/etat/").content.decode()
    assert "une identité validée avec une pièce suffit" in page and NOT_CONNECTED not in page


def test_an_author_of_a_discreet_place_is_not_named(house: House, client_of: Browser) -> None:
    house.hire("lea", "assistante_sociale", "csapa")
    record = house.person("Bruno Caron", "csapa", "mimosa")
    Person.objects.filter(pk=record.person_id).update(birth_place="Lyon", sex="M")
    seen = Seen("CNI", today() - timedelta(days=1))
    actions.see_evidence(house.actor("lea"), record.pk, uuid7(), seen, version=1)
    page = client_of("nicole").get(f"/personnes/{record.pk}/identite/etat/").content.decode()
    assert "par une autre équipe" in page and "lea" not in page.lower().replace("place", "")


def test_a_record_of_another_organisme_moves_nothing(house: House) -> None:
    assert Record.objects.filter(pk=house.sam.pk).exists()
    for gesture in (
        lambda actor: actions.see_evidence(actor, house.sam.pk, uuid7(), Seen("CNI", today()), version=1),
        lambda actor: actions.mark_identity(actor, house.sam.pk, Event.DOUBT_RAISED, "x"),
        lambda actor: receive_answer(actor, house.sam.pk, found(oid=NIR)),
    ):
        with house.inside(house.bel_air), pytest.raises(NotVisible):
            gesture(house.actor("farid"))
