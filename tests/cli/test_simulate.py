"""`brt template simulate`: every action done on its date, on paper."""

import csv
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.cli.play import Play, example

TYPE = """\
name: Essai
fields:
  port_date: {label: Date de portabilité, kind: date}
  remote: {label: À distance, kind: boolean}
phases:
  - id: lancement
    name: Lancement
    actions:
      - {id: appeler, name: Appeler, role: commercial, due: 2 business days, asks: [remote, port_date]}
      - {id: auditer, name: Auditer, role: technicien, due: 5 business days}
      - {id: saluer, name: Saluer, role: commercial, due: 3 weeks, optional: true}
  - id: pose
    name: Pose
    actions:
      - {id: poser, name: Poser, role: technicien, when: not remote, due: 2 business days}
      - {id: former, name: Former, role: technicien, after: [appeler], due: 1 business day}
      - {id: facturer, name: Facturer, role: adv, after: [pose-faite], due: 1 business day}
  - id: fin
    name: Fin
    after: [poser]
    wait: 1 day
    actions:
      - {id: pose-faite, name: Contrôler, role: adv}
"""
DATED = TYPE.replace("due: 1 business day}\n      - {id: facturer", "due: on port_date}\n      - {id: facturer")


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    (play.at / "brt.db").unlink()
    (play.at / "installation_types" / "essai.yaml").write_text(TYPE)
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


def simulate(brt, *words):
    answer = brt("template", "simulate", "essai", "--start", "2026-11-30", "--format", "json", *words)
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def by_id(found):
    return {row["action"]: row for row in found["actions"]}


def business(start, days):
    """The oracle: numpy's, with no holiday between these days."""
    return str(np.busday_offset(start, days))


def test_no_role_is_needed(brt):
    """Neither the team nor its roles are known yet to whoever tries a type on paper."""
    known = simulate(brt)
    (brt.at / "brt.toml").write_text('language = "en"\n')
    assert simulate(brt) == known
    assert "Commercial" not in brt("template", "simulate", "essai", "--start", "2026-11-30").out
    assert brt("lint", "installation_types/essai.yaml", "--select", "unknown-role").code == 1


def test_each_action_is_done_on_its_date(brt):
    found = simulate(brt)
    assert (found["installation_type"], found["start"]) == ("essai", "2026-11-30")
    rows = by_id(found)
    assert {tuple(row) for row in found["actions"]} == {
        ("phase", "action", "role", "available_on", "due", "critical", "applicable")
    }
    assert list(rows) == ["appeler", "auditer", "saluer", "poser", "former", "facturer", "pose-faite"]
    assert rows["appeler"]["due"] == business("2026-11-30", 2)
    assert rows["auditer"]["due"] == rows["poser"]["available_on"] == business("2026-11-30", 5)
    assert rows["poser"]["due"] == business("2026-11-30", 7)
    assert rows["pose-faite"]["due"] == "2026-12-10"
    assert rows["facturer"]["due"] == found["end"] == business("2026-12-10", 1)
    assert found["business_days"] == np.busday_count("2026-11-30", found["end"])


def test_the_critical_path_is_what_the_end_hangs_on(brt):
    rows = by_id(simulate(brt))
    assert [name for name, row in rows.items() if row["critical"]] == ["auditer", "poser", "facturer", "pose-faite"]


def test_conditions_look_at_the_values_given(brt):
    rows = by_id(simulate(brt, "--set", "remote=oui"))
    assert not rows["poser"]["applicable"]
    assert (rows["poser"]["due"], rows["poser"]["available_on"], rows["poser"]["critical"]) == (None, None, False)
    assert rows["facturer"]["due"] == business("2026-12-08", 1)


def test_a_date_that_is_needed_is_asked_for_by_name(brt):
    (brt.at / "installation_types" / "essai.yaml").write_text(DATED)
    answer = brt("template", "simulate", "essai", "--start", "30/11/2026")
    assert (answer.code, answer.out) == (2, "")
    assert "Date de portabilité (port_date)" in answer.err
    assert "brt template simulate essai --start 2026-11-30 --set port_date=…" in answer.err
    rows = by_id(simulate(brt, "--set", "port_date=14/12"))
    assert rows["former"]["due"] == "2026-12-14"
    assert rows["former"]["critical"]


def test_all_dates_are_asked_for_at_once_also_that_of_a_phase(brt):
    path = brt.at / "installation_types" / "essai.yaml"
    path.write_text(
        DATED.replace("wait: 1 day", "wait: 1 day after end_date").replace(
            "fields:", "fields:\n  end_date: {label: Fin, kind: date}"
        )
    )
    answer = brt("template", "simulate", "essai")
    assert answer.code == 2
    assert "end_date" in answer.err
    assert "port_date" in answer.err


def test_the_dates_that_were_given_stay_in_what_is_to_be_typed(brt):
    answer = brt(
        "template", "simulate", "3cx-porta", "--set", "install_date=11/01", "--set", "expected_delivery_date=15 déc"
    )
    assert "--set install_date=11/01 --set 'expected_delivery_date=15 déc' --set port_date=…" in answer.err


def test_a_date_that_only_hangs_on_what_is_not_done_is_not_asked_for(brt):
    path = brt.at / "installation_types" / "essai.yaml"
    path.write_text(TYPE.replace("when: not remote, due: 2 business days", "when: not remote, due: on port_date"))
    assert brt("template", "simulate", "essai").code == 2
    assert not by_id(simulate(brt, "--set", "remote=oui"))["poser"]["applicable"]


def test_shipped_types_by_hand(brt):
    """As computed by hand from the file, with 25 December and 1 January holidays."""
    dates = ("expected_delivery_date=15/12", "install_date=11/01", "port_date=13/01")
    words = [word for date in dates for word in ("--set", date)]
    found = json.loads(
        brt("template", "simulate", "3cx-porta", "--start", "2026-11-30", *words, "--format", "json").out
    )
    rows = by_id(found)
    assert rows["valider-go-bascule"]["due"] == "2027-01-11"
    assert rows["confirmer-date-porta"]["due"] == "2026-12-17"
    assert found["end"] == rows["bilan-client"]["due"] == "2027-01-22"
    assert [name for name, row in rows.items() if row["critical"]] == [
        "basculer-numeros",
        "signer-pv-recette",
        "passer-en-facturation",
        "bilan-client",
    ]


def test_the_load_is_counted_by_role_and_week(brt):
    load = simulate(brt)["load"]
    assert {"week": "2026-11-30", "role": "commercial", "actions": 1} in load
    assert sum(row["actions"] for row in load) == 7


def test_a_table_and_lists(brt):
    answer = brt("template", "simulate", "essai", "--start", "2026-11-30")
    assert answer.code == 0
    assert "  ● Auditer    Technicien  Mon 7 Dec\n" in answer.out
    assert "  · Appeler    Commercial  Wed 2 Dec\n" in answer.out
    assert "From Mon 30 Nov 2026 to Fri 11 Dec 2026: 9 business days.\n" in answer.out
    plain = brt("template", "simulate", "essai", "--start", "2026-11-30", "--format", "plain").out
    assert plain.splitlines()[0].split("\t") == [
        "lancement",
        "appeler",
        "commercial",
        "2026-11-30",
        "2026-12-02",
        "false",
        "true",
    ]
    rows = list(csv.DictReader(io.StringIO(brt("template", "simulate", "essai", "--format", "csv").out)))
    assert len(rows) == 7


def test_in_french(brt):
    answer = brt("template", "simulate", "essai", "--start", "30/11", BRT_LANG="fr")
    assert "Du lun. 30/11/2026 au ven. 11/12/2026 : 9 jours ouvrés.\n".replace(" :", "\u00a0:") in answer.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("essai", "--start", "31/02"), 2, "--start: "),
        (("essaie",), 1, "Did you mean `essai`"),
        (("essai", "--set", "porte=1"), 1, "has no field porte"),
        (("essai", "--set", "remote"), 2, "is not FIELD=VALUE"),
        (("essai", "--set", "port_date=hop"), 1, "port_date"),
    ],
)
def test_what_is_wrong(brt, words, code, said):
    answer = brt("template", "simulate", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_type_with_errors_says_them(brt):
    path = Path(brt.at / "installation_types" / "essai.yaml")
    path.write_text(TYPE.replace("[poser]", "[posser]"))
    answer = brt("template", "simulate", "essai")
    assert answer.code == 1
    assert "posser" in answer.err
    assert not (brt.at / "brt.db").exists()
