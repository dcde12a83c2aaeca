"""The examples of every command's help: each runs as it stands, in a workspace where it makes sense."""

import shlex
import shutil
import subprocess

import click
import pytest

from brt.cli.session import Session
from brt.cli.table import ROOT
from brt.store import work
from brt.store.database import writing
from tests.cli.test_work import sets
from tests.conftest import HOUSE, Brt


def commands(command=ROOT, path=()):
    """Yield every command with what is typed for it."""
    context = click.Context(command, obj=Session())
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, name
            yield from commands(found, (*path, name))
    if path:
        yield " ".join(path), command


ALL = dict(commands())
LINES = [line for command in ALL.values() for line in (command.epilog or "").splitlines()]
EXAMPLES = list(dict.fromkeys(LINES))


@pytest.mark.parametrize("name", [name for name, command in ALL.items() if not isinstance(command, click.Group)])
def test_every_command_has_an_example_of_itself(name):
    lines = (ALL[name].epilog or "").splitlines()
    assert lines
    assert all(line.startswith("brt ") for line in lines)


# ── states ────────────────────────────────────────────────────────────────────────────────────────


def nothing(brt):
    """A workspace without dossiers, and the files of the examples."""
    brt.database.unlink()
    for name in ("dossiers.csv", "dossiers.yaml"):
        shutil.copy(HOUSE / "examples" / name, brt.root)


def quotes(brt):
    """Dossiers on which nothing runs."""


def answer_expected(brt):
    """118 at work since 16 November; its action 4126, the carrier's answer, is open."""
    with writing(str(brt.database)) as db:
        work.reserve(db, "action", 114)
    brt.now = "2026-11-16T09:00"
    call = ("target_date=15/12/2026", "site_contact=Luc Morel")
    fields = ("siret=732 829 320 00074", "licence_key=K-1", "port_date=14/12/2026", "port_slot=14h-17h")
    before = ("controler-dossier", "collecter-rio-factures", "commander-trunk-sip", "controler-rio-sda")
    steps = [
        ["produce", "118", "--type", "3cx-porta"],
        ["done", "118/appel-lancement", *sets(*call)],
        ["set", "118", *fields],
        ["skip", *(f"118/{key}" for key in (*before, "faire-signer-mandat", "deposer-demande-porta")), *WHY],
    ]
    go_through(brt, steps)


WHY = ("--reason", "déjà fait")


def go_through(brt, steps):
    for step in steps:
        answer = brt(*step)
        assert answer.code == 0, answer.err
    brt.now = "2026-11-30T09:00"


def stuck(brt):
    """The carrier has refused."""
    answer_expected(brt)
    block = ("block", "4126", "--party", "carrier", *WHY)
    go_through(brt, [block])


def accepted(brt):
    """The date is to be confirmed (4127), and the numbers to be moved."""
    answer_expected(brt)
    brt.now = "2026-11-20T09:00"
    ready = sets("go_decision=go", "firewall_check_ok=oui")
    early = ("done", "118/valider-go-bascule", "118/installer-sur-site", *ready, "--early", *WHY)
    go_through(brt, [("skip", "118/retour-operateur-porta", *WHY), early])


def finished(brt):
    """Only the bill is missing."""
    accepted(brt)
    (one,) = brt.json("show", "118")["installations"]
    left = [row for phase in one["phases"] for row in phase["actions"] if row["status"] in ("available", "waiting")]
    keys = [row["action"] for row in left if row["action"] not in ("passer-en-facturation", "bilan-client")]
    go_through(brt, [("skip", *(f"118/{key}" for key in keys), *WHY)])


def gone(brt):
    """The database was moved away, and is there as a backup."""
    brt.database.rename(brt.root / "brt-lundi.db")


def in_git(brt):
    """The types are under version control."""
    who = ("-c", "user.name=Essai", "-c", "user.email=essai@exemple.fr", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "installation_types", "email_types"), ("commit", "-qm", "Les types")):
        subprocess.run(["git", "-C", str(brt.root), *who, *words], check=True)


def in_git_and_exported(brt):
    """The types are under version control, and what runs on 118 is in a file."""
    in_git(brt)
    (brt.root / "running.json").write_text(brt("show", "118", "--format", "json").out, encoding="utf-8")


def held(brt):
    """118 rests since 27 November."""
    answer_expected(brt)
    brt.now = "2026-11-27T09:00"
    go_through(brt, [("hold", "118")])


STATES = {
    "db restore": gone,
    "template impact": in_git_and_exported,
    "dossier import": nothing,
    "produce": quotes,
    "block": answer_expected,
    "reject": answer_expected,
    "resume": held,
    "unblock": stuck,
    "bill": finished,
}
"""In which state the examples of a command make sense; else `accepted`."""


def state_for(line):
    """Return the state for an example, by the command that it shows."""
    found = [state for name, state in STATES.items() if f"{line} ".startswith(f"brt {name} ")]
    return found[0] if found else accepted


@pytest.fixture(scope="module")
def made():
    """The states that were made, each once."""
    return {}


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_run(prepared, made, tmp_path_factory, tmp_path, line):
    state = state_for(line)
    if state not in made:
        made[state] = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("state") / "espace"))
        state(made[state])
    brt = Brt(shutil.copytree(made[state].root, tmp_path / "espace"))
    answer = brt(*shlex.split(line)[1:], EDITOR="sed -i s/Rennes/Vannes/")
    assert answer.code == 0, answer.err
    assert "bug in brt" not in answer.err


def test_help_needs_no_workspace(tmp_path):
    brt = Brt(tmp_path)
    for name in ALL:
        answer = brt(*name.split(), "--help")
        assert (answer.code, answer.err) == (0, ""), name
        assert answer.out.startswith(f"Usage: brt {name}"), name
