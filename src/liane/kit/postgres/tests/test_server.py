"""The PostgreSQL of a house: private, shared by its commands, and alive again after a crash."""

import os
import pwd
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest

from liane.kit.postgres import accounts, cluster, keeper, keys, locate, places, roles, server
from liane.kit.postgres.errors import PostgresRefused


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> bool:
    """Look until it is true, for a while."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A scratch house whose folder existed before Liane, open to others."""
    folder = tmp_path_factory.mktemp("maison")
    folder.chmod(0o755)
    server.start(folder, durable=False).release()
    yield folder
    server.erase(folder)


@pytest.fixture
def running(home: Path) -> Iterator[server.Server]:
    """Its server, for the length of a test."""
    with server.start(home, durable=False) as started:
        yield started


def test_only_its_own_folders_are_closed(home: Path, running: server.Server) -> None:
    for folder in (running.place.base, running.place.socket, running.place.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE(keys.path(home).stat().st_mode) == 0o600


def test_nobody_comes_in_by_the_network_or_without_password(running: server.Server) -> None:
    with running.connect(cluster.ADMIN, "postgres") as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)
        assert admin.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall() == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(running.place.socket), user=roles.APP, password="devinette", dbname=roles.DATABASE)


def test_the_application_role_can_bypass_nothing_and_build_nothing(running: server.Server) -> None:
    with running.connect() as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS wall_trial (house text); TRUNCATE wall_trial")
        owner.execute("INSERT INTO wall_trial VALUES ('elsewhere'); ALTER TABLE wall_trial ENABLE ROW LEVEL SECURITY")
    with running.connect(roles.APP) as app:
        assert app.execute("SELECT count(*) FROM wall_trial").fetchone() == (0,)
        for order in ("CREATE TABLE t (x int)", "CREATE SCHEMA s", "DROP TABLE wall_trial", "TRUNCATE wall_trial"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(order)
        roles.check_application(app)
    with running.connect() as owner:
        owner.execute("DROP TABLE wall_trial")
        with pytest.raises(PostgresRefused, match="cloisonnement"):
            roles.check_application(owner)


def test_the_owner_may_create_databases_but_is_no_superuser(running: server.Server) -> None:
    with running.connect() as owner:
        facts = owner.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert facts.fetchone() == (False, False, True, False)


def test_the_log_keeps_nothing_of_what_was_written(home: Path, running: server.Server) -> None:
    with running.connect(roles.APP) as app:
        for order in ("SELECT 'secret-de-sam' FROM nowhere", "SELECT 'secret-de-sam'::date"):
            with pytest.raises(psycopg.Error):
                app.execute(order)
    logs = [running.place.log, *(running.place.data / "log").iterdir()]
    assert not [path for path in logs if "secret-de-sam" in path.read_text(errors="replace")]


def test_a_house_in_service_trusts_no_shortcut_of_the_disk(home: Path) -> None:
    with server.start(home) as running, running.connect() as owner:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert owner.execute("SELECT current_setting(%s)", [name]).fetchone() == ("on",)


def test_two_commands_share_one_server_and_the_last_one_closes_it(home: Path) -> None:
    first = server.start(home, durable=False)
    process = cluster.postmaster(first.place.data)
    second = server.start(home, durable=False)
    assert cluster.postmaster(first.place.data) == process
    first.release()
    with second.connect() as owner:
        assert owner.execute("SELECT 1").fetchone() == (1,)
    second.release()
    assert not second.is_alive()


def test_commands_that_open_a_new_house_at_once_all_enter(tmp_path: Path) -> None:
    house = tmp_path / "neuve"
    code = "import sys; from pathlib import Path; from liane.kit.postgres import server\n"
    code += "server.start(Path(sys.argv[1]), durable=False).release()"
    commands = [
        subprocess.Popen((sys.executable, "-c", code, str(house)), stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [command.communicate()[1] for command in commands]
    assert [command.returncode for command in commands] == [0] * 4, said
    server.erase(house)


def test_two_who_want_an_account_at_once_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits for the first: an account of another name would not own the house."""
    ours = pwd.getpwuid(os.geteuid())
    made = Event()
    asked: list[str] = []

    def create(order: tuple[str, ...], **_: object) -> None:
        asked.append(order[-1])
        time.sleep(0.1)
        made.set()

    monkeypatch.setattr(places, "SYSTEM_ROOT", tmp_path)
    monkeypatch.setattr(accounts.shutil, "which", lambda program: f"/usr/sbin/{program}")
    monkeypatch.setattr(accounts.subprocess, "run", create)
    monkeypatch.setattr(accounts, "_existing", lambda names: ours if made.is_set() and "liane" in names else None)
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(lambda _: accounts._created(accounts.NAMES), range(2))) == [ours, ours]
    assert asked == ["liane"]


def test_a_killed_command_leaves_no_server_behind(home: Path) -> None:
    script = "import sys, time, pathlib; from liane.kit.postgres import server\n"
    script += "server.start(pathlib.Path(sys.argv[1]), durable=False); print('ready', flush=True); time.sleep(60)"
    command = subprocess.Popen((sys.executable, "-c", script, str(home)), stdout=subprocess.PIPE)
    with command:
        assert command.stdout is not None
        assert command.stdout.readline() == b"ready\n"
        data = places.place_of(home).data
        assert cluster.postmaster(data)
        command.kill()
    assert wait_for(lambda: cluster.postmaster(data) is None)


def test_what_was_written_survives_a_crash(home: Path) -> None:
    with server.start(home) as before:
        with before.connect() as owner:
            owner.execute("CREATE TABLE crash_trial AS SELECT 'kept' AS word")
        process = cluster.postmaster(before.place.data)
        assert process
        os.kill(process, signal.SIGKILL)
        assert wait_for(lambda: not before.is_alive())
    with server.start(home) as after, after.connect() as owner:
        assert owner.execute("SELECT word FROM crash_trial").fetchone() == ("kept",)
        owner.execute("DROP TABLE crash_trial")


def test_the_lock_of_a_dead_server_is_not_believed(home: Path) -> None:
    place = places.place_of(home)
    (place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{place.data}\n0\n5432\n{place.socket}\n\n0 0\nready\n")
    with server.start(home, durable=False) as running, running.connect() as owner:
        assert owner.execute("SELECT 1").fetchone() == (1,)


def test_what_a_killed_server_left_behind_never_writes_beside_the_new_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "INSIST", 0.2)
    place = places.place_of(home)
    with server.start(home) as before, before.connect() as busy:
        orphan = busy.info.backend_pid
        os.kill(orphan, signal.SIGSTOP)  # in the middle of something: it does not see that its server is dead
        os.kill(cluster.postmaster(place.data) or 0, signal.SIGKILL)
        assert wait_for(lambda: cluster.postmaster(place.data) is None)
        with server.start(home) as after, after.connect() as owner:
            assert not is_running(orphan)
            assert owner.execute("SELECT 1").fetchone() == (1,)
        busy.close()


def is_running(process: int) -> bool:
    """Not gone, and not only waiting to be counted."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_keys_made_before_the_start_open_data_left_by_a_home_that_is_gone(home: Path) -> None:
    with server.start(home, durable=False) as before:
        lost = before.keys.owner
    keys.path(home).unlink()
    made = keys.ensure(home)  # as a command does that reads the settings before it starts the server
    with server.start(home, durable=False) as after, after.connect() as owner:
        assert (after.keys, made.owner != lost) == (made, True)
        assert owner.execute("SELECT 1").fetchone() == (1,)


def test_lost_keys_are_made_again_and_the_data_stays(home: Path) -> None:
    with server.start(home, durable=False) as before, before.connect() as owner:
        owner.execute("CREATE TABLE keys_trial AS SELECT 'kept' AS word")
    keys.path(home).unlink()
    with server.start(home, durable=False) as after, after.connect() as owner:
        assert after.keys.owner != before.keys.owner
        assert owner.execute("SELECT word FROM keys_trial").fetchone() == ("kept",)
        owner.execute("DROP TABLE keys_trial")


def test_data_of_another_version_is_refused_and_untouched(home: Path) -> None:
    with server.start(home, durable=False) as running:
        version = running.place.data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("13\n")
    with pytest.raises(PostgresRefused, match="PostgreSQL 13"):
        server.start(home, durable=False)
    version.write_text(kept)
    server.start(home, durable=False).release()


def test_data_that_is_damaged_is_refused_and_untouched(home: Path) -> None:
    version = places.place_of(home).data / "PG_VERSION"
    kept = version.read_text()
    version.unlink()
    with pytest.raises(PostgresRefused, match="abîmé"):
        server.start(home, durable=False)
    version.write_text(kept)
    server.start(home, durable=False).release()


def test_a_creation_that_was_interrupted_starts_again(tmp_path: Path) -> None:
    house = tmp_path / "maison"
    place = places.place_of(house)
    places.make_home(house)
    places.create(place, accounts.dedicated_account())
    (place.base / "data-en-cours").mkdir()
    (place.base / "data-en-cours" / "PG_VERSION").write_text("18\n")
    server.start(house, durable=False).release()
    server.erase(house)


def test_a_house_in_use_is_not_erased(home: Path, running: server.Server) -> None:
    with pytest.raises(PostgresRefused, match="autre commande"):
        server.erase(home)


def test_a_house_far_down_in_the_folders_has_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("une-maison-au-bout-du-chemin-" * 3) / ("encore-plus-loin-" * 3)
    with server.start(deep, durable=False) as running, running.connect(roles.APP) as app:
        assert len(str(running.place.socket / ".s.PGSQL.5432")) < 100
        assert stat.S_IMODE(running.place.socket.stat().st_mode) == 0o700
        assert app.execute("SELECT current_user").fetchone() == (roles.APP,)
    server.erase(deep)
    assert not running.place.socket.exists()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "piege"
    trap.mkdir(mode=0o777)
    trap.chmod(0o777)
    place = places.Place(tmp_path, tmp_path / "base", trap, None)
    with pytest.raises(PostgresRefused, match="n’appartient pas"):
        places.create(place, None)


def test_reading_the_settings_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANE_HOME", str(tmp_path / "absente"))
    found = locate.databases("Europe/Paris")
    assert (found["default"]["USER"], found["owner"]["USER"]) == (roles.APP, roles.OWNER)
    assert not (tmp_path / "absente").exists()


def test_the_keeper_reads_no_status_where_there_is_no_server(tmp_path: Path) -> None:
    assert keeper.status(tmp_path) == ""


@pytest.mark.parametrize(("started_for_it", "left"), [(True, True), (False, False)])
def test_a_server_that_root_may_not_look_into_keeps_its_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started_for_it: bool, left: bool
) -> None:
    """In a container root may not see where a process of another account works: its lock, taken away, would stop it."""
    look = Path.resolve

    def closed(path: Path, strict: bool = False) -> Path:
        if path.name == "cwd" and path.parts[1] == "proc":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, strict)

    monkeypatch.setattr(Path, "resolve", closed)
    words = (sys.executable, "-c", "input()", "-D", str(tmp_path) if started_for_it else "elsewhere")
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        (tmp_path / "postmaster.pid").write_text(f"{process.pid}\n")
        while not Path(f"/proc/{process.pid}/cmdline").read_bytes():
            pass  # its words are there an instant after it is
        assert cluster.postmaster(tmp_path) == (process.pid if started_for_it else None)
        assert (tmp_path / "postmaster.pid").exists() is left
        process.kill()
