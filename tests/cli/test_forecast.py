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


def test_a_production_that_is_only_looked_at_promises_what_the_forecast_does(brt):
    (planned,) = brt.json("produce", "118", "--type", "visite", "--dry-run")
    brt.json("produce", "118", "--type", "visite")
    ahead = {key: row["forecast"] for key, row in actions(brt, "--forecast").items()}
    dates = ("available_on", "due")
    assert {row["action"]: {key: row[key] for key in dates} for row in planned["actions"]} == ahead
    (one,) = brt.json("show", "118")["installations"]
    assert (planned["expected_end"], planned["earliest_end"]) == (one["expected_end"], one["earliest_end"])


def test_an_end_that_nobody_knows_has_an_earliest_day_that_the_date_moves(visit):
    (one,) = visit.json("show", "118")["installations"]
    assert (one["expected_end"], one["earliest_end"]) == (None, "2026-12-11")
    assert "expected end ? (waits for Date du rendez-vous, at the earliest Fri 11 Dec)" in visit("show", "118").out
    visit.json("set", "118", "rdv=10/12")
    assert "expected end Thu 17 Dec" in visit("show", "118").out


def test_the_days_that_count_stand_below_the_progress(visit):
    assert visit.json("show", "118")["installations"][0]["dates"] == []
    visit.json("set", "118", "rdv=10/12")
    known = {"field": "rdv", "label": "Date du rendez-vous", "value": "2026-12-10"}
    assert visit.json("show", "118")["installations"][0]["dates"] == [known]
    for words in (("show", "118"), ("why", "118")):
        assert "\ndate du rendez-vous Thu 10 Dec\n" in visit(*words).out
