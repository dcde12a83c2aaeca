"""What is at risk says why: what would be done too late, for which date, and what leads there."""

import pytest

from tests.cli import keys
from tests.cli.test_work import sets

REASON = "“Passer sur site” would be done on Fri 4 Dec only, after Wed 2 Dec (date du rendez-vous)"


@pytest.fixture
def visit(brt):
    brt.json("produce", "118", "--type", "visite", "--set", "rdv=02/12")
    return brt


def number(brt, name):
    return brt.json("show", name)["number"]


def test_the_sheet_and_why_say_what_would_be_too_late_for_which_date(visit):
    (one,) = visit.json("show", "118")["installations"]
    assert set(one["risk"]) == keys.RISK
    assert (one["health"], one["risk"]["number"], one["risk"]["date"]) == (
        "at_risk",
        number(visit, "118/passer"),
        "2026-12-02",
    )
    for command in ("show", "why"):
        assert f"\nAt risk: {REASON}.\n" in visit(command, "118").out


def test_why_shows_what_leads_there_and_what_to_type(visit):
    check, visiting = number(visit, "118/verifier"), number(visit, "118/passer")
    page = visit("why", "118").out
    way = page.partition("What leads there, if everything is done on its date:\n")[2]
    assert [line.split("  ")[1] for line in way.splitlines()[:2]] == ["Vérifier le dossier", "Passer sur site"]
    assert way.splitlines()[0].startswith(f" ● {check}")
    assert way.splitlines()[1].startswith(f" · {visiting}")
    assert page.endswith(f"First of all: brt show {check}\nOr another date: brt set 118 rdv=DATE\n")
    marked = {row["action"]: row["risk"] for row in visit.json("why", "118")}
    assert marked["appeler"] is None
    assert marked["verifier"]["number"] == visiting


def test_an_action_on_the_way_says_it_and_no_other(visit):
    assert f"At risk: {REASON}.\n" in visit("why", "118/verifier").out
    assert f"At risk: {REASON}.\n" in visit("why", "118/passer").out
    assert "At risk" not in visit("why", "118/appeler").out


def test_what_was_advised_takes_the_risk_away(visit):
    visit.json("set", "118", "rdv=04/12", "--yes")
    assert "At risk" not in visit("why", "118").out
    assert visit.json("show", "118")["installations"][0]["risk"] is None


def test_what_is_open_already_needs_no_way(visit):
    visit.json("done", "118/appeler", "118/verifier", *sets("rdv=01/12"))
    page = visit("why", "118").out
    assert "At risk: “Passer sur site” would be done on Wed 2 Dec only, after Tue 1 Dec" in page
    assert "What leads there" not in page


def test_what_is_late_or_stuck_says_that_first(visit):
    visit.json("block", "118/appeler", "--party", "customer", "--reason", "injoignable")
    assert "At risk" not in visit("why", "118").out
    assert "BLOCKED" in visit("show", "118").out


def test_a_long_way_names_its_beginning_and_its_end(brt):
    steps = "\n".join(
        f"      - {{id: e{n}, name: Étape {n}, role: adv, due: 1 business day"
        + (f", after: [e{n - 1}]}}" if n > 1 else "}")
        for n in range(1, 10)
    )
    (brt.root / "installation_types" / "long.yaml").write_text(
        "name: Long\nsummary: Long.\nfields:\n  fin: {label: Date de fin, kind: date}\nphases:\n  - id: p\n"
        f"    name: P\n    actions:\n{steps}\n"
        "      - {id: finir, name: Finir, role: adv, after: [e9], due: on fin, asks: [fin]}\n",
        encoding="utf-8",
    )
    brt.json("produce", "118", "--type", "long", "--set", "fin=03/12")
    way = brt("why", "118").out.partition("on its date:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split("  ")[1] if "and" not in line else line for line in way] == [
        "Étape 1",
        "Étape 2",
        "Étape 3",
        "Étape 4",
        "   … and 5 more",
        "Finir",
    ]


def test_the_view_of_everything_says_why_for_the_first_few(visit):
    page = visit("overview").out
    assert f"\n   {REASON}\n" in page
    assert [row["health"] for row in visit.json("overview")] == ["at_risk"]
    for n in range(150, 156):
        visit.json("dossier", "add", f"D-2026-{n}", "--customer", f"Client {n}")
        visit.json("produce", str(n), "--type", "visite", "--set", "rdv=02/12")
    page = visit("overview").out
    assert page.count("would be done on") == 5
    assert page.count("at risk") == 8


def test_two_installations_of_a_dossier_are_told_apart(visit):
    visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2", "--set", "rdv=10/12")
    page = visit("overview").out
    assert page.count(REASON) == 1
    assert "Or another date: brt set 118/visite rdv=DATE\n" in visit("why", "118").out


TOO_LATE = "D-2026-118, mind: at risk, “Passer sur site” would be done on Fri 4 Dec only, after Wed 2 Dec ({date})\n"


def test_a_date_that_is_moved_into_danger_is_told_as_a_warning(visit):
    visit.json("set", "118", "rdv=08/12")
    answer = visit("set", "118", "rdv=02/12")
    assert answer.err == TOO_LATE.format(date="date du rendez-vous")
    assert "At risk: “Passer sur site” would be done on Fri 4 Dec only" in visit("why", "118").out


def test_a_date_that_is_moved_out_of_danger_or_nearer_to_it_warns_of_nothing(visit):
    visit.json("set", "118", "rdv=01/12")
    assert visit("set", "118", "rdv=02/12").err == ""
    assert visit("set", "118", "rdv=08/12").err == ""


def test_what_is_late_by_a_date_that_moved_is_told(brt):
    file = brt.root / "installation_types" / "visite.yaml"
    text = file.read_text(encoding="utf-8").replace("due: on rdv", "due: 3 business days before rdv")
    file.write_text(text, encoding="utf-8")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=17/12"))
    brt.now = "2026-12-09T09:00"
    (told,) = brt.json("set", "118", "rdv=11/12")["warnings"]
    assert (told["text"], told["risk"]) == ("“Passer sur site” is late then: it was due on Tue 8 Dec", True)


def test_of_a_date_that_is_past_it_is_only_told_that_it_is(visit):
    (told,) = visit.json("set", "118", "rdv=29/11/2026")["warnings"]
    assert (told["text"], told["risk"]) == ("Date du rendez-vous: Sun 29 Nov is past", False)


def test_a_production_that_is_only_looked_at_says_what_would_be_too_late(brt):
    words = ("produce", "118", "--type", "visite", "--set", "rdv=02/12", "--dry-run")
    assert set(brt.json(*words)[0]["risk"]) == keys.RISK
    assert f"\nAt risk: {REASON}.\n" in brt(*words).out
