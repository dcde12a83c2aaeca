"""What Python, the system and SQLite say is wrong, in English whatever is spoken, reads as what was typed."""

import errno
import os
import sqlite3
import tomllib
from contextlib import closing

import pytest

from brt.say import SYSTEM, system
from brt.store.trouble import explain
from brt.toml_trouble import explain as explained
from brt.views import words
from tests.conftest import spoken

TOML = {
    "a = \n": (1, 5, "a value is expected"),
    "a = b\n": (1, 5, "a value is expected"),
    "\n[team.amélie]\n": (2, 9, "the name of a table is not closed"),
    "[[a\n": (1, 4, "the name of a table is not closed"),
    "a = [\n1 2]": (2, 3, "a list is not closed"),
    "a = {b=1\n": (1, 9, "what began with `{`"),
    "a = {\n": (1, 6, "a key is expected"),
    "a = 1\na = 2\n": (2, 6, "a key stands there twice"),
    "[a]\n[b]\n[a]\n": (3, 3, "`a` stands there twice"),
    "[a.b]\n[a.b]\n": (2, 5, "`a.b` stands there twice"),
    "a = {b=1, b=2}\n": (1, 14, "`b` stands there twice"),
    "a = {b=1}\na.c = 2\n": (2, 8, "`a` was complete before"),
    "[a.b]\n[a]\nb.c = 1\n": (3, 8, "`a.b` was complete before"),
    'a = "Léo\n': (1, 9, "a text is not closed"),
    'a = "Léo': (1, None, "a text is not closed"),
    "a = '''Léo\n\n": (1, None, "a text is not closed"),
    "a = 'Léo\n": (1, None, "a text is not closed"),
    'a = "C:\\Users"\n': (1, 10, "between double quotes a backslash"),
    'a = "\\q"\n': (1, 8, "between double quotes a backslash"),
    'a = "\\ud800"\n': (1, 12, "between double quotes a backslash"),
    "a = 1 b = 2\n": (1, 7, "something follows a value"),
    "a = Télécom Exemple\n": (1, 5, "a value is expected"),
    "nom 1\n": (1, 5, "`=` is missing"),
    "= 1\n": (1, 1, "a line begins with a key"),
    'a = "\x01"\n': (1, 6, "the character \\x01"),
    "# \x00\n": (1, 3, "the character \\x00"),
}
"""What stands in a file: the line and the column of the mistake, and how it is called."""


@pytest.mark.parametrize(("text", "line", "column", "says"), [(text, *row) for text, row in TOML.items()])
def test_a_mistake_in_toml(text, line, column, says):
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found, problem = explained(caught.value, text)
    place = f" (column {column})" if column else ""
    assert found == line
    assert words.said(problem).startswith(f"this is not TOML{place}: {says}")
    english = str(caught.value).partition(" (at ")[0]
    with spoken("fr"):
        said = words.error(problem)
    assert said.startswith("ce n'est pas du TOML")
    assert english not in said


def test_what_a_later_python_says_of_toml_is_said_as_it_is():
    _line, problem = explained(tomllib.TOMLDecodeError("Something new (at line 3, column 4)"), "")
    assert words.said(problem) == "this is not TOML (column 4): Something new."


CODES = (
    *("EACCES", "EPERM", "ENOENT", "EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY", "ENAMETOOLONG", "EROFS", "ENOSPC"),
    *("EDQUOT", "EFBIG", "EIO", "EINVAL", "ELOOP", "EMFILE", "EBUSY", "ETXTBSY", "ENOEXEC", "ESTALE", "EXDEV"),
    *("ENOMEM", "EAGAIN", "EOPNOTSUPP", "EPIPE", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH"),
    *("ENETDOWN", "EHOSTUNREACH", "EHOSTDOWN", "EADDRNOTAVAIL"),
)


@pytest.mark.parametrize("name", CODES)
def test_what_the_system_says(name):
    reason = os.strerror(getattr(errno, name))
    with spoken("fr"):
        assert system(reason) != reason


def not_ours(path):
    path.write_bytes(b"Une lettre, pas une base. " * 100)
    return sqlite3.connect(path), "select * from sqlite_master"


def nowhere(path):
    return sqlite3.connect(f"file:{path}/absent.db?mode=ro", uri=True), ""


def read_only(path):
    sqlite3.connect(path).execute("create table a (b)").close()
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True), "insert into a values (1)"


def full(path):
    connection = sqlite3.connect(path)
    connection.execute("pragma max_page_count = 2")
    connection.execute("create table a (b)")
    return connection, "insert into a values (zeroblob(100000))"


def damaged(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table a (b)")
        connection.execute("insert into a values (1)")
        connection.commit()
    raw = bytearray(path.read_bytes())
    raw[4096:4200] = b"\xff" * 104
    path.write_bytes(raw)
    return sqlite3.connect(path), "select * from a"


@pytest.mark.parametrize("make", [not_ours, nowhere, read_only, full, damaged])
def test_what_sqlite_says(tmp_path, make):
    path = tmp_path / "brt.db"
    with pytest.raises(sqlite3.Error) as caught:  # noqa: PT012 - opening it fails, or using it
        connection, statement = make(path)
        with closing(connection):
            connection.execute(statement)
    problem = explain(caught.value, str(path))
    assert problem is not None
    with spoken("fr"):
        said = words.error(problem)
        assert str(caught.value) not in said
    assert str(caught.value) in words.error(problem)


def test_every_reason_has_its_french():
    with spoken("fr"):
        assert [reason for reason in SYSTEM if system(reason) == reason] == []
