"""What TAB offers is what the command can act on: a table of command lines, each of which is then run."""

import shutil
from pathlib import Path

import pytest

from tests.cli.test_completion import offered
from tests.conftest import Brt

RETOUR = """\
name: Aller et retour
fields:
  motif: {label: Motif, kind: text}
phases:
  - id: aller
    name: Aller
    actions:
      - {id: envoyer, name: Envoyer, role: adv}
      - {id: relire, name: Relire, role: adv}
      - {id: plus-tard, name: Faire plus tard, role: adv, after: [recevoir]}
      - id: recevoir
        name: Recevoir
        role: adv
        after: [envoyer, relire]
        sends_back: [envoyer, relire]
      - {id: signer, name: Signer, role: adv, after: [relire], point_of_no_return: true}
"""
STEPS = """\
produce 118 --type visite
done 118/appeler --set rdv=15/12 --set digicode=12A4
block 118/verifier --party customer --reason Kbis --set motif=Kbis
produce 119 --type visite
done 119/appeler --set rdv=15/12
hold 119 --reason Travaux
produce 120 --type retour
done 120/envoyer 120/relire
produce 121 --type visite
done 121/appeler --set rdv=15/12
done 121/verifier
done 121/passer --early --reason Urgent --set accord=oui-tout
skip 121/former --reason Formés
dossier lose 123 --reason Trop-cher
produce 124 --type visite
produce 124 --type visite --again --label B
hold 124/B --reason Travaux
produce 122 --type retour
done 122/relire
done 122/signer
"""


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """118 waits for the customer, 119 and a part of 124 rest, 120 may be sent back, 121 billed; 123 is lost."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("acts") / "espace"))
    (brt.root / "installation_types" / "retour.yaml").write_text(RETOUR, encoding="utf-8")
    for step in STEPS.splitlines():
        assert (answer := brt(*step.split())).code == 0, (step, answer.err)
    assert brt("dossier", "add", "D-2026-125", "--customer", "Crèche Les Éléphants").code == 0
    return brt.root


@pytest.fixture
def brt(office: Path, tmp_path: Path) -> Brt:
    return Brt(shutil.copytree(office, tmp_path / "espace"))


WHY = ["--reason", "Parce que"]
PARTY = [*WHY, "--party", "us"]
READY = {"BRT_NOW": "2026-12-04T09:00"}
MINE = "4016 4017 4036 4002 4025"

ACTIONS = [
    # the line, all that is offered, and with what else it is run
    ("brt done ", MINE, []),
    ("brt done 120/", "recevoir signer", []),
    ("brt done --early --reason x 118/", "verifier passer former rappeler", ["--set", "accord=oui-tout"]),
    ("brt skip ", MINE, WHY),
    ("brt skip 118/", "verifier passer former rappeler", WHY),
    ("brt skip 121/", "rappeler", WHY),
    ("brt reject ", "4016", [*PARTY, "--to", "relire"]),
    ("brt reject 120/", "recevoir", [*PARTY, "--to", "relire"]),
    ("brt reopen ", "4040 4037 4021 4020 4019 4018 4014 4013 4001", ["--keep"]),
    ("brt reopen 400", "4001", ["--keep"]),
    ("brt reopen 121/", "appeler verifier passer former", ["--keep"]),
    ("brt block ", "4016 4017 4036 4025", [*PARTY, "--set", "motif=x"]),
    ("brt unblock ", "4002", []),
    ("brt unblock 118/", "verifier", []),
    ("brt shift ", "4016 4017 4036 4002 4022 4025", ["15/12"]),
    ("brt shift 118/", "verifier", ["15/12"]),
    ("brt take ", "4024", []),
    ("brt assign ", "4016 4017 4036 4002 4022 4025", ["leo"]),
]

DOSSIERS = [
    ("brt hold ", "118 120 121 122 124/visite", WHY),
    ("brt hold 124/", "124/visite", WHY),
    ("brt resume ", "119 124/B", []),
    ("brt resume 124/", "124/B", []),
    ("brt cancel ", "118 119 120 121 124/visite 124/B", [*WHY, "--yes"]),
    ("brt cancel --force ", "118 119 120 121 122 124/visite 124/B", [*WHY, "--yes"]),
    ("brt bill ", "121", ["--set", "debut=4/12"]),
    ("brt produce ", "125", ["--type", "visite"]),
    ("brt produce 118", "118", ["--type", "retour"]),
    ("brt dossier lose ", "125", []),
]

NOTHING = [
    *("brt done 119/", "brt done 121/", "brt done --early 119/", "brt skip 119/", "brt reject 118/", "brt reject 119/"),
    *("brt reopen 119/", "brt block 118/", "brt shift 119/", "brt take 118/", "brt bill ", "brt dossier lose 118"),
    *("brt dossier lose D-2026-123", "brt hold 119", "brt resume 118", "brt set 125", "brt done eleph"),
]


@pytest.mark.parametrize(("line", "expected", "more"), ACTIONS)
def test_actions_are_such_that_the_command_takes_them_all(brt, line, expected, more):
    head, slash, _ = line.split()[-1].partition("/")
    found = list(offered(brt, line))
    assert found == [f"{head}/{key}" if slash else key for key in expected.split()]
    answer = brt(*(word for word in line.split()[1:] if not word.endswith(("/", "400"))), *found, *more)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(("line", "expected", "more"), DOSSIERS)
def test_dossiers_are_such_that_the_command_takes_each(brt, office, tmp_path, line, expected, more):
    now = READY if "bill" in line else {}
    found = list(offered(brt, line, **now))
    assert [ref.removeprefix("D-2026-") for ref in found] == expected.split()
    command = [word for word in line.split()[1:] if word.isalpha() or word.startswith("--")]
    for number, ref in enumerate(found):
        other = Brt(shutil.copytree(office, tmp_path / str(number)))
        answer = other(*command, ref, *more, **now)
        assert answer.code == 0, answer.err


@pytest.mark.parametrize("line", NOTHING)
def test_what_the_command_would_refuse_is_not_offered(brt, line):
    assert offered(brt, line) == {}


def test_what_is_billed_cannot_be_done_again(brt):
    assert brt("bill", "121", "--set", "debut=4/12", **READY).code == 0
    assert not [key for key in offered(brt, "brt reopen 121/") if "former" not in key]
    assert "121/facturer" not in offered(brt, "brt done 121/", **READY)


def test_where_the_work_is_sent_back_to(brt):
    assert offered(brt, "brt reject 120/recevoir --to ") == {"envoyer": "Envoyer · 4013", "relire": "Relire · 4014"}
    assert list(offered(brt, "brt reject 4016 --to r")) == ["relire"]
    assert offered(brt, "brt reject 118/verifier --to ") == {}
    assert brt("reopen", "120/envoyer", "--redo").code == 0
    assert brt("done", "120/envoyer").code == 0
    assert list(offered(brt, "brt reject 4016 --to ")) == ["envoyer", "relire"]


def test_actions_by_the_name_of_the_customer(brt):
    assert list(offered(brt, "brt done morel")) == ["118/verifier"]
    assert list(offered(brt, "brt done GOFF")) == ["120/recevoir", "120/signer"]
    assert list(offered(brt, "brt reject goff")) == ["120/recevoir"]
    assert list(offered(brt, "brt done brehat")) == ["124/visite/verifier", "124/visite/appeler"]
    assert list(offered(brt, "brt reopen kochersb")) == ["122/signer", "122/relire"]
    assert list(offered(brt, "brt show elephants")) == ["D-2026-125"]
    assert list(offered(brt, "brt resume kerbrat")) == ["D-2026-119"]
    assert list(offered(brt, "brt resume brehat")) == ["D-2026-124/B"]
    assert offered(brt, "brt hold kerbrat") == {}
    for found in offered(brt, "brt done goff"):
        assert brt("done", found).code == 0


# ── sets that end ─────────────────────────────────────────────────────────────────────────────────


def test_fields_and_choices_of_a_type_that_was_never_produced(brt):
    found = offered(brt, "brt template simulate 3cx-porta --set p")
    assert found["port_date="] == "Date de portabilité"
    assert all(name.startswith("p") for name in found)
    simulated = offered(brt, "brt template simulate 3cx-porta --set port_decision=")
    assert simulated == {
        "port_decision=acceptée": "",
        "port_decision=rejetée": "",
        "port_decision=en-attente": "en attente",
    }
    reasons = offered(brt, "brt produce 125 --type 3cx-porta --set port_rejection_reason=rio")
    assert reasons == {
        "port_rejection_reason=RIO-incorrect": "RIO incorrect",
        "port_rejection_reason=RIO-absent": "RIO absent",
    }
    assert "port_date=" in offered(brt, "brt produce 125 --type 3cx-porta --set ")


def test_what_a_copy_can_do_without(brt):
    found = offered(brt, "brt template duplicate 3cx-porta x --without ")
    assert found["lancement"] == "Lancement"
    assert found["appel-lancement"] == "Appeler le client\u00a0: périmètre, interlocuteurs, calendrier"
    assert "lancement" not in offered(brt, "brt template duplicate 3cx-porta x --without lancement --without ")
    assert offered(brt, "brt template duplicate 3cx-porta ") == {}  # a new id is free
    assert offered(brt, "brt template duplicate retour x --without s") == {"signer": "Signer"}


def test_to_whom_an_email_may_be_written(brt):
    found = offered(brt, "brt email preview rdv-confirme 118 --to ")
    assert found["contact:technique"] != ""
    assert (found["role:adv"], found["member:leo"]) == ("ADV", "Léo Martin")
    assert {"assignee", "managers"} <= set(found)
    assert list(offered(brt, "brt email preview rdv-confirme 118 --to role:t")) == ["role:technicien"]


def test_rules(brt):
    what = {"redundant-trigger": "A trigger is implied by another one beside it."}
    assert offered(brt, "brt rule red") == what
    assert offered(brt, "brt rule red", BRT_LANG="fr")["redundant-trigger"].startswith("Un déclencheur")
    assert offered(brt, "brt lint --select red") == what
    assert list(offered(brt, "brt lint --ignore bills,red")) == ["bills,redundant-trigger"]
    assert "secret-in-email" in offered(brt, "brt rule ")
    known = {row["name"] for row in brt.json("rule")}
    assert set(offered(brt, "brt rule ")) == known


def test_types_of_a_new_workspace(brt):
    assert set(offered(brt, "brt init --types ")) == {
        "all",
        "none",
        "3cx-porta",
        "3cx-sans-porta-a-distance",
        "ftth-pro",
    }
    assert list(offered(brt, "brt init --types ftth-pro,3cx-p")) == ["ftth-pro,3cx-porta"]
    (brt.root / "brt.toml").unlink()
    assert offered(brt, "brt init --types ft") == {"ftth-pro": "Fibre FTTH Pro"}  # where there is no workspace yet
    assert "bills" in offered(brt, "brt rule ")


def test_types_with_scenarios(brt):
    found = offered(brt, "brt template test ")
    assert found["3cx-porta"].startswith("Téléphonie 3CX")
    assert "retour" not in found


def test_choices_say_what_they_mean(brt):
    assert offered(brt, "brt todo --format p") == {"plain": "for scripts: a row a line, tabs between values"}
    assert offered(brt, "brt lint --format s") == {"sarif": "for tools that show findings"}
    assert offered(brt, "brt block 4002 --party c", BRT_LANG="fr") == {"customer": "client", "carrier": "opérateur"}
    assert offered(brt, "brt dossier list --status b", BRT_LANG="fr") == {"billing": "en facturation"}
    assert offered(brt, "brt email list --status u")["undeliverable"] == "reaches nobody"
    for line in (
        "todo --format ",
        "overview --by ",
        "config ",
        "block 1 --party ",
        "email list --status ",
        "lint --fail-on ",
    ):
        assert all(offered(brt, f"brt {line}").values()), line
