"""The roles of an organisme, changed by its management: guard rails, versions, and what is true at the next request."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from liane.access.enums import Right
from liane.access.models import Role, RoleChange
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.nomenclatures.packs import load_pack
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.notes.models import Reading
from liane.professionals.models import PractitionerRole
from liane.testing import House, HouseClient


def role(code: str) -> Role:
    return Role.objects.get(code=code)


def typed(held: Role, *, more: tuple[str, ...] = (), less: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """The form as the page shows it, with some boxes ticked or unticked."""
    return {
        "id": str(uuid7()), "version": str(held.version), "label": held.label, "short": held.short,
        "rights": sorted({*held.rights, *more} - {*less}), "reads": held.reads, "writes": held.writes, **fields,
    }  # fmt: skip


def change(client: HouseClient, code: str, **fields: Any) -> Any:
    held = role(code)
    return client.post(f"/droits/roles/{held.pk}/", typed(held, **fields))


def test_a_right_taken_or_given_is_true_at_the_next_page_of_who_holds_the_role(house: House) -> None:
    ines, marc, journal = house.client("ines"), house.client("marc"), f"/personnes/{house.sam.pk}/qui-a-vu/"
    assert ines.get(journal).status_code == 200
    assert change(marc, "aes", less=("record.journal",)).status_code == 303
    assert ines.get(journal).status_code == 404
    assert change(marc, "aes", more=("record.journal",)).status_code == 303
    assert ines.get(journal).status_code == 200


def test_a_volet_given_or_taken_is_read_or_not_at_the_next_page(house: House) -> None:
    marc = house.client("marc")
    assert house.actor("karim").reads(house.units["mimosa"].pk, "JUDICIAL")
    assert change(marc, "educateur", reads=["ADMIN", "SUPPORT", "SOCIAL", "FAMILY"]).status_code == 303
    assert not house.actor("karim").reads(house.units["mimosa"].pk, "JUDICIAL")


def test_each_version_is_kept_with_what_changed_and_who_decided(house: House) -> None:
    marc = house.client("marc")
    change(marc, "aes", less=("record.journal",), label="AES de jour")
    change(marc, "aes", more=("record.journal",))
    first, second = RoleChange.objects.order_by("at", "id")
    assert (first.author_name, first.before["label"], first.after["label"]) == ("Marc Estève", *_labels())
    assert "record.journal" in set(second.after["rights"]) - set(second.before["rights"])
    page = marc.get(f"/droits/roles/{role('aes').pk}/").content.decode()
    assert "Ajouté : voir qui a ouvert le dossier." in page and "Retiré : voir qui a ouvert le dossier." in page
    assert JournalEntry.objects.filter(kind=Kind.ROLE_CHANGED, object_id=role("aes").pk).count() == 2
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        RoleChange.objects.update(author_name="X")
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        RoleChange.objects.all().delete()


def _labels() -> tuple[str, str]:
    return "Accompagnant éducatif et social (AES)", "AES de jour"


def refused(answer: Any, words: str) -> None:
    assert answer.status_code == 422 and words in answer.content.decode().replace("&#39;", "’"), (
        answer.content.decode()[-3000:]
    )


def test_nobody_raises_a_role_that_she_holds_but_she_may_lower_it(house: House) -> None:
    marc = house.client("marc")
    refused(
        change(marc, "directeur", reads=["ADMIN", "SUPPORT", "SOCIAL", "JUDICIAL", "FAMILY", "CARE"]),
        "Vous tenez ce rôle",
    )
    house.hire("adjoint", "directeur", "")
    assert change(marc, "directeur", less=("stay.write",)).status_code == 303
    house.hire("autre", "chef_de_service", "")
    assert "CARE" not in role("directeur").reads


@pytest.mark.parametrize(
    ("code", "fields", "words"),
    [
        ("secretaire", {"reads": ["ADMIN", "FAMILY", "PSY"]}, "lire « Psychologique »"),
        ("secretaire", {"reads": ["ADMIN", "FAMILY", "CARE"], "writes": ["CARE"]}, "écrire dans « Soin »"),
        ("aes", {"more": ("compliance.manage",)}, "ni vous ni un rôle de la même famille"),
        ("dpo", {"reads": ["ADMIN"], "more": ("record.read",)}, "n’ouvre jamais un dossier"),
        ("administrateur", {"more": ("record.read", "persons.search")}, "n’ouvre jamais un dossier"),
        ("administrateur", {"reads": ["SUPPORT"]}, "n’ouvre jamais un dossier"),
        ("dpo", {"more": ("persons.search",)}, "n’ouvre jamais un dossier"),
        ("aes", {"less": ("record.read",)}, "il faut aussi « ouvrir un dossier »"),
        ("aes", {"writes": ["SUPPORT", "ADMIN"]}, "Ce qu’on écrit, on le lit"),
        ("aes", {"label": ""}, "Écrivez le nom du rôle"), ("aes", {"label": "=1+1"}, "commence par une lettre"), ("aes", {"short": "a|b"}, "commence par une lettre"),
        ("aes", {"short": "x" * 200}, "La limite est"), ("aes", {"rights": ["tout"]}, "Ce choix n’existe plus"),
    ],
)  # fmt: skip
def test_what_may_not_be_given_is_refused_in_words(house: House, code: str, fields: Any, words: str) -> None:
    before = role(code)
    refused(change(house.client("marc"), code, **fields), words)
    after = role(code)
    assert (before.rights, before.reads, before.writes, before.version) == (
        after.rights,
        after.reads,
        after.writes,
        after.version,
    )
    assert not RoleChange.objects.exists()


def test_what_a_role_of_the_same_family_has_may_be_given(house: House) -> None:
    assert change(house.client("marc"), "moniteur", reads=["SUPPORT", "FAMILY", "CARE"]).status_code == 303


def test_somebody_always_keeps_the_house(house: House) -> None:
    refused(change(house.client("marc"), "directeur", less=("house.manage",)), "Plus personne ne tiendrait les lieux")
    assert house.client("marc").get("/reglages/").status_code == 200
    house.hire("autre", "chef_de_service", "")
    Role.objects.filter(code="chef_de_service").update(rights=[*role("chef_de_service").rights, "house.manage"])
    assert change(house.client("marc"), "directeur", less=("house.manage",)).status_code == 303
    assert house.client("marc").get("/reglages/").status_code == 404


def test_two_people_do_not_change_the_same_role_without_knowing(house: House) -> None:
    marc, held = house.client("marc"), role("aes")
    assert marc.post(f"/droits/roles/{held.pk}/", typed(held, less=("record.print",))).status_code == 303
    late = marc.post(f"/droits/roles/{held.pk}/", typed(held, less=("essential.write",)))
    refused(late, "Ce rôle a changé pendant que vous le regardiez")
    assert Right.ESSENTIAL_WRITE in role("aes").rights


def test_a_copy_is_one_more_role_of_the_same_family_created_once(house: House) -> None:
    marc, source = house.client("marc"), role("aes")
    data = typed(source, less=("handover.take",), label="AES remplaçant d’été", short="AES d’été")
    for _ in range(2):
        assert marc.post(f"/droits/roles/{source.pk}/copier/", data).status_code == 303
    (made,) = Role.objects.filter(label="AES remplaçant d’été")
    assert (made.family, made.code) == ("accompagnement", "aes_remplacant_d_ete")
    assert set(source.rights) - set(made.rights) == {"handover.take"}
    assert made.code in marc.get("/equipe/nouveau/").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": ""}, "Un rôle s’appelle déjà « Éducateur"),
        ({"short": ""}, "est déjà celui du rôle « Éducateur"),
    ],
)
def test_two_roles_never_have_the_same_name(house: House, fields: dict[str, str], words: str) -> None:
    marc, source, taken = house.client("marc"), role("aes"), role("educateur")
    fields = {"label": taken.label.upper()} if "label" in fields else {"short": f" {taken.short.upper()} "}
    names = {"label": "AES de nuit", "short": "AES nuit", **fields}
    refused(marc.post(f"/droits/roles/{source.pk}/copier/", typed(source, **names)), words)
    refused(change(marc, "aes", **fields), words)
    assert role("aes").label == source.label and not RoleChange.objects.exists()
    assert change(marc, "aes", less=("handover.take",)).status_code == 303  # her own name is not another’s
    Role.objects.filter(code="educateur").update(retired_at=timezone.now())
    assert marc.post(f"/droits/roles/{source.pk}/copier/", typed(source, **names)).status_code == 303


def test_a_copy_gives_no_more_than_a_change_would(house: House) -> None:
    source = role("secretaire")
    data = typed(source, label="Secrétaire plus", reads=["ADMIN", "FAMILY", "PSY"])
    refused(house.client("marc").post(f"/droits/roles/{source.pk}/copier/", data), "lire « Psychologique »")
    data = typed(role("administrateur"), label="Informaticien", reads=["SUPPORT"], more=("record.read",))
    refused(
        house.client("marc").post(f"/droits/roles/{role('administrateur').pk}/copier/", data),
        "n’ouvre jamais un dossier",
    )


def test_a_role_that_serves_is_not_retired_and_a_retired_one_is_no_longer_given(house: House) -> None:
    marc, aes, doctor = house.client("marc"), role("aes"), role("medecin")
    marc.post(f"/droits/roles/{aes.pk}/retirer/")
    assert role("aes").retired_at is None and "Ce rôle sert encore" in marc.get("/droits/roles/").content.decode()
    marc.post(f"/droits/roles/{doctor.pk}/retirer/")
    assert role("medecin").retired_at is not None
    assert 'value="medecin"' not in marc.get("/equipe/nouveau/").content.decode()
    post = {"id": str(uuid7()), "role_code": "medecin", "place": "organisme"}
    answer = marc.post(f"/equipe/{house.practitioner('ines').pk}/poste/", post)
    assert answer.status_code == 422 and not PractitionerRole.objects.filter(role_code="medecin").exists()


@pytest.mark.parametrize("slug", ["sophie", "karim", "amine", "admin", "farid", "nicole"])
def test_only_who_keeps_the_whole_organisme_changes_roles(house: House, slug: str) -> None:
    client, held = house.client(slug), role("aes")
    for path in ("", "copier/", "retirer/"):
        answer = client.post(f"/droits/roles/{held.pk}/{path}", typed(held, less=("record.print",)))
        assert answer.status_code == 404, path
    assert role("aes").version == 1 and role("aes").retired_at is None


def test_who_keeps_one_facility_changes_no_role(house: House) -> None:
    house.hire("chef", "directeur", "FAM Les Tilleuls")
    assert house.client("chef").get(f"/droits/roles/{role('aes').pk}/").status_code == 404
    page = house.client("chef").get("/droits/roles/").content.decode()
    assert "Infirmier" in page and "Copier" not in page


def test_the_role_of_another_organisme_is_not_there(house: House) -> None:
    with house.inside(house.bel_air):
        theirs = role("aes")
    assert house.client("marc").get(f"/droits/roles/{theirs.pk}/").status_code == 404


def test_the_matrix_on_paper_says_what_the_roles_say(house: House) -> None:
    page = house.client("amine").get("/droits/roles/imprimer/").content.decode()
    assert "Qui peut quoi, rôle par rôle" in page and "Imprimé par Amine Haddad" in page
    row = page.split('<th scope="row">Psychologique</th>')[1].split("</tr>")[0]
    assert 'data-titre="psychologue">L É<' in page and 'data-titre="médecin">L<' in row or "médecin" not in row
    assert house.client("karim").get("/droits/roles/imprimer/").status_code == 404


def test_a_role_held_by_nobody_or_by_many_says_so(house: House) -> None:
    page = house.client("sophie").get("/droits/roles/").content.decode().replace("\u00a0", " ")
    assert "Personne ne tient ce rôle." in page and "1 personne tient ce rôle" in page


def test_a_role_changed_by_two_hands_shows_both_versions_and_each_part_is_chosen(house: House) -> None:
    marc, held = house.client("marc"), role("aes")
    address, old = f"/droits/roles/{held.pk}/", typed(held)
    base = unescape(str(re.search(r'name="base" value="([^"]*)"', marc.get(address).content.decode())[1]))  # type: ignore[index]
    change(marc, "aes", less=("record.journal",), label="AES de nuit")
    mine = {**old, "base": base, "short": "AES (nuit)", "label": "AES du soir"}
    late = marc.post(address, mine)
    page = late.content.decode()
    assert late.status_code == 422 and "Deux versions" in page and "AES de nuit" in page
    assert sorted(set(re.findall(r'name="choix-(\w+)"', page))) == ["label", "rights"]
    theirs = re.findall(r'name="deja-rights" value="([^"]+)"', page)
    assert "record.journal" not in theirs and theirs == sorted(role("aes").rights)
    sent = {**mine, "version": "2", "choix-label": "mien", "choix-rights": "deja", "deja-rights": theirs}
    assert marc.post(address, sent).status_code == 303
    now = role("aes")
    assert (now.label, now.short, "record.journal" in now.rights) == ("AES du soir", "AES (nuit)", False)


def test_a_copy_of_a_trade_is_asked_to_read_what_concerns_that_trade(house: House) -> None:
    """Targets of the packs name trades («soin → infirmier»): a nurse of nights is one."""
    marc, source = house.client("marc"), role("ide")
    data = typed(source, less=("handover.take",), label="Infirmier de nuit", short="infirmier de nuit")
    marc.post(f"/droits/roles/{source.pk}/copier/", data)
    night = Role.objects.get(label="Infirmier de nuit")
    house.hire("nina", night.code, "mimosa")
    focus = next(f for f in load_pack("fam_mas").focuses if "ide" in f.roles and f.volet == "CARE")
    note = write_note(
        house.actor("ines"), house.sam.pk, uuid7(), Draft(text="Elle a mal.", volet="CARE", focus=focus.label, level=1)
    )
    asked = Reading.objects.filter(thread_id=note.thread_id).values_list("practitioner_id", flat=True)
    assert house.practitioner("nina").pk in asked
