"""Databases of earlier formats: they are brought up to date, or nothing happens."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from brt.store import database
from brt.store.database import APPLICATION, VERSION, reading, writing
from brt.store.trouble import Older, Unfinished
from tests.store.test_database import outside

FORMATS = Path(__file__).parent / "formats"
EMAIL = """
insert into outbox (dossier_id, seq, installation_id, action, event, email_type, audience, target, recipient_name,
                    recipient, language, status, subject, body, cause, attach, message_id, shows, not_before, queued_at,
                    next_at)
values (1, 1, 1, 0, 'produced', 'x', 'team', 'role:adv', 'Sonia', '{status}@x.example', 'fr', '{status}', 's', 'b',
        '{{}}', '[]', '<1@x>', '{{}}', 't', 't', 't')
"""
WORK = (
    "insert into customer (name, fold, kind) values ('Morel', 'morel', 'client')",
    "insert into dossier (ref, tail, customer_id, status, site) values ('D-1', '1-d', 1, 'production', '{}')",
    "insert into plan (type, hash, body) values ('t', 'h', '{}')",
    "insert into installation (id, dossier_id, type, label, plan_id, status, produced_on, customer_kind)"
    " values (1, 1, 't', '', 1, 'running', '2026-11-30', 'prospect')",
)


def made(path: Path, number: int) -> Path:
    """Make a database of a format, with an email in two states."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FORMATS / f"{number}.sql").read_text(encoding="utf-8"))
        connection.executescript(f"pragma application_id={APPLICATION}; pragma user_version={number};")
    outside(path, *WORK, *(EMAIL.format(status=status) for status in ("uncertain", "queued")))
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return made(tmp_path / "brt.db", 1)


def shape(path: Path) -> set[tuple[str, str]]:
    """Return all that a database consists of, whatever comments and quotes it was made with."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("select name, sql from sqlite_master where sql is not null").fetchall()
    return {(name, " ".join(re.sub(r"--.*|\"", "", sql).split())) for name, sql in rows}


def test_there_is_a_file_of_each_format():
    assert {int(file.stem) for file in FORMATS.iterdir()} == set(range(1, VERSION))


@pytest.mark.parametrize("number", range(1, VERSION))
def test_it_becomes_what_a_new_one_is(tmp_path, number):
    path = made(tmp_path / "brt.db", number)
    database.migrate(str(path))
    with writing(str(tmp_path / "new.db")):
        pass
    assert shape(path) == shape(tmp_path / "new.db")


def test_what_it_holds_stays(old):
    database.migrate(str(old))
    with reading(str(old)) as db:
        rows = db._connection.execute("select number, recipient, status, unsure from outbox").fetchall()
        assert db.damage() == []
    assert rows == [(1, "uncertain@x.example", "uncertain", 1), (2, "queued@x.example", "queued", 0)]


@pytest.mark.parametrize("way", [reading, writing])
def test_an_older_one_is_refused_unchanged_with_what_to_do(old, way):
    before = old.read_bytes()
    with pytest.raises(Older) as caught, way(str(old)):
        pass
    assert "brt db migrate" in caught.value.hint
    assert old.read_bytes() == before


def test_one_that_cannot_be_migrated_stays_as_it_is(old):
    outside(old, "alter table outbox drop column answer")
    before = old.read_bytes()
    with pytest.raises(Unfinished):
        database.migrate(str(old))
    assert old.read_bytes() == before


def test_as_it_is_typed(brt, tmp_path):
    brt.database.unlink()
    made(brt.database, 1)
    answer = brt("overview")
    assert (answer.code, answer.out) == (3, "")
    assert "has format 1, this brt works with 2. Nothing was changed." in answer.err
    found = brt.json("db", "migrate")
    copy = f"{brt.database}.format-1"
    assert found == {"file": str(brt.database), "format": 2, "before": 1, "copy": copy}
    assert database.version(copy) == 1
    assert brt("email", "list", "--format", "json").data
    assert "the newest: nothing to do" in brt("db", "migrate").out
    assert "format 1 → 2" not in brt("db", "migrate").out


def test_a_copy_that_is_there_is_not_overwritten(brt):
    brt.database.unlink()
    made(brt.database, 1)
    Path(f"{brt.database}.format-1").write_text("mine")
    answer = brt("db", "migrate")
    assert answer.code == 1
    assert "exists already" in answer.err
    assert database.version(str(brt.database)) == 1
