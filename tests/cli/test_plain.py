"""`--format plain` and csv say what the table says: what is asked for, what is waited for, on whom it is stuck."""

import csv
import io

from tests.cli.test_work import sets


def rows(brt, *words):
    return {row["ref"]: row for row in csv.DictReader(io.StringIO(brt(*words, "--format", "csv").out))}


def test_todo(brt):
    brt.json("produce", "118", "119", "--type", "visite")
    why = ("--party", "carrier", "--reason", "RIO incorrect", "--until", "04/12", *sets("motif=x"))
    brt.json("block", "119/verifier", *why)
    found = rows(brt, "todo", "--team", "--all")
    assert found["D-2026-118/appeler"]["asks"] == "rdv"
    stuck = found["D-2026-119/verifier"]
    assert (stuck["party"], stuck["reason"], stuck["until"]) == ("carrier", "RIO incorrect", "2026-12-04")
    plain = brt("todo", "--team", "--all", "--format", "plain").out
    assert "\trdv\t" in plain
    assert "\tcarrier\tRIO incorrect\t2026-12-04\n" in plain


def test_show_says_what_is_waited_for(brt):
    brt.json("produce", "118", "--type", "visite")
    found = rows(brt, "show", "118")
    numbers = {found["D-2026-118/appeler"]["number"], found["D-2026-118/verifier"]["number"]}
    assert set(found["D-2026-118/passer"]["waits_for"].split(", ")) == numbers
    brt.json("done", "118/appeler", "118/verifier", *sets("rdv=10/12"))
    brt.json("set", "118", "rdv=")
    brt.now = "2026-12-07T09:00"
    assert rows(brt, "show", "118")["D-2026-118/passer"]["waits_for"] == "rdv"
