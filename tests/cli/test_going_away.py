"""Ctrl-C and Ctrl-D at every question: exit code 130, and every file is as it was."""

import shutil
from pathlib import Path

import pytest

from tests.cli.test_bad_input import content
from tests.cli.test_work import sets
from tests.conftest import Brt

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal

QUESTIONS = {
    "done 118/passer": "Accord du client",
    "done @actions.txt": "Close these 4 actions as done? [Y/n] ",
    "skip 118/passer": "Reason? ",
    "block 118/passer": "Reason (emails may say it)? ",
    "block 118/passer --reason x": "On whom? ",
    "block 123/verifier --reason x --party us": "Motif",
    "reject 120/retour-operateur-porta": "Motif",
    "reject 120/retour-operateur-porta --set port_rejection_reason=autre": "Reason (emails may say it)? ",
    "reject 120/retour-operateur-porta --set port_rejection_reason=autre --reason x": "On whom? ",
    "done 120/retour-operateur-porta --set port_decision=rejetée": "What now? (Enter: change nothing) ",
    "set 118 rdv=11/12": "Do it? [Y/n] ",
    "reopen 121/appeler": "Which? (Enter: change nothing) ",
    "set 118": "Which field? ",
    "get 118": "Which field? ",
    "note 118": "Remark? ",
    "shift 118/passer": "Which date? ",
    "assign 118/passer": "Who gets the action? ",
    "dossier assign 118": "Which role? ",
    "dossier contact 118": "Which function? (several: 1,2) ",
    "block 118/passer --until 01/12": "Keep it? [y/N, or another date] ",
    "shift 118/passer 11/12": "Do it? [Y/n] ",
    "resume 124": "Do it? [Y/n] ",
    "hold 118": "Reason? (optional) ",
    "cancel 118": "Reason? (optional) ",
    "cancel 118 --reason x": "Do it? [y/N] ",
    "cancel 118 --force": "Reason? ",
    "dossier lose 122": "Reason? (optional) ",
    "done 123/passer --early": "Reason? ",
    "bill 121": "Début de facturation",
    "produce 122": "Which type? ",
    "produce 122 --type visite": "Produce? [Y/n] ",
    "dossier edit 122": "Save it? [Y/n] ",
    "dossier add 122 --customer Essai": "A new dossier 122, all the same? [y/N] ",
    "dossier import nouveaux.csv": "Import them? [Y/n] ",
    "email send visite-proche 118": "Send it to Luc Morel? [Y/n] ",
    "email deliver --redirect-to moi@exemple.fr": "Go on? [Y/n] ",
    "email login": "Password of sonia at localhost: ",
}

INSIDE = {
    "set 118 rdv": (("[Thu 10 Dec]: ", "hier"), "Keep it? [y/N, or another date] "),
    "done 119/passer": (("Accord du client", "non-merci"), "Block it now? [y/N] "),
}
"""Questions that an answer leads to, before it is taken."""


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Brt:
    """Every command of QUESTIONS has something to ask."""
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("away") / "espace"))
    assert brt("email", "arm").code == 0
    brt.now = "2026-11-23T09:00"
    for name in ("118", "119", "121"):
        brt.json("produce", name, "--type", "visite")
        brt.json("done", f"{name}/appeler", f"{name}/verifier", *sets("rdv=10/12"))
    brt.json("produce", "123", "124", "--type", "visite")
    brt.json("produce", "120", "--type", "3cx-porta")
    brt.json("block", "120/appel-lancement", "--reason", "x", "--party", "us")
    steps = ("controler-dossier", "collecter-rio-factures", "commander-trunk-sip", "controler-rio-sda")
    todo = [f"120/{key}" for key in ("appel-lancement", *steps, "faire-signer-mandat", "deposer-demande-porta")]
    brt.json("skip", *todo, "--reason", "déjà fait")
    brt.now = "2026-11-25T09:00"
    brt.json("done", "121/passer", *sets("accord=oui-tout"))
    brt.json("hold", "124")
    settings = brt.root / "brt.toml"
    text = settings.read_text("utf-8").replace(
        'transport = "maildir:outbox"', 'transport = "smtp://sonia@localhost:587"'
    )
    settings.write_text(text, "utf-8")
    brt.now = "2026-12-02T09:00"
    brt.json("email", "send", "rdv-confirme", "118")
    (brt.root / "actions.txt").write_text("118/passer\n119/passer\n120/retour-operateur-porta\n121/facturer\n")
    (brt.root / "nouveaux.csv").write_text("ref;customer\nD-2026-200;Nouveau\n")
    return brt


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("line", QUESTIONS)
def test_going_away_changes_nothing(office, line, key, tmp_path):
    before = content(office)
    own = {"EDITOR": "sed -i s/Clinique/Cabinet/", "VISUAL": None, "TMPDIR": str(tmp_path)}
    with Terminal(office, *line.split(), **own) as terminal:
        terminal.sees(QUESTIONS[line]).types(key).sees("Nothing was changed.")
    assert terminal.code == 130
    assert content(office) == before


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("line", INSIDE)
def test_going_away_from_a_question_inside_another_leaves_both(office, line, key):
    before = content(office)
    answer, question = INSIDE[line]
    with Terminal(office, *line.split()) as terminal:
        terminal.answers(answer).sees(question).types(key).sees("Nothing was changed.")
    assert terminal.code == 130
    assert content(office) == before
