"""What a type warns of: said beside the answer and with the plan, never in the way."""

import pytest

from tests.cli.keys import WARNING
from tests.cli.play import CALL

CHECKS = """\
checks:
  - {when: target_date > install_date, say: La pose vient avant la mise en service souhaitée.}
  - {when: hardware_reused and customer.kind == "prospect", say: Le matériel est-il compatible ?}

phases:
"""
LATE = "D-2026-118, mind: La pose vient avant la mise en service souhaitée.\n"
REUSED = "D-2026-118, mind: Le matériel est-il compatible ?\n"


@pytest.fixture
def checked(brt):
    path = brt.root / "installation_types" / "3cx-porta.yaml"
    path.write_text(path.read_text().replace("phases:\n", CHECKS, 1))
    assert brt("lint", str(path)).code == 0
    return brt


def test_a_production_warns_and_its_rehearsal_too(checked):
    brt = checked
    words = ("produce", "118", "--type", "3cx-porta", "--set", "hardware_reused=oui")
    assert REUSED in brt(*words, "--dry-run", user="amelie").err
    (dry,) = brt.json(*words, "--dry-run", user="amelie")
    assert [one["text"] for one in dry["warnings"]] == ["Le matériel est-il compatible ?"]
    made = brt(*words, user="amelie")
    assert (made.code, made.err.count(REUSED)) == (0, 1)


def test_values_warn_and_are_kept(checked):
    brt = checked
    brt.json("produce", "118", "--type", "3cx-porta", "--set", "install_date=11/12/2026", user="amelie")
    done = brt("done", "118/appel-lancement", *CALL, user="amelie")
    assert (done.code, done.err.splitlines(keepends=True)[-1]) == (0, LATE)
    answer = brt.json("set", "118", "install_date=10/12/2026", user="amelie")
    (warning,) = answer["warnings"]
    assert set(warning) == WARNING
    assert (warning["dossier"], warning["installation_type"]) == ("D-2026-118", "3cx-porta")
    assert "La pose vient avant" not in brt("set", "118", "install_date=16/12/2026", user="amelie").err
    assert brt("set", "118", "install_date=16/12/2026", user="amelie").err == "Nothing to change.\n"


def test_they_stand_in_what_is_shown_of_a_type_and_compared(checked):
    brt = checked
    shown = brt("template", "show", "3cx-porta").out
    assert "warns when target_date > install_date: La pose vient avant" in shown
    copy = brt.root / "installation_types" / "copie.yaml"
    text = (brt.root / "installation_types" / "3cx-porta.yaml").read_text()
    copy.write_text(text.replace(CHECKS, "phases:\n"))
    told = brt("template", "diff", "3cx-porta", "copie").out
    assert "    checks: - target_date > install_date: La pose vient avant" in told
