"""What is saved is what was decided: it is read back alike, the log gives it again, and words stay in their place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brt import facts
from brt.engine.close import unbillable
from brt.engine.course import Course
from brt.engine.decide import Decision
from brt.engine.forecast import forecast
from brt.plan import load as load_plan
from brt.records import CALLED_OFF, LIVE, Contact, status
from brt.service import billing
from brt.service.change import summary
from brt.store import dossiers, lists, log, work
from brt.store.database import Database, reading, writing
from brt.store.dossiers import Sheet
from brt.store.rows import canonical
from brt.store.seal import digest, seal, secret, unseal
from tests.conftest import Brt
from tests.engine.strategies import Scenario, compile_plan, concrete, later, scenarios
from tests.engine.twin import Twin
from tests.store.conftest import desk_of

ENTRY = log.Entry("2026-11-30T08:00:00Z", "2026-11-30", "sonia", "test", {"login": "spetit"}, None)
WORDS = ("panne", "inutile", "RIO", "absent")
"""What the scenarios say as reasons and as values of their text field."""


class RolledBack(Exception):
    pass


@pytest.fixture(scope="module")
def location() -> Iterator[str]:
    """A database that no test changes: each rolls back what it wrote."""
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "brt.db")
        with writing(path) as db:
            dossiers.add(db, Sheet("D-1", "Client", {}, {}, (), ()))
        yield path


@contextmanager
def undone(location: str) -> Iterator[Database]:
    try:
        with writing(location) as db:
            yield db
            raise RolledBack
    except RolledBack:
        pass


def keep(db: Database, twin: Twin, decision: Decision, entry: log.Entry = ENTRY) -> None:
    """Save a decision of the twin as a command does."""
    log.save(db, work.lock(db, 1), decision, entry, {})
    rows = [row.id for row in decision.after.installations.values() if row.status in LIVE]
    log.save_summaries(db, [summary(decision.after, key, twin.desk.day(entry.today)) for key in rows])


# ── decisions of any kind ─────────────────────────────────────────────────────────────────────────


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(scenarios(max_steps=20))
def test_whatever_happens_is_read_back_and_replayed(location: str, scenario: Scenario):
    twin = Twin(scenario)
    with undone(location) as db:
        body = canonical(compile_plan(scenario.plan))
        assert work.pin(db, "essai", body, "hash") == work.pin(db, "essai", body, "hash") == 1
        decisions = list(lived(twin, scenario))
        for today, decision in decisions:
            keep(db, twin, decision, ENTRY._replace(today=today))
            found = work.load(db, 1)
            assert found == decision.after
            assert list(found.actions) == list(decision.after.actions)
            check_billing(db, Course(decision.after, twin.desk.day(today)))
        check_log(db, decisions)
        check_lists(db, twin, decisions[-1][0])


def lived(twin: Twin, scenario: Scenario) -> Iterator[tuple[str, Decision]]:
    """Yield each day with the decision that changed something."""
    today = scenario.produced_on
    yield today, twin.desk.last
    for step in scenario.steps:
        today = later(today, step.days)
        statuses = {key: status(action, today) for key, action in twin.actions().items()}
        method, arguments = concrete(step, scenario.plan, statuses, today)
        if twin.run(method, arguments) is None and twin.desk.last.facts:
            yield today, twin.desk.last


def check_log(db: Database, decisions: list[tuple[str, Decision]]) -> None:
    assert log.replayed(db, 1) == decisions[-1][1].after
    entries = list(log.of_dossier(db, 1))
    assert [row.seq for row in entries] == list(range(1, len(decisions) + 1))
    assert [tuple(row.facts) for row in entries] == [decision.facts for _, decision in decisions]
    written = "".join(text for (text,) in db._connection.execute("select facts from log"))
    assert not [word for word in WORDS if f'"{word}"' in written]


def check_lists(db: Database, twin: Twin, today: str) -> None:
    """The lists show what the work says."""
    rows = [row for row in twin.desk.state.installations.values() if row.ended_on is None]
    assert [one.installation for one in lists.running(db)] == rows
    for one in lists.running(db):
        ahead = forecast(twin.desk.state, one.installation.id, twin.desk.day(today))
        assert (one.summary.expected_end, one.summary.at_risk) == (ahead.expected_end, ahead.at_risk)
    open_ones = sorted(row for row in twin.desk.state.actions.values() if row.status == "open")
    assert sorted(listed.action for listed in lists.everyone(db)) == open_ones
    held = {row.assignee for row in open_ones if row.assignee}
    listed = [one.action for who in held for one in lists.open_actions(db, who)]
    assert sorted(listed + [row for row in open_ones if not row.assignee]) == open_ones


def check_billing(db: Database, course: Course) -> None:
    """`brt bill` looks at whatever it may show: what one action at most holds back."""
    near = [
        row.id
        for row in course.state.installations.values()
        if row.billed_on is None and row.status not in CALLED_OFF and len(unbillable(course, row.id)) <= 1
    ]
    assert billing.nearly(db) or not near


# ── words and secrets ─────────────────────────────────────────────────────────────────────────────

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
said = st.one_of(
    st.builds(facts.Noted, st.integers(0, 9), texts),
    st.builds(facts.SkipAsked, st.integers(1, 9), texts),
    st.builds(facts.FieldSet, st.just(1), st.just("remarque"), texts | st.lists(texts)),
    st.builds(facts.Stuck, st.integers(1, 9), st.just("us"), texts, st.just("2026-11-30"), st.none()),
    st.builds(facts.FieldChosen, st.just(1), st.just("lignes"), st.integers()),
    st.just(facts.Unstuck(1, "2026-11-30")),
)


@given(st.lists(said).map(tuple))
def test_sealed_words_come_back(sealed: tuple[facts.Fact, ...]):
    text, words = seal(sealed)
    assert unseal(text, {one.key: one.body for one in words}) == list(sealed)
    encoded = json.loads(text)
    for one in words:
        kept = encoded[int(one.key)][1]
        assert {"said": digest(one.salt, one.body)} in kept.values()


def test_words_that_were_erased_are_gone():
    text, words = seal((facts.Noted(0, "Monsieur Morel est malade"),))
    assert "Morel" not in text
    assert unseal(text, {one.key: None for one in words}) == [facts.Noted(0, None)]  # type: ignore[arg-type]


def test_the_same_words_leave_different_digests():
    once, _ = seal((facts.Noted(0, "oui"),))
    again, _ = seal((facts.Noted(0, "oui"),))
    assert once != again


def test_the_same_secret_stands_for_itself():
    first = secret("1234")
    assert secret("1234", first) == first
    assert secret("1235", first) != first
    assert secret("1234") != first


CANARY = "zq7-canari-9k"


def columns(path: Path) -> dict[str, list[str]]:
    """Return the texts of the whole database by table."""
    with reading(str(path)) as db:
        connection = db._connection
        names = [name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")]
        return {
            name: [str(cell) for row in connection.execute(f"select * from {name}") for cell in row] for name in names
        }


def holders(path: Path, word: str) -> list[str]:
    return [name for name, cells in columns(path).items() if any(word in cell for cell in cells)]


def open_number(root: Path) -> int:
    with reading(str(root / "brt.db")) as db:
        return next(row.number for row in work.load(db, 1).actions.values() if row.status == "open")


def test_words_that_were_typed_stand_in_their_table_and_nowhere_in_the_log(root):
    brt = Brt(root)
    number = str(open_number(root))
    assert brt("done", number, "--set", f"remarque={CANARY}", "--note", f"note {CANARY}").code == 0
    assert brt("block", str(int(number) + 1), "--reason", f"raison {CANARY}", "--party", "us").code == 0
    assert brt("skip", str(int(number) + 2), "--reason", f"raison {CANARY}").code == 0
    assert holders(root / "brt.db", CANARY) == ["action", "field_value", "said"]
    assert CANARY.encode() in (root / "brt.db").read_bytes()


def test_a_secret_stands_in_its_table_alone_and_leaves_no_trace_when_it_goes(root):
    brt = Brt(root)
    number = str(open_number(root))
    answer = brt("done", number, "--set", f"code={CANARY}")
    assert answer.code == 0
    assert CANARY not in answer.out + answer.err
    assert holders(root / "brt.db", CANARY) == ["secret_value"]
    assert brt("get", "D-1", "code").out.strip() == CANARY
    assert brt("set", "D-1", "code=autre", "--yes").code == 0
    assert CANARY.encode() not in (root / "brt.db").read_bytes()
    assert brt("set", "D-1", "code=", "--yes").code == 0
    assert holders(root / "brt.db", "autre") == []
    assert brt("get", "D-1", "code").code == 1


def test_flags_reach_the_database_as_numbers(location):
    """PostgreSQL takes no boolean for an integer."""
    contact = Contact(0, "Luc", ("technique",), None, None, None, True, False)
    with undone(location) as db:
        dossiers.add(db, Sheet("D-2", "Client", {}, {}, (contact,), ()))
        kinds = db._connection.execute("select typeof(active), typeof(accepts) from contact").fetchall()
        assert dossiers.contacts(db, 2)[0]._replace(id=0) == contact
    assert kinds == [("integer", "integer")]


# ── numbers and plans ─────────────────────────────────────────────────────────────────────────────


def test_numbers_are_never_given_twice(location):
    with undone(location) as db:
        assert work.upcoming(db, "action") == 4001
        assert [work.reserve(db, "action", 25), work.reserve(db, "action", 3)] == [4001, 4026]
        assert work.upcoming(db, "action") == 4029
        assert work.upcoming(db, "installation") == 1


def test_a_plan_is_kept_once(root):
    with reading(str(root / "brt.db")) as db:
        assert len(db._connection.execute("select id from plan").fetchall()) == 1
        (plan,) = work.plans(db, 1).values()
        assert lists.Plans(db)[1] == plan == load_plan(plan_body(db))
        with pytest.raises(KeyError):
            _ = lists.Plans(db)[99]


def plan_body(db: Database) -> Any:
    row = db.row("work.plan", id=1)
    assert row is not None
    return row[1]


def test_only_the_values_that_are_asked_for_are_read(root):
    desk = desk_of(root)
    brt = Brt(root)
    assert brt("set", "D-1", "lignes=12", "remarque=bonjour", "--yes").code == 0
    with desk.reading() as db:
        values = lists.Values(db)
        assert values.of(1, ["lignes", "code"]) == {"lignes": 12}
        assert values.of(1, ["remarque"]) == {"remarque": "bonjour"}
        assert values.of(1, []) == {}
