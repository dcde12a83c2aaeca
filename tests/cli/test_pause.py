"""Sessions in which an installation rests, goes on, or is called off."""

import pytest

from tests.cli.play import CALL
from tests.cli.test_work import ids


@pytest.fixture
def running(brt):
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    return brt


def statuses(brt):
    return {one["status"] for one in brt.json("email", "list")}


def test_what_rests_is_out_of_the_lists_and_nothing_of_it_can_be_done(running):
    brt = running
    said = brt("hold", "118", "--reason", "travaux", user="amelie")
    assert (said.code, said.out) == (0, "■ D-2026-118  3cx-porta  on hold\n")
    assert brt.json("todo", "--team", "--all") == []
    (row,) = brt.json("overview")
    assert (row["status"], row["health"], row["next_action"]) == ("on_hold", "on_hold", None)
    assert "on hold" in brt("show", "118").out.lower()
    refused = brt("done", "118/appel-lancement", *CALL, user="amelie")
    assert refused.code == 1
    assert "brt resume D-2026-118" in refused.err
    assert brt("bill", "118", user="amelie").code == 1
    again = brt("hold", "118", user="sonia")
    already = "118 Boulangerie Morel is on hold already, since Mon 30 Nov (Amélie): travaux"
    assert (again.code, again.err) == (0, f"{already}\nNothing to change.\n")
    assert "on hold: travaux" in brt("history", "118").out


def test_what_goes_on_has_its_dates_moved_by_the_business_days(running):
    brt = running
    before = {one["number"]: one["due"] for one in brt.json("todo", "--team", "--all")}
    brt.json("hold", "118", user="amelie")
    brt.now = "2026-12-03T09:00"
    answer = brt.json("resume", "118", "--reason", "clés reçues", user="amelie")
    assert "goes on: clés reçues" in brt("history", "118").out
    moved = {one["number"]: one["due"] for one in answer["changed"]}
    assert moved
    assert all(moved[number] > before[number] for number in moved)
    assert [one["status"] for one in answer["installations"]] == ["running"]
    assert brt("done", "118/appel-lancement", *CALL, user="amelie").code == 0
    assert brt("resume", "118", user="amelie").code == 1


def test_emails_of_what_rests_wait(running):
    brt = running
    (brt.root / "brt.toml").write_text(
        (brt.root / "brt.toml").read_text().replace('grace = "0 minutes"', 'grace = "30 minutes"')
    )
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    assert "queued" in statuses(brt)
    brt.json("hold", "118", user="amelie")
    brt.now = "2026-11-30T12:00"
    brt("email", "deliver")
    assert "queued" in statuses(brt)
    brt.json("resume", "118", user="amelie")
    brt("email", "deliver")
    assert "queued" not in statuses(brt)


def test_what_is_called_off_keeps_what_was_done_and_loses_the_rest(running):
    brt = running
    (brt.root / "brt.toml").write_text(
        (brt.root / "brt.toml").read_text().replace('grace = "0 minutes"', 'grace = "30 minutes"')
    )
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    answer = brt.json("cancel", "118", "--reason", "renonce", user="amelie")
    assert [one["status"] for one in answer["installations"]] == ["cancelled"]
    assert {one["status"] for one in answer["changed"]} == {"cancelled"}
    shown = brt.json("show", "118", "--all")
    assert shown["status"] == "lost"
    assert shown["installations"][0]["status"] == "cancelled"
    assert brt.json("overview") == []
    assert statuses(brt) <= {"cancelled", "sent"}
    assert brt("done", "118/controler-dossier", user="sonia").code == 1
    assert brt("hold", "118", user="amelie").code == 1
    again = brt("cancel", "118", user="amelie").err
    assert again == "118 Boulangerie Morel was cancelled already, on Mon 30 Nov (Amélie): renonce\nNothing to change.\n"


def test_beyond_the_point_of_no_return_only_by_force_and_with_a_reason(brt):
    path = brt.root / "installation_types" / "3cx-porta.yaml"
    text = path.read_text()
    path.write_text(
        text.replace("      - id: appel-lancement\n", "      - id: appel-lancement\n        point_of_no_return: true\n")
    )
    assert brt("lint", str(path)).code == 0
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    refused = brt("cancel", "118", "--reason", "renonce", user="amelie")
    assert refused.code == 1
    assert "--force" in refused.err
    assert brt("cancel", "118", "--force", user="amelie").code == 2
    assert ids(brt.json("cancel", "118", "--force", "--reason", "renonce", user="amelie")["closed"]) == []


def test_what_was_called_off_says_so_and_how_to_begin_anew(running):
    running.json("done", "118/appel-lancement", *CALL, user="amelie")
    running.json("cancel", "118", "--reason", "x", user="amelie")
    hint = "It stays so; to begin anew: brt produce D-2026-118 --type 3cx-porta\n"
    for words in (("resume", "118"), ("hold", "118"), ("reopen", "118/appel-lancement"), ("bill", "118")):
        refused = running(*words, user="amelie")
        assert (refused.code, refused.err.partition("\n")[2]) == (1, hint), words
    assert running("produce", "D-2026-118", "--type", "3cx-porta", user="amelie").code == 0


def test_a_cancelled_installation_makes_room_for_another(running):
    brt = running
    brt.json("cancel", "118", user="amelie")
    assert brt("produce", "118", "--type", "3cx-porta", "--again", "--label", "Reprise", user="amelie").code == 0
    assert brt.json("show", "118")["status"] == "production"


AGAIN = {
    "hold": (("hold", "118"), "is on hold already, since Mon 30 Nov (Amélie): un"),
    "cancel": (("cancel", "118"), "was cancelled already, on Mon 30 Nov (Amélie): un"),
    "lose": (("dossier", "lose", "119"), "is lost already, since Mon 30 Nov (Amélie): un"),
    "skip": (("skip", "4001"), "was skipped already, on Mon 30 Nov (Amélie): un"),
    "skip waiting": (("skip", "4004"), "is to be skipped already, since Mon 30 Nov (Amélie): un"),
}


@pytest.mark.parametrize("case", AGAIN)
def test_the_reason_of_what_stopped_before_is_kept_once(running, case):
    words, already = AGAIN[case]
    running.json(*words, "--reason", "un", user="amelie")
    same = running.database.read_bytes()
    running.now = "2026-12-01T09:00"
    said = running(*words, "--reason", "un", user="sonia")
    assert (said.code, said.err.splitlines()[1:]) == (0, ["Nothing to change."])
    assert already in said.err
    assert running.database.read_bytes() == same
    for kept in (True, False):  # the second time it is known
        said = running(*words, "--reason", "deux", user="sonia")
        assert (said.code, "is kept as a remark: brt show D-2026-" in said.err) == (0, kept)
        assert already in said.err
    history = running.json("history", words[-1] if case == "lose" else "118")
    assert [fact["text"] for entry in history for fact in entry["facts"] if fact["what"] == "noted"][-1] == "deux"


def test_who_does_not_say_why_loses_nothing(running):
    running.json("hold", "118", user="amelie")
    said = running("hold", "118", "--reason", "travaux", user="amelie").err
    assert said.startswith("118 Boulangerie Morel is on hold already, since Mon 30 Nov (Amélie)\n")
    assert "travaux" in running("show", "118").out


def test_why_a_dossier_is_lost_is_no_remark(brt):
    brt.json("dossier", "lose", "122", "--reason", "parti ailleurs")
    brt.json("note", "122", "rappeler en mars")
    shown = brt("show", "122").out
    assert shown.count("parti ailleurs") == 1
    assert "rappeler en mars" in shown.partition("Remarks")[2]
    assert "    reason: parti ailleurs\n" in brt("history", "122").out


def test_nobody_is_awaited_for_what_was_called_off(running):
    running.json("cancel", "118", "--reason", "renonce", user="amelie")
    assert "\nTechnicien · cancelled, since" in running("show", "118/installer-sur-site").out


def test_what_stopped_is_named_with_its_type_where_several_run(running):
    running.json("produce", "118", "--type", "ftth-pro", user="amelie")
    running.json("hold", "118/ftth-pro", user="amelie")
    assert "118 Boulangerie Morel · ftth-pro is on hold already" in running("hold", "118/ftth-pro").err


# ── with something to be done because of it ───────────────────────────────────────────────────────


@pytest.fixture
def ordered(running):
    """The trunk was ordered; emails wait for half an hour."""
    brt = running
    (brt.root / "brt.toml").write_text(
        (brt.root / "brt.toml").read_text().replace('grace = "0 minutes"', 'grace = "30 minutes"')
    )
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    brt.json("done", "118/controler-dossier", "--set", "siret=732 829 320 00074", user="sonia")
    values = ("--set", "trunk_ref=T-1", "--set", "temporary_number=01 40 50 60 99")
    brt.json("done", "118/commander-trunk-sip", *values, user="sonia")
    return brt


def test_what_is_being_called_off_is_at_work_until_that_is_done(ordered):
    brt = ordered
    answer = brt.json("cancel", "118", "--reason", "renonce", user="amelie")
    assert [one["status"] for one in answer["installations"]] == ["cancelling"]
    assert ids(answer["opened"]) == ["resilier-trunk"]
    assert answer["opened"][0]["number"] == 4026 + 1
    assert statuses(brt) == {"cancelled"}
    shown = brt.json("show", "118", "--all")
    (one,) = shown["installations"]
    assert (shown["status"], one["status"], one["health"], one["ended_on"]) == (
        "production",
        "cancelling",
        "on_track",
        None,
    )
    assert (one["phases"][-1]["id"], one["phases"][-1]["status"]) == ("annulation", "open")
    assert one["progress"] == {"closed": 3, "total": 4, "percent": 75}
    page = brt("show", "118").out
    assert " ▶ Annulation             0/1\n     ● 4027  Résilier le trunk" in page
    assert " ✗ Lancement 2/4 · Commandes 1/4 · Portabilité 0/5 · " in page
    assert ids(brt.json("todo", "--team", "--all")) == ["resilier-trunk"]
    (row,) = brt.json("overview")
    assert (row["status"], row["phase"], row["next_action"]["action"]) == ("cancelling", "annulation", "resilier-trunk")
    assert brt.json("bill") == []
    assert "is being cancelled already, since Mon 30 Nov (Amélie): renonce" in brt("cancel", "118", user="amelie").err
    for refused in (("hold",), ("resume",), ("bill",)):
        assert brt(*refused, "118", user="amelie").code == 1
    assert "is being cancelled" in brt("reopen", "118/appel-lancement", user="amelie").err


def test_then_it_is_cancelled_and_the_dossier_lost(ordered):
    brt = ordered
    brt.json("cancel", "118", "--reason", "renonce", user="amelie")
    answer = brt.json("done", "118/resilier-trunk", user="sonia")
    assert [one["status"] for one in answer["installations"]] == ["cancelled"]
    shown = brt.json("show", "118")
    assert (shown["status"], shown["installations"][0]["status"]) == ("lost", "cancelled")
    assert brt.json("overview") == []
    told = brt("history", "118").out
    assert "called off: renonce" in told
    assert "called off, and all that followed from it done" in told
    brt.json("reopen", "118/resilier-trunk", user="sonia")
    shown = brt.json("show", "118")
    assert (shown["status"], shown["installations"][0]["status"]) == ("production", "cancelling")


def test_what_is_done_again_is_shown_though_the_rest_of_its_phase_is_over(brt):
    path = brt.root / "installation_types" / "3cx-porta.yaml"
    more = "    - {id: appeler-client, name: Appeler le client, role: commercial, optional: true}\n"
    path.write_text(
        path.read_text().replace("    - id: annuler-portabilite\n", f"{more}    - id: annuler-portabilite\n")
    )
    brt.json("produce", "118", "--type", "3cx-porta", "--set", "trunk_ref=T-1", user="amelie")
    brt.json("cancel", "118", "--reason", "renonce", user="amelie")
    brt.json("done", "118/resilier-trunk", user="sonia")
    assert " ✓ Annulation" in brt("show", "118").out
    brt.json("reopen", "118/resilier-trunk", user="sonia")
    assert brt.json("show", "118")["installations"][0]["phases"][-1]["status"] == "open"
    assert "Résilier le trunk" in brt("show", "118").out


def test_with_nothing_to_undo_it_is_cancelled_at_once(running):
    brt = running
    answer = brt.json("cancel", "118", "--reason", "renonce", user="amelie")
    assert [one["status"] for one in answer["installations"]] == ["cancelled"]
    assert answer["opened"] == []


def test_two_that_are_called_off_have_actions_of_their_own(ordered):
    brt = ordered
    brt.json("produce", "118", "--type", "ftth-pro", user="amelie")
    taken = {row["number"] for one in brt.json("show", "118", "--all")["installations"] for row in actions(one)}
    answer = brt.json("cancel", "118/3cx-porta", "--reason", "renonce", user="amelie")
    assert not taken & {one["number"] for one in answer["opened"]}
    assert brt("show", str(answer["opened"][0]["number"])).code == 0


def actions(installation):
    return [row for phase in installation["phases"] for row in phase["actions"]]


def test_phases_that_are_called_off_are_not_open(ordered):
    ordered.json("cancel", "118", "--reason", "x", "--yes")
    (one,) = ordered.json("show", "118")["installations"]
    for phase in one["phases"]:
        off = any(action["status"] == "cancelled" for action in phase["actions"])
        assert not off or phase["status"] == "waiting"
    page = ordered("show", "118").out
    assert "%" not in page  # it is not on its way to anything
    waiting = [action["number"] for action in ordered.json("why", "118")]
    assert waiting
    assert all(str(number) in ordered("why", "118").out for number in waiting)


def test_of_what_was_called_off_before_it_began_there_is_no_progress(running):
    running.json("cancel", "118", "--reason", "x", "--yes")
    assert "%" not in running("show", "118").out


# ── how it is told ────────────────────────────────────────────────────────────────────────────────


def test_a_page_says_since_when_and_why_something_rests_or_was_called_off(running):
    running.json("hold", "118", "--reason", "travaux\nsur le site", user="amelie")
    running.now = "2026-12-02T09:00"
    page = running("show", "118").out
    assert "ON HOLD\nSince Mon 30 Nov (Amélie): travaux sur le site\n" in page
    assert "on hold  since Mon 30 Nov (Amélie): travaux sur le site" in running("dossier", "show", "118").out
    running.json("cancel", "118", "--reason", "renonce", user="sonia")
    page = running("show", "118").out.splitlines()
    assert page[1:3] == ["3cx-porta   CANCELLED", "Since Wed 2 Dec (Sonia): renonce"]
    running.json("produce", "118", "--type", "3cx-porta", "--again", "--label", "Reprise")
    assert sum("Since" in line for line in running("show", "118").out.splitlines()) == 1


def test_what_goes_on_says_nothing_of_its_rest(running):
    running.json("hold", "118", "--reason", "travaux")
    running.json("resume", "118")
    assert running.json("show", "118")["installations"][0]["stopped"] is None
    assert "travaux" not in running("show", "118").out


def test_a_phase_of_which_nothing_applies_is_not_shown_as_done(running):
    running.json("cancel", "118", "--reason", "x", user="amelie")
    for words, shown in (((), "∅ Annulation "), (("--all",), " ∅ Annulation\n")):
        page = running("show", "118", *words).out
        assert shown in page
        assert "0/0" not in page


def test_the_lists_mark_what_is_being_called_off_or_rests(ordered):
    ordered.json("cancel", "118", "--reason", "x", user="amelie")
    ordered.json("produce", "119", "121", "--type", "visite")
    ordered.json("produce", "119", "--type", "visite", "--again", "--label", "Lot 2")
    for name in ("119/visite", "121"):
        ordered.json("hold", name)
    rows = {one["dossier"]: one for one in ordered.json("dossier", "list")}
    counts = [tuple(rows[f"D-2026-{n}"][key] for key in ("running", "on_hold", "cancelling")) for n in (118, 119, 121)]
    assert counts == [(1, 0, 1), (2, 1, 0), (1, 1, 0)]
    ends = [line.rpartition("in production  ")[2] for line in ordered("dossier", "list").out.splitlines()]
    assert [end for end in ends if end in ("cancellation", "▶ 1 · on hold", "on hold")] == [
        "cancellation",
        "▶ 1 · on hold",
        "on hold",
    ]
    assert ordered("dossier", "list", "118", "--format", "plain").out.endswith("\t1\n")
    (line,) = (line for line in ordered("overview").out.splitlines() if " 118 " in line)
    assert "cancellation  Résilier le trunk" in line
    assert "%" not in line


def test_french_agrees(ordered):
    said = ordered("cancel", "118", "--reason", "x", user="amelie", BRT_LANG="fr").out
    assert "annulée" in said
    assert "annulé\n" not in said
    assert "installation annulée (x)" in ordered("history", "118", BRT_LANG="fr").out
