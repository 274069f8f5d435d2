"""A backup that cannot be brought back is not a backup: the whole way, and every way of hurting it (security.md G5, J2, J3)."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage.x25519 import Identity

from liane.config.safety import bringing, content, manifest, sealed, taking, trial
from liane.config.safety.files import Unpacking, packed
from liane.config.safety.house import House
from liane.config.safety.tests.conftest import CANARY, Quiet, Saved
from liane.config.testing import databases
from liane.kit.postgres import keys, places, roles, server
from liane.kit.postgres.errors import PostgresRefused

pytestmark = pytest.mark.slow


def copy_of(saved: Saved, tmp_path: Path) -> Path:
    folder = tmp_path / saved.folder.name
    shutil.copytree(saved.folder, folder)
    return folder


def test_each_key_reads_the_whole_backup(saved: Saved) -> None:
    for key in (saved.key, saved.second):
        page = taking.check(saved.folder, key, Quiet())
        assert (page.counts["people_person"], page.documents) == (2, 1)
        assert page.heads and page.counts["journal_seal"] >= 1


def test_nothing_lies_in_clear_on_the_disk(saved: Saved) -> None:
    texts = [CANARY, CANARY.split()[1], "Belkacem", "PGDMP", "ustar", keys.ensure(saved.house.home).django]
    for path in saved.folder.iterdir():
        data = path.read_bytes()
        assert not [text for text in texts if text.encode() in data], path.name
    assert not list(saved.folder.parent.glob(".*"))
    assert not [path for path in saved.folder.parent.rglob("*") if path.stat().st_mode & 0o077 and path.is_dir()]


def test_the_keys_that_stay_are_not_in_the_backup(saved: Saved) -> None:
    carried: list[bytes] = []

    class Kept:
        def write(self, data: bytes) -> int:
            carried.append(data)
            return len(data)

    sealed.unseal(saved.folder / manifest.KEYS, saved.key, Kept())
    sealed.unseal(saved.folder / manifest.JOURNAL, saved.key, Kept())
    text = b"".join(carried).decode()
    own = keys.ensure(saved.house.home)
    assert own.django in text and "PRIVATE KEY" not in text
    assert own.owner not in text and own.admin not in text and own.app not in text


def test_it_comes_back_alive_in_a_house_of_passage(saved: Saved, tmp_path: Path) -> None:
    figures = trial.try_out(saved.folder, saved.second, tmp_path, Quiet(), records=3)
    assert (figures["documents"], figures["sign_in"], figures["records_opened"]) == (1, True, 3)
    assert figures["journal_lines"] >= 2 and figures["seals"] >= 1
    assert list(tmp_path.iterdir()) == []


def refusal(gesture: Callable[[], Any]) -> str:
    with pytest.raises(PostgresRefused) as refused:
        gesture()
    assert not re.search(r"Traceback|Error", str(refused.value))
    return str(refused.value)


def test_another_key_is_said_to_be_another(saved: Saved) -> None:
    said = refusal(lambda: taking.check(saved.folder, Identity.generate(), Quiet()))
    assert "cette clef n’ouvre pas cette sauvegarde" in said


@pytest.mark.parametrize("part", manifest.PARTS)
@pytest.mark.parametrize("harm", ["cut", "changed", "longer", "empty", "gone"])
def test_a_part_that_is_hurt_is_found(saved: Saved, tmp_path: Path, part: str, harm: str) -> None:
    folder = copy_of(saved, tmp_path)
    path = folder / part
    data = path.read_bytes()
    harmed = {
        "cut": data[:-7],
        "changed": data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
        "longer": data + b"x",
        "empty": b"",
    }
    path.write_bytes(harmed[harm]) if harm in harmed else path.unlink()
    said = refusal(lambda: taking.check(folder, saved.key, Quiet()))
    assert part in said and ("autre copie" in said)


def test_a_hurt_part_whose_digest_was_rewritten_is_still_found(saved: Saved, tmp_path: Path) -> None:
    folder = copy_of(saved, tmp_path)
    path = folder / manifest.BASE
    path.write_bytes(path.read_bytes()[:-30])
    page = manifest.read(folder)
    page.parts[manifest.BASE].closed = sealed.measure(path)
    page.write(folder)
    assert "abîmé ou incomplet" in refusal(lambda: taking.check(folder, saved.key, Quiet()))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"form": 99, "version": "9.0"}, "version plus récente de Liane (9.0)"),
        ({"parts": {}}, "incomplète"),
        ({"postgres": 99}, "plus récent que celui d’ici"),
        ({"counts": {"people_person": 12}}, "people_person : 2 au lieu de 12"),
        ({"heads": {"x": "00"}}, "têtes du journal"),
    ],
)
def test_a_first_page_that_does_not_fit_is_found(
    saved: Saved, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    folder = copy_of(saved, tmp_path)
    values = json.loads((folder / manifest.NAME).read_text())
    (folder / manifest.NAME).write_text(json.dumps(values | change))

    def examined() -> None:
        page = manifest.read(folder)
        if page.postgres > 90:
            bringing.bring(folder, page, saved.key, saved.house, Quiet())
        with saved.house.opened() as base:
            bringing.compare(base, saved.house, page)

    assert sentence in refusal(examined)


def test_a_first_page_that_does_not_read_is_said(tmp_path: Path) -> None:
    assert "pas de sauvegarde" in refusal(lambda: manifest.find(tmp_path))
    (tmp_path / manifest.NAME).write_text("{")
    assert "ne se lit pas" in refusal(lambda: manifest.read(tmp_path))


def test_a_house_that_exists_is_never_written_over(saved: Saved) -> None:
    assert "contient déjà une maison" in refusal(lambda: bringing.refuse_unless_empty(saved.house))


def test_the_rights_of_the_application_come_back_as_they_were(saved: Saved, postgres: server.Server) -> None:
    app = saved.house.app["USER"]
    with saved.house.opened() as base:
        wanted = content.grants(base, app)
        base.execute("BEGIN")
        base.execute(f'GRANT UPDATE, DELETE ON journal_journalentry TO "{app}"')
        base.execute(f'REVOKE SELECT ON people_person FROM "{app}"')
        base.execute("GRANT EXECUTE ON FUNCTION access_actor TO PUBLIC")
        assert content.grants(base, app) != wanted
        content.give_back(base, app, [*wanted, ["TABLE", "people_person; DROP TABLE people_person", "app", "SELECT"]])
        assert content.grants(base, app) == wanted
        base.execute("ROLLBACK")
    assert ["TABLE", "journal_journalentry", "app", "UPDATE"] not in wanted


def test_a_paper_that_changed_on_the_disk_stops_the_backup(saved: Saved, tmp_path: Path) -> None:
    [path] = [p for p in saved.house.files.rglob("*") if p.is_file()]
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"!")
        said = refusal(lambda: _take(saved, tmp_path))
        assert "a changé sur le disque" in said
        path.unlink()
        assert "manque sur le disque" in refusal(lambda: _take(saved, tmp_path))
    finally:
        path.write_bytes(before)
    assert list(tmp_path.iterdir()) == []


def _take(saved: Saved, place: Path) -> Path:
    return taking.take(saved.house, place, [saved.key.to_public()], Identity.generate(), Quiet())


def test_old_backups_leave_after_the_new_one_is_whole(saved: Saved, tmp_path: Path) -> None:
    for day in ("01", "02", "03"):
        shutil.copytree(saved.folder, tmp_path / f"liane-2026-01-{day}-000000")
    (tmp_path / "liane-2025-12-31-000000").mkdir()  # not whole: not ours to count, nor to erase
    (tmp_path / "photos").mkdir()
    assert [old.name for old in taking.forget_old(tmp_path, 2)] == ["liane-2026-01-01-000000"]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"liane-2026-01-02-000000", "liane-2026-01-03-000000", "liane-2025-12-31-000000", "photos"}


@pytest.mark.parametrize("name", ["../dehors", "/etc/passwd", "a/../../b", "a" * 300])
def test_an_archive_never_leaves_its_folder(tmp_path: Path, name: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    unpacking = Unpacking(tmp_path / "dedans")
    with packed([(name, source)]) as stream:
        while data := stream.read(4096):
            unpacking.write(data)
    assert "nom inattendu" in refusal(unpacking.close)
    assert {path.name for path in tmp_path.iterdir()} <= {"source", "dedans"}


class Full:
    """A disk with room for a few bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: bytes) -> int:
        self.room -= len(data)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return len(data)


def test_a_full_disk_is_said_and_leaves_nothing(saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="No space"):
        sealed.unseal(saved.folder / manifest.BASE, saved.key, Full(1000))
    real = sealed.seal
    monkeypatch.setattr(sealed, "seal", lambda stream, _target, keys_, tell=None: real(stream, Full(5000), keys_, tell))
    assert "plus de place" in refusal(lambda: _take(saved, tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def changed(saved: Saved, postgres: server.Server, tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """A backup of the same house after its database was changed."""
    name = f"{saved.house.owner['NAME']}_autre"
    databases.copy(postgres, saved.house.owner["NAME"], name)
    owner, app = saved.house.owner | {"NAME": name}, saved.house.app | {"NAME": name}
    house = replace(saved.house, owner=owner, app=app)

    def after(*orders: str) -> Path:
        with house.opened() as base:
            for order in orders:
                base.execute(order)
        return taking.take(house, tmp_path / "sauvegardes", [saved.key.to_public()], Identity.generate(), Quiet())

    yield after
    databases.drop(postgres, name)


def test_the_backup_of_an_older_version_comes_back_in_this_one(
    saved: Saved, changed: Callable[..., Path], tmp_path: Path
) -> None:
    folder = changed(
        "DROP TABLE config_safetyrun",
        "DROP FUNCTION config_safetyrun_stays_written",
        "DELETE FROM django_migrations WHERE app = 'config'",
    )
    figures = trial.try_out(folder, saved.key, tmp_path / "maison", Quiet(), records=1)
    assert figures["migrations"] == 1 and figures["records_opened"] == 1


def test_the_backup_of_a_newer_version_is_refused_and_a_forged_journal_is_seen(
    saved: Saved, changed: Callable[..., Path], tmp_path: Path
) -> None:
    folder = changed(
        "ALTER TABLE journal_journalentry DISABLE TRIGGER ALL",
        "UPDATE journal_journalentry SET actor_name = 'Quelqu’un d’autre'",
        "ALTER TABLE journal_journalentry ENABLE TRIGGER ALL",
    )
    said = refusal(lambda: trial.try_out(folder, saved.key, tmp_path / "maison", Quiet()))
    assert "journal n’est pas entier" in said
    folder = changed("INSERT INTO django_migrations (app, name, applied) VALUES ('notes', '9999_demain', now())")
    said = refusal(lambda: trial.try_out(folder, saved.key, tmp_path / "maison", Quiet()))
    assert "version plus récente" in said and "9999_demain" in said
    folder = changed("DELETE FROM django_migrations WHERE name IN ('9999_demain', '0025_household_email')")
    said = refusal(lambda: trial.try_out(folder, saved.key, tmp_path / "maison", Quiet()))
    assert "pas jusqu’au bout" in said and "0025_household_email" in said
    assert not (tmp_path / "maison" / "essai-de-restauration").exists()


def test_it_comes_back_on_a_server_where_roles_have_other_names(
    saved: Saved, postgres: server.Server, tmp_path: Path
) -> None:
    with postgres.connect(server.cluster.ADMIN, "postgres") as admin:
        admin.execute("DROP DATABASE IF EXISTS dossiers_dsi WITH (FORCE)")
        for role, limits in (("dsi_essai", "CREATEROLE"), ("dsi_essai_app", "")):
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                admin.execute(f"CREATE ROLE {role} LOGIN {limits}")
            admin.execute(f"ALTER ROLE {role} PASSWORD 'essai'")
        admin.execute("CREATE DATABASE dossiers_dsi OWNER dsi_essai")
    there = {"NAME": "dossiers_dsi", "PASSWORD": "essai"}
    owner, app = saved.house.owner | there | {"USER": "dsi_essai"}, saved.house.app | there | {"USER": "dsi_essai_app"}
    places.make_home(tmp_path / "maison")
    keys.ensure(tmp_path / "maison")
    house = House(tmp_path / "maison", tmp_path / "papiers", tmp_path / "journal", owner, app)
    try:
        with house.opened() as base:
            roles.grant_to_application(base, "dsi_essai_app")
        bringing.refuse_unless_empty(house)
        bringing.bring(saved.folder, manifest.read(saved.folder), saved.key, house, Quiet())
        with house.opened() as base:
            asked = "SELECT has_table_privilege('dsi_essai_app', 'journal_journalentry', %s)"
            assert [base.execute(asked, [right]).fetchone() for right in ("INSERT", "UPDATE")] == [(True,), (False,)]
        assert keys.ensure(house.home).django == keys.ensure(saved.house.home).django
        assert keys.ensure(house.home).owner != keys.ensure(saved.house.home).owner
    finally:
        with postgres.connect(server.cluster.ADMIN, "postgres") as admin:
            admin.execute("DROP DATABASE dossiers_dsi WITH (FORCE)")


def test_two_backups_of_one_second_have_each_their_name(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for second in (now, now + timedelta(seconds=1)):
        (tmp_path / manifest.folder_name(second)).mkdir()
    moments = [taking.begin(tmp_path) for _ in range(2)]
    names = {manifest.folder_name(moment) for moment, _ in moments}
    assert len(names) == 2 and all(draft.is_dir() for _, draft in moments)
    assert not any((tmp_path / name).exists() for name in names)
