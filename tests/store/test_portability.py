"""The SQL: both databases speak it, every statement is used, and none reads more the longer the company exists."""

import ast
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from brt.store import statements
from brt.store.statements import schema, statement

STORE = Path(statements.__file__).parent
FILES = sorted((STORE / "sql").glob("*.sql"))
NAMES = [f"{file.stem}.{title}" for file in FILES for title in re.findall(r"^-- name: (.+)$", file.read_text(), re.M)]
SCHEMA = (STORE / "schema.sql").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Return SQL without its comments and with the content of its literals left out."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", text)).lower()


SQL = {name: plain(statement(name)) for name in NAMES} | {"schema": plain(SCHEMA)}


@pytest.fixture(scope="module")
def fresh() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(schema("integer primary key autoincrement", "strict"))
    return connection


# ── both databases speak it ───────────────────────────────────────────────────────────────────────

ONE_SIDED = {
    "a lock that is not a write": r"\bfor (update|share)\b",
    "a clock": r"\bnow\s*\(|\bcurrent_(date|time|timestamp)\b|\b(date|datetime|strftime|julianday|unixepoch)\s*\(",
    "a look into JSON": r"\bjsonb?_\w+|->",
    "letters folded in SQL": r"\b(lower|upper)\s*\(|\bi?like\b(?!.*\bescape\b)|\bilike\b|\bglob\b|\bcollate\b",
    "a function of one of them": r"\b(instr|ifnull|nvl|iif|printf|group_concat|string_agg|total)\s*\(",
    "a limit of -1": r"\blimit\s+-",
    "a statement of one of them": r"\binsert\s+or\b|\breplace\s+into\b|\bpragma\b|\bvacuum\b|\browid\b",
    "booleans": r"\b(true|false|boolean)\b",
    "quoted names": r"[\"`\[\]]",
    "a cast": r"::|\bcast\s*\(",
    "placeholders without a name": r"\?|\$\d|%",
}


@pytest.mark.parametrize("what", ONE_SIDED)
def test_nothing_that_one_database_alone_speaks(what):
    assert [name for name, text in SQL.items() if re.search(ONE_SIDED[what], text, re.S)] == []


def tables() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each table with its columns and what is said of them."""
    for name, body in re.findall(r"create table (\w+) \((.*?)\n\) \{strict\};", plain(SCHEMA), re.S):
        rows = [line.strip().rstrip(",").split(None, 1) for line in body.splitlines() if line.strip()]
        own = [(row[0], row[1]) for row in rows if row[0] not in ("primary", "unique", "foreign", "check", "or")]
        yield name, [(column, said) for column, said in own if not column.startswith("'")]


def test_every_column_is_a_text_or_a_whole_number():
    """Days, instants and money are text, flags 0 and 1; `{id}` is what the databases disagree on."""
    kinds = {(name, column, said.split()[0]) for name, columns in tables() for column, said in columns}
    assert len(kinds) > 100
    assert not [one for one in kinds if one[2] not in ("text", "integer", "{id}")]


def test_there_are_two_places_to_fill_in():
    assert set(re.findall(r"\{.*?\}", plain(SCHEMA))) == {"{id}", "{strict}"}


RESERVED = """
    all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
    current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having
    in initially intersect into lateral leading limit localtime not null offset on only or order placing primary
    references returning select session_user some symmetric table then to trailing true union unique user using
    variadic when where window with
"""
"""PostgreSQL's, which takes none of them for a table or a column (SQL Key Words, appendix C of its manual)."""


def test_no_name_is_a_word_of_sql():
    names = {name for table, columns in tables() for name in (table, *(column for column, _ in columns))}
    assert not names & set(RESERVED.split())


def test_nulls_are_put_in_their_place():
    """The two databases sort them at different ends: `order by x is null, x`."""
    may_be_null = {
        (table, column)
        for table, columns in tables()
        for column, said in columns
        if "not null" not in said and "primary key" not in said and "{id}" not in said
    }
    assert ("action", "due") in may_be_null
    wrong = []
    for name, text in SQL.items():
        read = {column for table, column in may_be_null if re.search(rf"\b(?:from|join) {table}\b", text)}
        for order in re.findall(r"order by ([\w., ]+?)(?: limit|\)|$|\n)", text):
            terms = [term.strip().removesuffix(" desc").rpartition(".")[2] for term in order.split(",")]
            wrong += [(name, term) for term in terms if term in read and f"{term} is null" not in terms]
    assert wrong == []


def test_partial_indexes_have_nothing_but_literals():
    conditions = re.findall(r"create index \w+ on \w+ \([^)]*\) where (.*?);", SCHEMA, re.S)
    assert len(conditions) > 4
    assert not [one for one in conditions if not re.fullmatch(r"\w+ (= '\w+'|is null|in \(('\w+'(, )?)+\))", one)]


def test_the_lock_is_a_write():
    assert SQL["work.lock"] == "update dossier set seq = seq + 1 where id = :dossier returning seq"


# ── every statement is used ───────────────────────────────────────────────────────────────────────


def test_every_statement_can_be_prepared(fresh):
    for name in NAMES:
        values = dict.fromkeys(re.findall(r":(\w+)", SQL[name]), 0)
        assert fresh.execute(f"explain {statement(name)}", values).fetchall(), name


def used() -> set[str]:
    """Return the names of statements that the store runs; `_put` makes two of them for each table."""
    found = set()
    families = "|".join(file.stem for file in FILES)
    for file in STORE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if re.fullmatch(rf"({families})\.\w+(?<!_)", node.value) else set()
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_put":
                table = ast.literal_eval(node.args[1])
                found |= {f"work.put_{table}"} | ({f"work.drop_{table}"} & set(NAMES))
    return found


def test_every_name_stands_for_a_statement_and_every_statement_is_used():
    assert len(set(NAMES)) == len(NAMES)
    assert used() == set(NAMES)


def test_there_is_no_other_statement():
    with pytest.raises(KeyError):
        statement("work.nothing")


# ── and none reads more than it must ──────────────────────────────────────────────────────────────

EVERYTHING = {
    "dossier.all": "every dossier is listed",
    "dossier.refs": "for the nearest names, when nothing else fits",
    "dossier.by_customer": "a part of a name: customers are few, and no index knows what is in the middle",
    "dossier.brief": "for completion, when no dossier at hand fits",
    "dossier.languages": "brt doctor looks at everything",
    "dossier.all_contacts": "whoever looks for a dossier knows a part of a name, or of a number",
    "dossier.all_values": "the same",
    "dossier.all_secrets": "the same, of a RIO",
    "outbox.list": "every email is listed",
    "outbox.list_since": "an email may leave long after it was queued: 40 000 of them take a tenth of a second",
    "outbox.announced": "every email that left may have announced what has changed since",
    "outbox.values": "the same",
}
OF_WHAT_IS_LEFT_TO_DO = (
    "dossier_at_hand",
    "action_open",
    "action_open_of",
    "installation_listed",
    "installation_unbilled",
    "outbox_waiting",
    "outbox_under_way",
    "outbox_trouble",
)


def plan(fresh: sqlite3.Connection, name: str) -> list[str]:
    values = dict.fromkeys(re.findall(r":(\w+)", SQL[name]), 0)
    return [row[3] for row in fresh.execute(f"explain query plan {statement(name)}", values)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_read_from_end_to_end(fresh, name):
    """Whole tables grow with the years; the partial indexes hold what is left to do."""
    scans = [line for line in plan(fresh, name) if line.startswith("SCAN")]
    left = [line for line in scans if line.rpartition(" ")[2] not in OF_WHAT_IS_LEFT_TO_DO]
    if name in ("log.recent", "lists.last_emails"):
        assert left == [f"SCAN {'l' if name == 'log.recent' else 'o'}"], "backwards from the end, as far as the limit"
    elif name not in EVERYTHING:
        assert left == []


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("lists.open_of", "SEARCH a USING INDEX action_open (assignee=?)"),
        ("lists.open_all", "SCAN a USING INDEX action_open_of"),
        ("lists.running", "SCAN i USING INDEX installation_listed"),
        ("lists.unbilled", "SCAN installation USING INDEX installation_unbilled"),
        ("lists.dossiers_of", "SEARCH person USING INDEX person_member (member=?)"),
        ("outbox.ready", "SEARCH outbox USING INDEX outbox_waiting (next_at<?)"),
        ("outbox.claimed", "SCAN outbox USING INDEX outbox_waiting"),
        ("outbox.abandoned", "SCAN outbox USING INDEX outbox_under_way"),
        ("outbox.list_of", "SEARCH o USING INDEX outbox_dossier (dossier_id=?)"),
        ("outbox.list_problems", "SCAN o USING INDEX outbox_trouble"),
        ("lists.undelivered", "SCAN o USING INDEX outbox_trouble"),
    ],
)
def test_what_the_everyday_commands_read(fresh, name, begins):
    assert plan(fresh, name)[0] == begins


@pytest.mark.parametrize("name", ["lists.open_of", "lists.open_all", "outbox.list", "outbox.one"])
def test_the_other_installations_of_a_dossier_are_counted_in_an_index(fresh, name):
    counted = "SEARCH j USING COVERING INDEX sqlite_autoindex_installation_1 (dossier_id=?)"
    assert counted in plan(fresh, name)
