"""`brt show --forecast`: when what waits will be due, if everything is done on its date."""

import csv
import io

import pytest

from tests.cli.test_work import sets


@pytest.fixture
def visit(brt):
    brt.json("produce", "118", "--type", "visite")
    return brt


def actions(brt, *words):
    (one,) = brt.json("show", "118", *words)["installations"]
    return {row["action"]: row for phase in one["phases"] for row in phase["actions"]}


def test_the_key_is_there_when_it_is_asked_for(visit):
    assert all("forecast" not in row for row in actions(visit).values())
    assert all("forecast" in row for row in actions(visit, "--forecast").values())


def test_what_hangs_on_a_date_that_nobody_knows_has_no_date(visit):
    found = actions(visit, "--forecast")
    assert found["appeler"]["forecast"] == {"available_on": "2026-11-30", "due": "2026-12-01"}
    assert found["passer"]["forecast"]["due"] is None
    assert found["facturer"]["forecast"] == {"available_on": None, "due": None}


def test_with_the_date_everything_has_one(visit):
    visit.json("set", "118", *(word for word in sets("rdv=10/12") if word != "--set"))
    found = actions(visit, "--forecast")
    assert found["passer"]["forecast"] == {"available_on": "2026-12-04", "due": "2026-12-10"}
    assert found["facturer"]["forecast"] == {"available_on": "2026-12-10", "due": "2026-12-10"}
    assert found["rappeler"]["forecast"] == {"available_on": "2026-12-17", "due": "2026-12-17"}
    page = visit("show", "118", "--forecast").out
    assert "≈ Thu 10 Dec" in page
    assert "Passer sur site" in page
    assert "≈" not in visit("show", "118", "--all").out


def test_an_action_by_itself(visit):
    visit.json("set", "118", "rdv=10/12")
    assert visit.json("show", "118/facturer", "--forecast")["forecast"]["due"] == "2026-12-10"
    assert "≈ Thu 10 Dec" in visit("show", "118/facturer", "--forecast").out
    assert "forecast" not in visit.json("show", "118/facturer")


def test_what_is_over_has_none(visit):
    visit.json("done", "118/appeler", *sets("rdv=10/12"))
    assert actions(visit, "--forecast")["appeler"]["forecast"] is None


def test_columns_for_programs(visit):
    visit.json("set", "118", "rdv=10/12")
    rows = list(csv.DictReader(io.StringIO(visit("show", "118", "--forecast", "--format", "csv").out)))
    assert {row["ref"]: row["forecast_due"] for row in rows}["D-2026-118/passer"] == "2026-12-10"
    plain = visit("show", "118", "--format", "csv").out.splitlines()[0]
    assert plain.endswith("asks,waits_for,party,reason,until")


def test_nothing_at_work(visit):
    assert visit("show", "119", "--forecast").code == 0
