"""The file: how it is made and opened, and which ones are refused, unchanged."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from brt.errors import Surroundings
from brt.store import cache, dossiers, files, mark
from brt.store.database import APPLICATION, VERSION, Database, reading, writing
from brt.store.trouble import Busy, CannotUse, Damaged, Newer, NotOurs, PostgreSQL, explain
from tests.store.conftest import HOUSE, apart


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a row in it."""
    found = tmp_path / "brt.db"
    with writing(str(found)) as db:
        cache.put_meta(db, "key", "value")
    return found


def pragma(db: Database, name: str) -> object:
    return db._connection.execute(f"pragma {name}").fetchone()[0]


def outside(path: Path, *statements: str) -> None:
    """Let another program write into the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for one in statements:
            connection.execute(one)


def interrupted(path: Path) -> None:
    with writing(str(path)) as db:
        cache.put_meta(db, "other", "value")
        raise KeyboardInterrupt


# ── as it must be ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", [reading, writing])
def test_how_the_database_is_opened(path, way):
    with way(str(path)) as db:
        assert pragma(db, "synchronous") == 3  # EXTRA
        assert pragma(db, "journal_mode") == "delete"
        assert pragma(db, "foreign_keys") == 1
        assert pragma(db, "trusted_schema") == 0
        assert pragma(db, "cell_size_check") == 1
        assert pragma(db, "secure_delete") == 1
        assert pragma(db, "mmap_size") == 0


def test_what_the_file_says_of_itself(path):
    with reading(str(path)) as db:
        assert pragma(db, "application_id") == APPLICATION == int.from_bytes(b"brt1")
        assert pragma(db, "user_version") == VERSION


def test_every_table_is_strict(path):
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("select name, strict from pragma_table_list where type = 'table'").fetchall()
    ours = [(name, strict) for name, strict in tables if not name.startswith("sqlite_")]
    assert len(ours) > 15
    assert all(strict for _, strict in ours), ours


def test_a_wal_left_by_another_program_is_given_up(path):
    outside(path, "pragma journal_mode = wal")
    with writing(str(path)) as db:
        assert pragma(db, "journal_mode") == "delete"
        assert cache.meta(db, "key") == "value"


def test_names_with_signs(tmp_path):
    path = str(tmp_path / "é ?#%20.db")
    with writing(path) as db:
        cache.put_meta(db, "key", "value")
    with reading(path) as db:
        assert cache.meta(db, "key") == "value"
    assert set(os.listdir(tmp_path)) == {"é ?#%20.db", "é ?#%20.db-armed"}


def test_foreign_keys_hold(path):
    with pytest.raises(sqlite3.IntegrityError), writing(str(path)) as db:
        db.run("work.put_person", dossier_id=99, role="adv", member="sonia")


# ── the first command ─────────────────────────────────────────────────────────────────────────────


def test_an_absent_file_reads_as_empty_and_stays_absent(tmp_path):
    with reading(str(tmp_path / "brt.db")) as db:
        assert dossiers.everything(db) == []
        assert cache.meta(db, "key") is None
    assert list(tmp_path.iterdir()) == []


def test_a_first_command_that_fails_leaves_an_empty_database(tmp_path):
    path = tmp_path / "brt.db"
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    with reading(str(path)) as db:
        assert cache.meta(db, "other") is None
    assert set(tmp_path.iterdir()) == {path, Path(mark.beside(str(path)))}


def test_eight_first_commands_at_once(tmp_path):
    path = tmp_path / "brt.db"
    found = apart("first", path)
    assert [value for value, _ in found] == [str(n) for n in range(8)]
    with reading(str(path)) as db:
        assert [cache.meta(db, f"key-{n}") for n in range(8)] == [str(n) for n in range(8)]
    assert set(tmp_path.iterdir()) == {path, Path(mark.beside(str(path)))}


# ── transactions ──────────────────────────────────────────────────────────────────────────────────


def test_what_fails_changes_nothing(path):
    before = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    with reading(str(path)) as db:
        assert cache.meta(db, "other") is None
    assert path.read_bytes() == before


def test_a_look_is_of_one_moment(path):
    with reading(str(path)) as db:
        assert cache.meta(db, "key") == "value"
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            outside(path, "pragma busy_timeout = 0", "delete from meta")
        assert cache.meta(db, "key") == "value"
        db.release()
        outside(path, "delete from meta")
        assert cache.meta(db, "key") is None


def test_two_writers_wait_for_each_other(path):
    """The second does not begin by reading: nobody decides on what is about to change."""
    with writing(str(path)), pytest.raises(sqlite3.OperationalError, match="locked"):
        outside(path, "pragma busy_timeout = 0", "begin immediate")


# ── refused ───────────────────────────────────────────────────────────────────────────────────────


def foreign(path: Path) -> None:
    path.unlink()
    outside(path, "create table other (a)")


def newer(path: Path) -> None:
    outside(path, f"pragma user_version = {VERSION + 1}")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("database = brt.db\n" * 100)


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def one_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def torn(path: Path) -> None:
    """The table of contents is overwritten."""
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 3996 + content[4096:])


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (foreign, NotOurs),
        (empty, NotOurs),
        (text, NotOurs),
        (header, Damaged),
        (newer, Newer),
        (half, Damaged),
        (one_page, Damaged),
        (torn, Damaged),
    ],
)
@pytest.mark.parametrize("way", [reading, writing])
def test_files_that_are_refused_unchanged(path, way, spoil, error):
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(Surroundings) as caught, way(str(path)) as db:
        cache.put_meta(db, "other", "value")
    assert (type(caught.value), caught.value.exit_code) == (error, 3)
    assert path.read_bytes() == before
    assert set(path.parent.iterdir()) == {path, Path(mark.beside(str(path)))}


@pytest.mark.parametrize("way", [reading, writing])
def test_a_folder_is_refused(tmp_path, way):
    with pytest.raises(NotOurs, match="is not a brt database"), way(str(tmp_path)):
        pass


@pytest.mark.parametrize("way", [reading, writing])
def test_postgresql_is_not_there_yet(way):
    with pytest.raises(PostgreSQL) as caught, way("postgresql://user:secret@host/base?password=secret"):
        pass
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CannotUse, match="No such file"), writing(str(tmp_path / "nowhere" / "brt.db")):
        pass


def test_a_mistake_of_brt_is_not_laid_on_the_file(path):
    with pytest.raises(sqlite3.IntegrityError), writing(str(path)) as db:
        db.run("log.append", dossier_id=1, seq=1, at="", today="", actor="", command="", claim="", batch="", facts="")


def test_a_file_that_is_busy_for_too_long(path):
    """Half a minute is too long for a test: SQLite is asked not to wait, and what it says is put into words."""
    with writing(str(path)), pytest.raises(sqlite3.OperationalError) as caught:
        outside(path, "pragma busy_timeout = 0", "begin immediate")
    assert isinstance(explain(caught.value, path), Busy)


# ── rights ────────────────────────────────────────────────────────────────────────────────────────

NOBODY = 65534
SCRIPT = """
import os, sys
from brt.errors import BrtError
from brt.store import cache
from brt.store.database import reading, writing
os.setgroups([])
os.setgid({nobody})
os.setuid({nobody})
try:
    with {way}(sys.argv[1]) as db:
        "{way}" == "writing" and cache.put_meta(db, "other", "value")
        print(cache.meta(db, "key"))
except BrtError as error:
    print(type(error).__name__, error.exit_code, error)
"""


def as_nobody(way: str, path: Path) -> str:
    """Open the database with the rights of an account that has none."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(nobody=NOBODY, way=way), str(path)],
        cwd=HOUSE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """The database in a folder that everybody may look into."""
    if os.getuid() != 0:
        pytest.skip("only root can become another account")
    folder = Path("/tmp") / f"brt-rights-{os.getpid()}"
    folder.mkdir()
    shutil.copy(path, folder / "brt.db")
    (folder / "brt.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "brt.db"
    shutil.rmtree(folder)


def test_what_may_be_read_is_read(public):
    assert as_nobody("reading", public) == "value"


def test_what_may_not_be_written_is_refused(public):
    before = public.read_bytes()
    assert as_nobody("writing", public).startswith("CannotUse 3")
    assert public.read_bytes() == before


@pytest.mark.parametrize("way", ["reading", "writing"])
def test_what_may_not_be_read_is_refused(public, way):
    public.chmod(0o000)
    assert as_nobody(way, public).startswith("CannotUse 3")


@pytest.mark.parametrize("way", ["reading", "writing"])
def test_a_folder_that_may_not_be_entered(public, way):
    """What cannot be seen is not taken for absent."""
    public.parent.chmod(0o000)
    assert as_nobody(way, public).startswith("CannotUse 3")


def test_a_folder_that_may_not_be_written(public):
    public.parent.chmod(0o755)
    assert as_nobody("writing", public.with_name("other.db")).startswith("CannotUse 3")
    assert list(public.parent.iterdir()) == [public]


# ── network file systems ──────────────────────────────────────────────────────────────────────────

MOUNTS = r"""21 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
22 21 0:20 / /proc rw,nosuid - proc proc rw
40 21 0:35 / /srv rw,relatime shared:20 - nfs4 server:/export rw,vers=4.2
41 40 8:1 / /srv/local rw,relatime shared:21 master:3 - xfs /dev/sda1 rw
42 21 0:36 / /home/l\303\251o/Mon\040partage rw - cifs //server/partage rw
43 21 0:37 / /mnt/back\134slash rw - 9p drvfs rw
44 21 8:2 / /twice rw - ext4 /dev/sdb1 rw
45 44 0:38 / /twice rw - nfs server:/twice rw
46 21 0:39 / /sync rw,user_id=0 - fuse.sshfs server: rw
a line that is none
""".replace(r"\303\251", "é")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/brt.db", "ext4"),
        ("/srv/brt.db", "nfs4"),
        ("/srvother/brt.db", "ext4"),
        ("/srv/local/brt.db", "xfs"),
        ("/srv/locally/brt.db", "nfs4"),
        ("/home/léo/Mon partage/a/b/brt.db", "cifs"),
        ("/home/léo/Mon/brt.db", "ext4"),
        ("/mnt/back\\slash/brt.db", "9p"),
        ("/twice/brt.db", "nfs"),
        ("/sync/brt.db", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_file(path, kind):
    assert files.kind_of(MOUNTS, path) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "virtiofs"])
def test_locks_may_not_hold_there(kind):
    assert kind.startswith(files.REMOTE)


@pytest.mark.parametrize("kind", ["", "ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "fuseblk", "ntfs3"])
def test_locks_hold_there(kind):
    assert not kind.startswith(files.REMOTE)


def test_a_text_without_mounts_tells_nothing():
    assert files.kind_of("", "/var/brt.db") == ""


def test_this_computer(tmp_path):
    assert files.mounted(str(tmp_path)) or not Path("/proc/self/mountinfo").exists()
