"""`brt why`: what keeps an action or a dossier, down to who must act."""

from itertools import pairwise

import pytest

from tests.cli.test_work import sets


def numbers(rows):
    return {row["action"]: row["number"] for row in rows}


@pytest.fixture
def visit(brt):
    brt.json("produce", "118", "--type", "visite")
    return brt


def test_an_action_that_waits_says_for_what_each_once(visit):
    rows = visit.json("why", "118/facturer")
    assert [(row["depth"], row["action"], row["status"]) for row in rows][:1] == [(0, "facturer", "waiting")]
    assert len({row["number"] for row in rows}) == len(rows)
    assert {row["action"] for row in rows if row["status"] == "available"} == {"appeler", "verifier"}
    assert all(later["depth"] <= row["depth"] + 1 for row, later in pairwise(rows))


def test_holding_back_counts_what_is_not_closed_yet(visit):
    shown = [a for phase in visit.json("show", "118")["installations"][0]["phases"] for a in phase["actions"]]
    (first,) = [row for row in visit.json("why", "118") if row["action"] == "appeler"]
    assert 0 < first["holds_back"] < len(shown)
    visit.json("done", "118/appeler", *sets("rdv=30/11"))
    assert visit.json("why", "118/appeler")[0]["holds_back"] == 0


def test_what_can_be_done_says_so_and_what_waits_names_who_is_first(visit):
    number = visit.json("why", "118/appeler")[0]["number"]
    visit.json("done", "118/verifier")
    answer = visit("why", "118/facturer")
    assert "waits for what stands below it" in answer.out
    assert answer.out.endswith(f"First of all: brt show {number}\n")
    assert "can be done" in visit("why", str(number)).out
    assert "First of all" not in visit("why", str(number)).out


def test_what_is_closed_says_when_and_by_whom(visit):
    visit.json("done", "118/appeler", *sets("rdv=30/11"))
    assert "done on Mon 30 Nov by Sonia" in visit("why", "118/appeler").out


def test_a_dossier_lists_what_is_open_the_most_urgent_first(visit):
    visit.now = "2026-12-10T09:00"
    rows = visit.json("why", "118")
    assert rows == sorted(rows, key=lambda row: (row["due"] is None, row["due"] or ""))
    assert {row["status"] for row in rows} <= {"available", "scheduled", "blocked"}
    page = visit("why", "118").out
    assert page.startswith("118 ")
    assert "LATE" in page


def test_a_condition_that_was_false_is_shown(brt):
    path = brt.root / "installation_types" / "visite.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("optional: true\n\n", 'when: accord != "oui-tout"\n\n'), encoding="utf-8")
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=30/11"))
    brt.now = "2026-12-02T09:00"
    brt.json("done", "118/passer", *sets("accord=oui-tout"))
    (row,) = brt.json("why", "118/former")
    assert (row["status"], row["when"]) == ("not_applicable", 'accord != "oui-tout"')
    assert 'not applicable: on Wed 2 Dec this was false: accord != "oui-tout"' in brt("why", "118/former").out


def test_blocked_cancelled_and_nothing_at_work(visit):
    visit.json("block", "118/appeler", "--party", "customer", "--reason", "injoignable")
    assert "blocked since Mon 30 Nov, customer: injoignable · holds back" in visit("why", "118/appeler").out
    visit.json("cancel", "118", "--reason", "renonce", "--yes")
    assert visit.json("why", "118") == []
    page = "118 Boulangerie Morel\nvisite   CANCELLED\nSince Mon 30 Nov (Sonia): renonce\n"
    assert visit("why", "118").out == page
    for command in ("why", "show"):
        said = visit(command, "118/appeler").out
        assert "cancelled, since Mon 30 Nov (Sonia): renonce" in said
        assert "brt done" not in said
    answer = visit("why", "119")
    assert (answer.code, answer.out, answer.err) == (0, "", "Nothing is at work here.\n")


def test_unknown(visit):
    assert visit("why", "999").code == 1
    assert visit("why", "118/facturr").code == 1


def test_what_rests_is_to_go_on_first(visit):
    visit.json("hold", "118", "--reason", "travaux")
    page = visit("why", "118").out
    assert page.endswith("It rests. To let it go on: brt resume 118\n")
    assert "\nSince Mon 30 Nov (Sonia): travaux\n" in page
    assert "First of all" not in page
    for command in ("why", "show"):
        said = visit(command, "118/appeler").out
        assert "on hold, since Mon 30 Nov (Sonia): travaux" in said
        assert said.endswith("It rests. To let it go on: brt resume 118\n")
        assert "brt done" not in said
    stopped = {"since": "2026-11-30", "by": "sonia", "reason": "travaux"}
    assert visit.json("show", "118/appeler")["stopped"] == stopped
    assert visit.json("show", "118")["installations"][0]["stopped"] == stopped


def test_of_several_installations_what_rests_is_told_apart_from_what_comes_first(visit):
    visit.json("produce", "118", "--type", "visite", "--again", "--label", "Lot 2")
    visit.json("hold", "118/visite", "--reason", "travaux")
    page = visit("why", "118").out
    first = visit.json("show", "118/Lot 2/appeler")["number"]
    assert "It rests. To let it go on: brt resume 118/visite\n" in page
    assert page.endswith(f"First of all: brt show {first}\n")
    assert "stopped" not in visit("show", "118/Lot 2/appeler").out
    visit.json("hold", "118/Lot 2")
    assert "brt resume '118/Lot 2'\n" in visit("show", "118/Lot 2/appeler").out


def test_what_is_late_names_the_fields_that_it_lacks_and_is_to_be_done(visit):
    """On the day itself a page is looked at; one day later the field and the command are named."""
    call, check = (visit.json("show", f"118/{name}")["number"] for name in ("appeler", "verifier"))
    visit.now = "2026-12-01T09:00"
    assert visit("why", "118").out.endswith(f"\nFirst of all: brt show {call}\n")
    visit.now = "2026-12-02T09:00"
    for name in ("118", "118/passer"):
        assert visit("why", name).out.endswith(
            f"\n“Appeler le client” lacks: date du rendez-vous\nFirst of all: brt done {call}\n"
        )
    visit.json("set", "118", "rdv=10/12")
    assert visit("why", "118").out.endswith(f"\n\nFirst of all: brt done {call}\n")
    visit.json("block", str(call), "--party", "customer", "--reason", "absent")
    visit.json("done", str(check))
    assert visit("why", "118").out.endswith(f"\nFirst of all: brt show {call}\n")


def test_an_action_that_can_be_done_names_what_it_lacks_and_its_command(visit):
    visit.json("done", "118/appeler", "118/verifier", *sets("rdv=30/11"))
    visit.now = "2026-12-02T09:00"
    number = visit.json("show", "118/passer")["number"]
    said = visit("why", str(number)).out
    assert said.endswith(
        f"\n“Passer sur site” lacks: accord du client (must be oui-tout)\nOnce it is done: brt done {number}\n"
    )
