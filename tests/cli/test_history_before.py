"""The history shows what a date or a value was before, never a secret's."""

import pytest

from tests.cli.test_work import sets


@pytest.fixture
def page(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12", "digicode=1234A"))
    brt.json("done", "118/verifier")
    brt.json("set", "118", "rdv=14/12", "digicode=5678B")
    brt.json("shift", "118/passer", "16/12", "--only")
    brt.json("shift", "118/passer", "17/12", "--only")
    brt.json("set", "118", "rdv=")
    return [line.strip() for line in brt("history", "118").out.splitlines()]


def test_dates_and_values_stand_beside_those_before(page):
    assert "Date du rendez-vous: Thu 10 Dec" in page
    assert "Date du rendez-vous: Thu 10 Dec → Mon 14 Dec" in page
    assert "“Passer sur site” now due Thu 10 Dec → Mon 14 Dec" in page
    assert "“Passer sur site” shifted Mon 14 Dec → Wed 16 Dec" in page
    assert "“Passer sur site” shifted Wed 16 Dec → Thu 17 Dec" in page
    assert "Date du rendez-vous: cleared, it was Mon 14 Dec" in page


def test_a_secret_has_no_former_value(page, brt):
    assert page.count("Digicode: ***") == 2
    assert not any("1234A" in line or "5678B" in line for line in page)
    found = [fact for entry in brt.json("history", "118") for fact in entry["facts"] if fact["name"] == "Digicode"]
    assert [fact["was"] for fact in found] == [None, None]
