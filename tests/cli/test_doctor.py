"""`brt doctor` and `brt db`: is all well, and copies of the database."""

import json
import shutil
import sqlite3

import pytest

from tests.cli.test_bad_input import content
from tests.conftest import HOUSE


def checks(brt, **variables):
    return {row["check"]: row["status"] for row in json.loads(brt("doctor", "--format", "json", **variables).out)}


WELL = dict.fromkeys(("workspace", "configuration", "identity", "templates", "database", "holidays", "mail"), "ok")


@pytest.fixture
def office(brt):
    for name in ("installation_types", "email_types"):
        shutil.rmtree(brt.root / name)
        shutil.copytree(HOUSE / name, brt.root / name)
    brt.database.chmod(0o660)
    return brt


def test_all_is_well(office):
    before = content(office)
    answer = office("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == f"✓ workspace        {office.root}"
    assert answer.out.endswith("\n\n7 well, 0 to look at, 0 failed\n")
    assert checks(office) == WELL
    assert content(office) == before


def test_a_database_that_is_not_there_yet_is_well(office):
    office.database.unlink()
    assert checks(office) == WELL
    assert "brt.db is not there yet" in office("doctor").out


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_schemas_of_another_version_are_named(office, language):
    assert office("init", "--types", "none", ".", BRT_LANG=language).code == 0
    assert checks(office)["schemas"] == "ok"
    path = office.root / ".brt" / "phase.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"wait"', '"attend"'), encoding="utf-8")
    assert checks(office) == {**WELL, "schemas": "warn"}
    assert "rm .brt/phase.schema.json && brt init --types none ." in office("doctor").out
    path.unlink()
    assert office("init", "--types", "none", ".").code == 0
    assert checks(office) == {**WELL, "schemas": "ok"}


def test_nobody_is_a_warning(office):
    answer = office("doctor", user=None)
    assert answer.code == 0
    assert "! who you are      Who are you?" in answer.out
    assert checks(office, user=None) == {**WELL, "identity": "warn"}


def everybody_reads(brt):
    brt.database.chmod(0o664)


def no_database(brt):
    brt.database.write_text("pas une base" * 100)


def orphans(brt):
    with sqlite3.connect(brt.database) as db:
        db.execute("update contact set dossier_id = 999 where id = 1")


def bad_type(brt):
    (brt.root / "installation_types" / "casse.yaml").write_text("name: x\nphases: []\nbidon: 1\n")


def bad_settings(brt):
    (brt.root / "brt.toml").write_text("langage = 1\n")


def bad_zone(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Europe/Paris", "Europe/Pari"), encoding="utf-8")


def no_outbox(brt):
    path = brt.root / "brt.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("maildir:outbox", "maildir:brt.toml"), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "check", "status", "said"),
    [
        (everybody_reads, "database", "warn", "chmod o-rwx "),
        (no_database, "database", "fail", "is not a brt database"),
        (orphans, "database", "fail", "contact, row 1: not in dossier"),
        (bad_type, "templates", "fail", "To see them: brt lint"),
        (bad_settings, "configuration", "fail", "brt.toml, line 1: unknown key `langage`. Did you mean `language`?"),
        (bad_zone, "configuration", "fail", "`Europe/Pari` is not a time zone known here."),
        (no_outbox, "mail", "fail", "cannot be written"),
    ],
)
def test_what_is_not_well_is_said_with_what_to_do(office, spoil, check, status, said):
    spoil(office)
    before = content(office)
    answer = office("doctor")
    assert answer.code == (3 if status == "fail" else 0)
    assert said in answer.out
    assert checks(office)[check] == status
    assert content(office) == before


def test_no_workspace(office):
    (office.root / "brt.toml").unlink()
    answer = office("doctor")
    assert answer.code == 3
    assert "brt init" in answer.out
    assert office("doctor", "--format", "csv").out.startswith("check,status,says\r\nworkspace,fail,")


# ── copies ────────────────────────────────────────────────────────────────────────────────────────


def rows(file):
    """Return all that a database holds, but for what tells the one whose emails leave from its copies."""
    with sqlite3.connect(file) as db:
        return [row for row in db.iterdump() if not row.startswith("INSERT INTO \"meta\" VALUES('armed',")]


def test_a_backup_is_put_back(office):
    answer = office("db", "backup", "copie.db")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"✓ copie.db: a checked copy of {office.database}\n"
    assert rows(office.root / "copie.db") == rows(office.database)
    assert (office.root / "copie.db").stat().st_mode & 0o007 == 0
    before = rows(office.database)
    office("note", "118", "x")
    assert office("db", "restore", "copie.db").code == 1
    office.database.unlink()
    assert json.loads(office("db", "restore", "copie.db", "--format", "json").out)["source"] == "copie.db"
    assert rows(office.database) == before
    assert office("note", "118", "x").code == 0


def test_a_backup_while_somebody_writes(office):
    other = sqlite3.connect(office.database, isolation_level=None)
    other.execute("begin immediate")
    other.execute("update dossier set seq = seq + 1")
    before = rows(office.database)
    assert office("db", "backup", "copie.db").code == 0
    other.execute("rollback")
    assert rows(office.root / "copie.db") == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("backup", "brt.toml"), 1, "brt.toml exists already: nothing was written."),
        (("backup", "absent/copie.db"), 3, "absent/copie.db"),
        (("restore", "brt.db"), 1, "brt.db exists already"),
        (("restore", "absent.db"), 3, "There is no database"),
        (("restore", "brt.toml"), 3, "Nothing was changed.\nName a file that brt db backup wrote.\n"),
        (("backup", "absent/copie.db"), 3, "the room on the disk; or name another file.\n"),
        (("backup",), 2, "Missing: FILE"),
    ],
)
def test_a_copy_that_is_refused(office, words, code, said):
    before = content(office)
    answer = office("db", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert content(office) == before


def test_a_damaged_database_is_not_copied(office):
    orphans(office)
    before = content(office)
    answer = office("db", "backup", "copie.db")
    assert answer.code == 3
    assert "is damaged" in answer.err
    assert content(office) == before


def test_there_is_one_format(office):
    assert office("db", "migrate") == (0, f"{office.database} has format 2, the newest: nothing to do.\n", "")
    sqlite3.connect(office.database).executescript("pragma user_version = 99;")
    assert office("db", "migrate").code == 3
