"""Many at work on few dossiers: nobody is told "locked", nothing happens twice, and the log says what is."""

import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from brt import facts
from brt.engine import commands
from brt.engine.close import Ended
from brt.records import OPEN, Letter
from brt.service import change, mailing, work
from brt.service.letters import Letters
from brt.store import cache, dossiers, log, outbox
from brt.store import work as rows
from brt.store.database import Database, reading
from tests.store.conftest import ACTIONS, apart, desk_of

TURNS = 12 if os.environ.get("BRT_TEST_FULL") else 6


def test_sixteen_at_work(root):
    told = apart("crowd", root, 16, TURNS)
    assert [trouble for _, _, troubles in told for trouble in troubles] == []
    closed = [number for numbers, _, _ in told for number in numbers]
    assert len(closed) > ACTIONS
    assert max(Counter(closed).values()) == 1
    check_dossiers(root, closed, [value for _, values, _ in told for value in values])
    check_mailbox(root, closed)


def check_dossiers(root: Path, closed: list[int], values: list[str]) -> None:
    """What the workers were told happened, and nothing else; the numbers of the log have no gap."""
    happened: list[facts.Fact] = []
    with reading(str(root / "brt.db")) as db:
        for dossier in dossiers.everything(db):
            entries = list(log.of_dossier(db, dossier.id))
            assert [row.seq for row in entries] == list(range(1, dossier.seq + 1))
            assert log.replayed(db, dossier.id) == rows.load(db, dossier.id)
            happened += [fact for row in entries for fact in row.facts]
    assert sorted(fact.number for fact in happened if isinstance(fact, facts.Closed)) == sorted(closed)
    assert sorted(fact.value for fact in happened if isinstance(fact, facts.FieldSet)) == sorted(values)


def check_mailbox(root: Path, closed: list[int]) -> None:
    """One email an action, and each has left once; whoever came last may have left some to others."""
    mailing.send(desk_of(root, "2026-11-30T10:00"))
    with reading(str(root / "brt.db")) as db:
        posted = outbox.everything(db)
    assert sorted(one.action for one in posted) == sorted(closed)
    assert {one.status for one in posted} == {"sent"}
    assert len(list((root / "outbox" / "new").iterdir())) == len(closed)
    assert list((root / "outbox" / "tmp").iterdir()) == []


# ── overtaken between the look and the lock ───────────────────────────────────────────────────────


@pytest.fixture
def numbers(root: Path) -> list[int]:
    with reading(str(root / "brt.db")) as db:
        first = dossiers.everything(db)[0]
        return [row.number for row in rows.load(db, first.id).actions.values() if row.status == OPEN]


def test_a_decision_is_saved_as_it_was_made(root, numbers):
    desk = desk_of(root)
    asked = work.prepare(desk, [str(numbers[0])], [], work_done)
    looked = change.preview(desk, asked)
    (saved,) = change.save(desk, "done", asked, looked)
    assert saved.decision is looked[0].decision


def test_what_somebody_else_has_done_meanwhile_is_not_done_twice(root, numbers):
    desk = desk_of(root)
    asked = work.prepare(desk, [str(numbers[0])], [], work_done)
    looked = change.preview(desk, asked)
    assert looked[0].decision.facts
    work.done(desk_of(root, user="leo"), [str(numbers[0])])
    (saved,) = change.save(desk, "done", asked, looked)
    assert saved.decision.facts == ()
    with desk.reading() as db:
        assert rows.load(db, asked[0].dossier).actions[numbers[0]].closed_by == "leo"
        assert [one.action for one in outbox.everything(db)] == [numbers[0]]


def test_what_is_not_possible_any_more_is_refused(root, numbers):
    desk = desk_of(root)
    asked = work.prepare(desk, [str(numbers[0])], [], work_done)
    looked = change.preview(desk, asked)
    leo = desk_of(root, user="leo")
    work.skip(leo, work.skipping(leo, [str(numbers[0])], "inutile"))
    with pytest.raises(Ended):
        change.save(desk, "done", asked, looked)


def test_a_decision_that_was_overtaken_is_made_on_what_is_there_now(root, numbers):
    """The other value stays, though the look had not seen it; so does the order of the log."""
    desk = desk_of(root)
    asked = work.prepare(desk, [str(numbers[0])], [("code", "1234")], work_done)
    looked = change.preview(desk, asked)
    work.done(desk_of(root, user="leo"), [str(numbers[1])], [("remarque", "par l'arrière")])
    (saved,) = change.save(desk, "done", asked, looked)
    with desk.reading() as db:
        state = rows.load(db, asked[0].dossier)
        assert log.replayed(db, asked[0].dossier) == state == saved.decision.after
        assert [row.actor for row in log.of_dossier(db, asked[0].dossier)][-2:] == ["leo", "sonia"]
        installation = state.actions[numbers[0]].installation_id
        assert rows.secret(db, installation, "code") == '"1234"'
    assert state.values_of(installation)["remarque"] == "par l'arrière"


class Impatient(Letters):
    """Letters during which somebody else saves, without waiting."""

    def write(self, db: Database, *others: Any) -> list[Letter]:
        with closing(sqlite3.connect(self._settings.root / "brt.db", isolation_level=None, timeout=0)) as connection:
            connection.execute("insert into meta values ('meanwhile', 'saved')")
        return super().write(db, *others)


def test_while_a_letter_is_written_nobody_waits(root, numbers):
    """A template takes a tenth of a second to compile: long after the look, and before the lock."""
    desk = desk_of(root)
    desk.letters = Impatient(desk.settings)
    outcomes, _ = work.done(desk, [str(numbers[0])])
    assert [letter.email_type for letter in outcomes[0].letters] == ["annonce"]
    with desk.reading() as db:
        assert cache.meta(db, "meanwhile") == "saved"


def test_several_dossiers_are_saved_together_or_not_at_all(root):
    desk = desk_of(root)
    with desk.reading() as db:
        firsts = [next(iter(rows.load(db, one.id).actions)) for one in dossiers.everything(db)]
    asked = work.prepare(desk, list(map(str, firsts)), [], work_done)
    looked = change.preview(desk, asked)
    leo = desk_of(root, user="leo")
    work.skip(leo, work.skipping(leo, [str(firsts[1])], "inutile"))
    with pytest.raises(Ended):
        change.save(desk, "done", asked, looked)
    with desk.reading() as db:
        assert rows.load(db, asked[0].dossier).actions[firsts[0]].status == OPEN
        assert outbox.everything(db) == []


def work_done(_view: Any, number: int, given: tuple[tuple[str, Any], ...]) -> commands.Done:
    return commands.Done(number, given)
