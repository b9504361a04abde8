"""The embedded PostgreSQL, really started, killed and found again."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from hocba.adapters.database import embedded_account as accounts
from hocba.adapters.database.embedded import running, start, stop
from hocba.adapters.database.embedded_binaries import candidates
from hocba.adapters.database.embedded_process import wait_until
from hocba.core.terms.outcomes import Fault


@pytest.fixture(scope="module")
def shared_dir(tmp_path_factory):
    """One cluster for the tests that only ask it; those that harm it make their own."""
    folder = tmp_path_factory.mktemp("postgres")
    yield folder
    stop(folder)


@pytest.fixture
def own_dir(tmp_path):
    yield tmp_path / "postgres"
    stop(tmp_path / "postgres")


def answer(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()


def is_gone(pid):
    """A killed process that nobody waits for keeps its number but has no folder any more."""
    try:
        Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return True
    return False


class TestServer:
    def test_keeps_data_checksums_and_flushes_what_it_commits(self, shared_dir):
        server = start(shared_dir)

        settings = "SELECT current_setting('data_checksums'), current_setting('fsync')"
        assert answer(server.app_url, settings) == ("on", "on")

    def test_lowers_vietnamese_letters(self, shared_dir):
        server = start(shared_dir)

        assert answer(server.app_url, "SELECT lower('ĐẶNG ƯỚC')") == ("đặng ước",)

    def test_is_found_by_the_second_start(self, shared_dir):
        first = start(shared_dir)

        assert start(shared_dir) == first

    def test_refuses_a_wrong_password(self, shared_dir):
        server = start(shared_dir)

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.app_url, password="wrong")

    def test_lets_nobody_else_read_the_passwords(self, shared_dir):
        start(shared_dir)

        mode = (shared_dir / "passwords.json").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600

    def test_keeps_what_people_wrote_out_of_its_log(self, shared_dir):
        server = start(shared_dir)

        with pytest.raises(psycopg.Error):
            answer(server.app_url, "SELECT 'Nguyễn Thị Bí Mật'::int")

        # The message itself quotes the value; the statement that held it is not repeated.
        assert "STATEMENT" not in (shared_dir / "postgres.log").read_text()


class TestRoles:
    def test_lets_the_app_use_a_table_of_the_owner_but_not_change_it(self, shared_dir):
        server = start(shared_dir)
        with psycopg.connect(server.owner_url) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS mark (value int)")

        with psycopg.connect(server.app_url) as app:
            app.execute("INSERT INTO mark VALUES (9)")
        with (
            psycopg.connect(server.app_url) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("DROP TABLE mark")

    @pytest.mark.parametrize("role", ["hocba_owner", "hocba_app"])
    def test_lets_no_role_step_around_row_level_security(self, shared_dir, role):
        server = start(shared_dir)

        query = f"SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = '{role}'"
        assert answer(server.app_url, query) == (False,)


class TestKilled:
    def test_recovers_what_was_committed_before_its_postmaster_was_killed(self, own_dir):
        before = start(own_dir)
        with psycopg.connect(before.owner_url) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")

        os.kill(before.pid, signal.SIGKILL)
        after = start(own_dir)

        assert after.pid != before.pid
        assert answer(after.owner_url, "SELECT answer FROM kept") == (42,)

    def test_starts_beside_a_worker_that_outlived_its_postmaster(self, own_dir):
        before = start(own_dir)
        busy = psycopg.connect(before.owner_url)
        worker = busy.execute("SELECT pg_backend_pid()").fetchone()[0]
        # A stopped process cannot see that its parent died: it would stay for ever.
        os.kill(worker, signal.SIGSTOP)

        os.kill(before.pid, signal.SIGKILL)
        after = start(own_dir)

        assert is_gone(worker)
        assert answer(after.app_url, "SELECT 1") == (1,)

    def test_starts_when_its_number_now_belongs_to_another_program(self, own_dir):
        before = start(own_dir)
        os.kill(before.pid, signal.SIGKILL)
        assert wait_until(lambda: is_gone(before.pid), timeout_s=10)
        file = own_dir / "cluster" / "postmaster.pid"
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(os.getpid()), *lines[1:]]))

        after = start(own_dir)

        assert answer(after.app_url, "SELECT 1") == (1,)

    @pytest.mark.parametrize("after_s", [0.05, 0.2, 0.5])
    def test_starts_after_a_first_start_was_killed(self, own_dir, after_s):
        own_dir.mkdir()
        code = "import sys, pathlib; from hocba.adapters.database.embedded import start; "
        code += "start(pathlib.Path(sys.argv[1]))"
        with subprocess.Popen([sys.executable, "-c", code, own_dir]) as first:
            # The moment counts from the first file, since importing takes its own time.
            wait_until((own_dir / "starting").exists, timeout_s=20)
            time.sleep(after_s)
            first.kill()

        assert answer(start(own_dir).app_url, "SELECT 1") == (1,)

    def test_says_so_when_the_passwords_are_lost(self, own_dir):
        start(own_dir)
        stop(own_dir)
        (own_dir / "passwords.json").unlink()

        with pytest.raises(Fault) as fault:
            start(own_dir)

        assert fault.value.code == "postgres.passwords_lost"


class TestRunning:
    def test_stops_only_when_the_last_user_leaves(self, own_dir):
        with running(own_dir) as outer:
            with running(own_dir) as inner:
                assert inner == outer
            assert not is_gone(outer.pid)

        assert is_gone(outer.pid)


class TestAccounts:
    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
    def test_hands_a_private_copy_to_an_unprivileged_account(self, own_dir, tmp_path, monkeypatch):
        # Somewhere below /tmp that the account can reach, since pytest's own folders are closed.
        elsewhere = Path(f"/tmp/hocba-elsewhere-{os.getpid()}")
        monkeypatch.setattr(accounts, "ELSEWHERE", elsewhere)
        under = accounts.unprivileged()

        server = start(own_dir, under=under)

        assert Path(f"/proc/{server.pid}").stat().st_uid == under.uid
        assert answer(server.app_url, "SELECT 1") == (1,)
        stop(own_dir, under=under)
        subprocess.run(["rm", "-r", elsewhere], check=True)

    def test_runs_on_every_postgresql_that_it_finds(self, tmp_path):
        found = tuple(candidates())

        for binaries in found:
            folder = tmp_path / str(binaries.major)
            server = start(folder, using=binaries)
            version = answer(server.app_url, "SHOW server_version")[0]
            stop(folder)
            assert version.startswith(str(binaries.major))
        assert found
