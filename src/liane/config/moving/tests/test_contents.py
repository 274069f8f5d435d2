"""What goes beside the tables, and what an organisme already opened here had chosen: whole, or refused in words."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from liane.access.houses import propose_roles
from liane.access.models import Role, RoleChange
from liane.config.moving import house as moving
from liane.config.moving.tests.furnished import NOW, altered, elsewhere, furnish, leave, rewritten
from liane.config.moving.tests.furnished_more import DOCX, PDF
from liane.documents import store
from liane.documents.models import StoredFile
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.moving.archive import READ_ME
from liane.kit.moving.pieces import FOLDER
from liane.kit.moving.reading import Fate
from liane.kit.tenancy import acting_for
from liane.organizations.models import Organization
from liane.people.doubles.watch import look_for_doubles
from liane.people.models import Double
from liane.stays.models import Notice

PAPER = FOLDER + sha256(DOCX).hexdigest()


BROKEN = {
    "altered": (lambda d: altered(d, **{PAPER: b"autre chose"}), "n’est pas celui qui a été exporté"),
    "not a digest": (lambda d: altered(d, **{FOLDER + "papier": DOCX}), "n’est pas celui qui a été exporté"),
    "escaping": (lambda d: altered(d, **{FOLDER + "../papier": DOCX}), "chemin dangereux"),
}


@pytest.mark.parametrize(("spoil", "said"), BROKEN.values(), ids=BROKEN)
def test_a_content_that_is_not_the_one_that_left_refuses_the_archive(house, standing_house, spoil, said):
    furnish(house)
    data = spoil(leave(house))
    with elsewhere(standing_house), pytest.raises(Refused, match=said):
        moving.import_house("essai", data)


def setting(table: str, title: str, value: str):
    """Change one cell of the first line."""

    def change(rows):
        rows[1][rows[0].index(title)] = value

    return lambda data: rewritten(data, f"{table}.csv", change)


WRONG = {
    "missing": (lambda d: altered(d, **{PAPER: None}), "fichiers.csv, ligne"),
    "for nobody": (lambda d: altered(d, **{FOLDER + sha256(b"x").hexdigest(): b"x"}), "aucune ligne ne nomme"),
    "no digest": (setting("photos", "image", "../../etc/passwd"), "n’est pas lisible"),
    "a page for a paper": (setting("fichiers", "sorte_de_contenu", "text/html"), "n’est pas gardée ici"),
    "unit elsewhere": (setting("etablissements_souhaites", "unite", str(uuid4())), "colonne unite"),
    "waits since never": (setting("etablissements_souhaites", "attend_depuis_le", ""), "sans dire depuis quel jour"),
    "no such right": (setting("roles", "droits", '["tout.lire"]'), "n’existe pas dans cette version"),
    "no list": (setting("roles", "volets_lus", "CARE"), "n’est pas lisible"),
    "nobody": (setting("referents", "professionnel", str(uuid4())), "referents.csv, ligne 2, colonne professionnel"),
    "not a line of the fil": (setting("fil", "mots_cherches", "'"), "la base refuse cette ligne"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG)
def test_one_wrong_line_is_told_and_nothing_of_it_stays(house, standing_house, spoil, said):
    furnish(house)
    data = spoil(leave(house))
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert any(said in fault for fault in arrived.entry.faults), arrived.entry.faults
        with acting_for(arrived.house.id):
            assert not Organization.objects.exists()
        assert not list(Path(settings.FILES_ROOT).rglob("*")), "no paper is kept of what is refused"


def test_a_trial_keeps_no_paper(house, standing_house):
    furnish(house)
    data = leave(house)
    with elsewhere(standing_house):
        assert moving.import_house("essai", data, is_trial=True).entry.faults == []
        assert not list(Path(settings.FILES_ROOT).rglob("*"))


def test_a_paper_that_is_lost_stops_the_export_in_words(house):
    furnish(house)
    lost = StoredFile.objects.get(digest=sha256(DOCX).hexdigest())
    store.remove(lost.organization_id, lost.digest)
    with pytest.raises(Refused, match="n’est plus sur le disque"):
        leave(house)


def test_each_content_is_there_once_and_says_what_was_received(house, standing_house):
    furnish(house)
    data = leave(house)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.read(PAPER) == DOCX
        assert opened.read(FOLDER + sha256(PDF).hexdigest()) == PDF
        assert "Le dossier « contenus »" in opened.read(READ_ME).decode("utf-8-sig")
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        with acting_for(arrived.house.id):
            assert bytes(Notice.objects.get(name="notification.pdf").data) == PDF
            assert bytes(Notice.objects.get(name="vide.txt").data) == b""
            assert Notice.objects.get(name="vide.txt").received_at == NOW, "received long before the day of the move"


def test_what_nobody_changed_of_the_proposed_roles_gives_way_to_those_of_the_house(house, standing_house):
    furnish(house)
    changed = RoleChange.objects.get().role
    kept = Role.objects.exclude(pk=changed.pk).first()
    data = leave(house)
    with elsewhere(standing_house):
        other = moving.House(uuid4(), "Ailleurs")
        with acting_for(other.id):
            Organization.objects.create(id=other.id, name=other.name)
            propose_roles(other.id)
            here = Role.objects.get(code=kept.code)
            by = {"author_id": uuid7(), "author_name": "Jeanne", "organization_id": other.id}
            RoleChange.objects.create(role=here, at="2026-01-01T00:00Z", **by)
        arrived = moving.import_house("essai", data, into=other)
        assert arrived.entry.faults == []
        with acting_for(other.id):
            assert Role.objects.get(code=changed.code).label == "AES, comme ici"
            assert Role.objects.get(code=kept.code).pk == here.pk, "changed by somebody here: left as it is"
        apart = [line.row.code for line in arrived.entry.lines["roles"] if line.fate is Fate.APART]
        assert apart == [kept.code]
        again = moving.import_house("essai", data, into=other)
        assert again.entry.count(Fate.NEW) == 0


def test_an_answer_between_two_persons_is_not_asked_again(house, standing_house):
    furnish(house)
    data = leave(house)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        with acting_for(arrived.house.id):
            assert look_for_doubles(arrived.house.id).new == 0
            assert Double.objects.get().state == "APART"
