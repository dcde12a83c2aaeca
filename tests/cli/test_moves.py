"""A command that moves dates shows the former ones beside the new ones, and what becomes of the expected end."""

import pytest

from tests.cli.test_work import sets


@pytest.fixture
def visit(brt):
    """118 is to be visited (4003, Léo's) on Thursday 10 December."""
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    return brt


def lines(brt, *words, **variables):
    answer = brt(*words, **variables)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_both_dates_of_an_action_and_of_the_end(visit):
    first, field, end, *_emails = lines(visit, "set", "118", "rdv=14/12")
    assert first.endswith("Passer sur site  Léo  Thu 10 Dec → Mon 14 Dec  from Wed 2 Dec")
    assert field == "= Date du rendez-vous: Thu 10 Dec 2026 → Mon 14 Dec 2026"
    assert end == "» expected end Thu 17 Dec → Mon 21 Dec"


def test_programs_read_them_as_well(visit):
    found = visit.json("set", "118", "rdv=14/12")
    assert found["moved"] == [{"number": 4003, "was": "2026-12-10", "now": "2026-12-14"}]
    assert found["ends"] == [
        {
            "dossier": "D-2026-118",
            "installation_type": "visite",
            "label": None,
            "was": "2026-12-17",
            "now": "2026-12-21",
        }
    ]


def test_what_moves_nothing_says_nothing_of_dates(visit):
    found = visit.json("set", "118", "debut=01/01")
    assert (found["moved"], found["ends"]) == ([], [])
    assert not any(line.startswith("»") for line in lines(visit, "take", "118/passer"))


def test_a_shift_by_hand(visit):
    (first, end) = lines(visit, "shift", "118/passer", "14/12", "--only")
    assert "  Thu 10 Dec 2026 → Mon 14 Dec 2026" in first
    assert end == "» expected end Thu 17 Dec → Mon 21 Dec"


def test_a_date_that_comes_too_late_is_late(visit):
    visit.now = "2026-12-09T09:00"
    first = lines(visit, "set", "118", "rdv=07/12/2026")[0]
    assert first.endswith("Thu 10 Dec → Mon 7 Dec  2 business days late")
    visit.now = "2026-12-12T09:00"
    assert lines(visit, "set", "118", "rdv=11/12/2026")[0].endswith("→ Fri 11 Dec  is past")


def test_a_value_that_is_taken_back_takes_the_date_along(visit):
    first, _field, end = lines(visit, "set", "118", "rdv=")
    assert first.endswith("Thu 10 Dec → –  waits for Date du rendez-vous")
    assert end == "» expected end Thu 17 Dec → ?"


def test_going_on_moves_what_is_computed_and_names_no_year(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("hold", "118", "--reason", "travaux")
    brt.now = "2026-12-03T09:00"
    found = lines(brt, "resume", "118")
    assert found[0].endswith("  Tue 1 Dec → Fri 4 Dec")
    assert found[1].endswith("  Wed 2 Dec → Mon 7 Dec")


def test_done_with_a_value_that_moves_another(visit):
    visit.json("assign", "118/passer", "karim")
    visit.json("reopen", "118/appeler", "--keep")
    found = lines(visit, "done", "118/appeler", *sets("rdv=14/12"))
    assert any("Passer sur site" in line and "  Thu 10 Dec → Mon 14 Dec" in line for line in found)
    assert "» expected end Thu 17 Dec → Mon 21 Dec" in found


def test_the_ends_of_several_installations_are_told_apart(visit):
    visit.json("produce", "119", "--type", "visite")
    visit.json("done", "119/appeler", "119/verifier", *sets("rdv=10/12"))
    ends = [line for line in lines(visit, "shift", "118/passer", "119/passer", "14/12") if line.startswith("»")]
    assert ends == [
        "» 118 visite · expected end Thu 17 Dec → Mon 21 Dec",
        "» 119 visite · expected end Thu 17 Dec → Mon 21 Dec",
    ]


def test_on_a_narrow_terminal_no_date_is_broken(visit):
    from tests.golden.test_pages import printed

    page = printed(visit, ("set", "118", "rdv=14/12/2026"), 40)
    assert "jeu. 10/12" in page
    assert "→ lun. 14/12" in page
    assert "» fin prévue jeu. 17/12 → lun. 21/12" in page
