"""Killed at any moment: what was told has happened, nothing is half written, no email is lost or doubled."""

import os
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from brt import facts
from brt.service import mailing
from brt.store import dossiers, log, outbox
from brt.store import work as rows
from brt.store.database import reading
from tests.store.conftest import add, apart, desk_of

KILLS, TOLD = (50, 10) if os.environ.get("BRT_TEST_FULL") else (25, 5)
LATER = "2026-11-30T10:00"  # every lease has run out


@pytest.fixture
def after(root: Path) -> dict[str, list[int]]:
    """What was told before the kills, and what is in the logs after them."""
    add(root, *(f"D-{number}" for number in range(3, 11)))
    told = apart("killed", root, KILLS)
    closed = []
    with reading(str(root / "brt.db")) as db:
        for dossier in dossiers.everything(db):
            entries = list(log.of_dossier(db, dossier.id))
            assert [row.seq for row in entries] == list(range(1, dossier.seq + 1))
            assert log.replayed(db, dossier.id) == rows.load(db, dossier.id)
            closed += [fact.number for row in entries for fact in row.facts if isinstance(fact, facts.Closed)]
        assert db._connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    return {"told": told, "closed": closed}


def test_killed_again_and_again(root, after):
    assert len(after["told"]) > TOLD, "hardly anybody had the time to do anything"
    assert max(Counter(after["closed"]).values()) == 1
    assert set(after["told"]) <= set(after["closed"])
    mailing.send(desk_of(root, LATER))
    with reading(str(root / "brt.db")) as db:
        posted = outbox.everything(db)
    assert sorted(one.action for one in posted) == sorted(after["closed"])
    assert {one.status for one in posted} <= {"sent", "uncertain"}
    ids = [message_from_bytes(file.read_bytes())["Message-ID"] for file in (root / "outbox" / "new").iterdir()]
    assert max(Counter(ids).values()) == 1
    sent = sum(one.status == "sent" for one in posted)
    assert sent <= len(ids) <= len(posted)
