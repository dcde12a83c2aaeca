"""What a type warns of: said beside the answer and with the plan, never in the way."""

import pytest

from tests.cli.keys import WARNING
from tests.cli.play import CALL
from tests.cli.terminal import Terminal

BEFORE = "checks:                                   # des avertissements\N{NO-BREAK SPACE}: ils ne refusent rien\n"
CHECKS = """\
  - {when: target_date > install_date, say: La pose vient avant la mise en service souhaitée.}
  - {when: uplink_mbps < 5 and sip_alg_off, say: Peu de débit pour ce pare-feu.}
  - {when: hardware_reused and customer.kind == "prospect", say: Le matériel est-il compatible ?}
"""
LATE = "D-2026-118, mind: La pose vient avant la mise en service souhaitée.\n"
REUSED = "D-2026-118, mind: Le matériel est-il compatible ?\n"


@pytest.fixture
def checked(brt):
    path = brt.root / "installation_types" / "3cx-porta.yaml"
    path.write_text(path.read_text().replace(BEFORE, BEFORE + CHECKS))
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
    (warning,) = [one for one in answer["warnings"] if not one["risk"]]
    assert set(warning) == WARNING
    assert (warning["dossier"], warning["installation_type"]) == ("D-2026-118", "3cx-porta")
    assert "La pose vient avant" not in brt("set", "118", "install_date=16/12/2026", user="amelie").err
    assert brt("set", "118", "install_date=16/12/2026", user="amelie").err == "Nothing to change.\n"


def test_they_are_told_at_the_question_with_what_was_answered_before(checked):
    brt = checked
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    brt.json("done", "118/appel-lancement", *CALL, user="amelie")
    with Terminal(brt, "done", "118/auditer-prerequis", user="leo") as person:
        person.answers(
            ("Accès internet", "ftth"),
            ("Débit montant", "-5"),
            ("  Le débit montant mesuré est nul ou négatif.\r\n  Pare-feu", "x"),
            ("SIP ALG", "oui"),
            ("  Peu de débit pour ce pare-feu.\r\n  Ports PoE", "8"),
        )
    assert (person.code, brt.json("get", "118", "uplink_mbps")) == (0, "-5")


@pytest.mark.parametrize(
    ("type_", "field", "wrong", "right"),
    [
        ("3cx-porta", "satisfaction", "12", "10"),
        ("3cx-porta", "poe_ports", "-1", "0"),
        ("3cx-porta", "simultaneous_calls", "0", "1"),
        ("3cx-sans-porta-a-distance", "trained_users", "-1", "0"),
        ("ftth-pro", "speed_down_mbps", "-5", "0.5"),
    ],
)
def test_numbers_that_cannot_be_are_told(brt, type_, field, wrong, right):
    brt.json("produce", "118", "--type", type_, user="amelie")
    assert brt("set", "118", f"{field}={right}").err == ""
    said = brt("set", "118", f"{field}={wrong}")
    assert (said.code, said.err.startswith("D-2026-118, mind: ")) == (0, True)


def test_an_intervention_after_the_porting_is_told(brt):
    brt.json("produce", "118", "--type", "3cx-porta", user="amelie")
    told = "vient après la portabilité"
    assert told not in brt("set", "118", "port_date=15/12", "install_date=15/12").err
    assert told in brt("set", "118", "install_date=16/12").err


def test_they_stand_in_what_is_shown_of_a_type_and_compared(checked):
    brt = checked
    shown = brt("template", "show", "3cx-porta").out
    assert "warns when target_date > install_date: La pose vient avant" in shown
    copy = brt.root / "installation_types" / "copie.yaml"
    text = (brt.root / "installation_types" / "3cx-porta.yaml").read_text()
    copy.write_text(text.replace(CHECKS, ""))
    told = brt("template", "diff", "3cx-porta", "copie").out
    assert "    checks: - target_date > install_date: La pose vient avant" in told
