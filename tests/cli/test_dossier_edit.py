"""`brt dossier edit`: a dossier in the person's editor, checked when it comes back."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from brt.facts import DossierChanged, PersonSet
from brt.service.difference import SITE
from brt.service.sheets.form import CONTACT, LINE
from tests.cli.test_dossier import SHEET, history, load, shown
from tests.cli.test_dossier import brt as brt  # the fixture
from tests.conftest import Brt

pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")

from tests.cli.terminal import Terminal


@pytest.fixture
def office(brt):
    load(brt, SHEET)
    return brt


def edit(brt, editor: str, *options: str, **variables):
    return brt("dossier", "edit", "D-1", *options, EDITOR=editor, VISUAL=None, BRT_NO_INPUT="1", **variables)


def sed(*scripts: str) -> str:
    return " ".join(["sed", "-i", *(f"-e {shlex.quote(one)}" for one in scripts)])


def script(at: Path, body: str) -> str:
    """Return an editor: a program that has the text in `path`."""
    file = at / "editor.py"
    file.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{body}\n")
    return shlex.join([sys.executable, str(file)])


def test_what_is_written_is_saved(office):
    answer = edit(office, sed("s/Rennes/Vannes/", "s/adv: sonia/adv: nadia/", "s/350/360/"))
    assert answer.code == 0
    assert (
        answer.out
        == """\
~ D-1  Boulangerie Morel
    site.name: Rennes → Vannes
    people.adv: sonia → nadia
    lines.Licence.unit_price: 350.00 → 360.00
0 created, 1 updated, 0 unchanged
"""
    )
    assert shown(office, "D-1")["site"]["name"] == "Vannes"
    assert history(office, "D-1")[-1] == [DossierChanged("edited"), PersonSet("adv", "nadia")]
    data = json.loads(edit(office, sed("s/Vannes/Rennes/"), "--format", "json").out)
    assert data["changes"] == {"D-1": [{"key": "site.name", "before": "Vannes", "after": "Rennes"}]}


def test_another_customer_and_address_without_the_editor(office):
    answer = edit(
        office, "false", "--customer", "Boulangerie Morel et Fils", "--site", "1 place du Chai, 22000 Saint-Brieuc"
    )
    assert (answer.code, answer.err) == (0, "")
    assert "Boulangerie Morel → Boulangerie Morel et Fils" in answer.out
    found = shown(office, "D-1")
    assert found["customer"] == "Boulangerie Morel et Fils"
    assert found["site"] == {"name": "Rennes", "address": "1 place du Chai, 22000 Saint-Brieuc", "subdivision": None}
    assert history(office, "D-1")[-1] == [DossierChanged("edited")]
    assert edit(office, "false", "--customer", "boulangerie morel ET fils").err == "Nothing to change.\n"
    wrong = edit(office, "false", "--customer", " ", "--site", "")
    assert (wrong.code, wrong.out) == (2, "")
    assert "The name of the customer is empty." in wrong.err
    assert "The address of the site is empty." in wrong.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_may_be_written_stands_beside_it(brt, tmp_path, language):
    """Every example is one, once its `#` is taken away; left as they are, they change nothing."""
    load(brt, "- {ref: D-1, customer: Roy}\n")
    assert edit(brt, "cat", BRT_LANG=language).err.endswith(("Nothing to change.\n", "Rien à modifier.\n"))
    uncommented = (
        "import re\n"
        "bare = lambda found: re.sub(r'(?m)^( *)# ', r'\\1', found[0])\n"
        "path.write_text(re.sub(r'(?ms)^ *# (site:|people:|- ).*?}', bare, path.read_text()))"
    )
    editor = script(tmp_path, uncommented)
    assert edit(brt, editor, BRT_LANG=language).code == 0
    found = shown(brt, "D-1")
    assert found["site"]["address"] == "12 rue des Lices, 35000 Rennes"
    assert found["people"] == {"adv": "sonia", "commercial": "amelie", "technicien": "leo"}
    assert [(one["name"], one["phone"]) for one in found["contacts"]] == [("Luc Morel", "+33612345678")]
    assert [(one["label"], one["billing"]) for one in found["lines"]] == [("Licence 3CX Pro 8 appels", "yearly")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_remarks_fit_an_editor_of_eighty_columns(brt, tmp_path, language):
    load(brt, "- {ref: D-1, customer: Roy}\n")
    copy = tmp_path / "copy.yaml"
    keep = f"pathlib.Path({str(copy)!r}).write_text(path.read_text())"
    edit(brt, script(tmp_path, keep), BRT_LANG=language)
    assert [line for line in copy.read_text().splitlines() if len(line) > 78] == []


def test_the_hints_name_every_key(office, tmp_path):
    copy = tmp_path / "copy.yaml"
    edit(office, script(tmp_path, f"pathlib.Path({str(copy)!r}).write_text(path.read_text())"))
    text = re.sub("\n *#   ", " # ", copy.read_text())
    keys = [*SITE, *CONTACT, *LINE]
    assert [key for key in keys if not re.search(rf"#.*\b{key}\b", text)] == []
    assert "roles: commercial, adv, technicien, chef-projet; members: amelie," in text.replace(" # ", " ")
    assert "# functions: administratif, facturation, signataire, technique; and" in " ".join(text.split())
    assert "billing: one_off | monthly | yearly" in text


def test_what_is_taken_out_is_gone(office):
    assert edit(office, sed("s/adv: sonia, //", "/Licence/d", "s/lines:/lines: []/", "s/name: Rennes//")).code == 0
    found = shown(office, "D-1")
    assert (found["people"], found["lines"], found["site"]["name"]) == (
        {"commercial": "amelie", "technicien": "leo"},
        [],
        None,
    )
    assert history(office, "D-1")[-1] == [DossierChanged("edited"), PersonSet("adv", None)]


def test_a_role_without_holder_leaves_its_actions_to_the_pool(office):
    office("produce", "D-1", "--type", "3cx-porta")
    edit(office, sed("s/commercial: amelie, //"))
    (one,) = json.loads(office("todo", "--unassigned", "--format", "json").out)
    assert (one["action"], one["assignee"]) == ("appel-lancement", None)


@pytest.mark.parametrize(
    "editor", ["true", sed("1,$d"), sed("s/^[^#].*//"), sed("s/Boulangerie Morel/BOULANGERIE  Morel/")]
)
def test_nothing_changes_nothing(office, editor):
    before = (office.at / "brt.db").read_bytes()
    assert edit(office, editor) == (0, "", "Nothing to change.\n")
    assert (office.at / "brt.db").read_bytes() == before


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        (sed("s/adv:/avd:/"), "D-1.yaml, line 8, column 32: There is no role avd. Did you mean `adv`?"),
        (sed("s/ref: D-1/ref: D-2/"), "D-1.yaml, line 3, column 8: The reference of a dossier stays: D-1."),
        (sed("s/^  customer.*//"), "D-1.yaml, line 3, column 3: `customer` is missing."),
        (sed("s/Rennes/[/"), "D-1.yaml, line"),
        (sed("$a - {ref: D-2, customer: Roy}"), "D-1.yaml, line 1: This must be one dossier: D-1."),
    ],
)
def test_a_mistake_is_named_and_the_text_is_kept(office, editor, said):
    before = (office.at / "brt.db").read_bytes()
    answer = edit(office, editor)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(said)
    last = answer.err.splitlines()[-1]
    assert last.startswith("Nothing was changed; what you wrote is in ")
    kept = Path(last.removeprefix("Nothing was changed; what you wrote is in ").removesuffix("."))
    assert "# Sonia Petit: save and close" in kept.read_text(encoding="utf-8")
    kept.unlink()
    assert (office.at / "brt.db").read_bytes() == before


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("", "No editor is known: neither VISUAL nor EDITOR is set.\nLike this: export EDITOR=nano\n"),
        ("false", "The editor `false` failed: exit code 1. Nothing was changed.\n"),
        ("/absent/vi", "The editor `/absent/vi` failed: No such file or directory. Nothing was changed.\n"),
        ("vi 'x", "The editor `vi 'x` failed: No closing quotation. Nothing was changed.\n"),
    ],
)
def test_an_editor_that_fails(office, editor, said):
    answer = edit(office, editor)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(said)


def test_ctrl_c_in_an_editor_that_does_not_take_it(office):
    before = office.at.joinpath("brt.db").read_bytes()
    with at_terminal(office, "sh -c 'echo open; exec sleep 60'") as terminal:
        terminal.sees("open").types("Ctrl-C").sees("Nothing was changed.")
    assert terminal.code == 130
    assert office.at.joinpath("brt.db").read_bytes() == before


def test_an_editor_that_failed_is_not_advised(office, tmp_path):
    """Here there is none at all."""
    said = [edit(office, editor, PATH=str(tmp_path)).err for editor in ("nano", "/usr/local/absent/vim -u NONE")]
    assert [one.splitlines()[-1] for one in said] == [
        "To use another: export EDITOR=vim",
        "To use another: export EDITOR=nano",
    ]


def test_ctrl_c_keeps_what_was_written(office, tmp_path):
    """In the editor that a mistake has opened again, and where brt asks whether to save."""
    wrong = script(
        tmp_path,
        "import os, signal\n"
        "if path.read_text().startswith('#!'):\n"
        "    print('again', flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "path.write_text(path.read_text().replace('adv:', 'avd:'))",
    )
    with at_terminal(office, wrong) as terminal:
        terminal.sees("again").sees("Nothing was changed.").sees("What you wrote is in ")
    assert terminal.code == 130
    kept(terminal, "avd: sonia")
    with at_terminal(office, sed("s/Rennes/Vannes/")) as terminal:
        terminal.sees("Save it? [Y/n] ").types("Ctrl-C").sees("What you wrote is in ")
    assert terminal.code == 130
    kept(terminal, "Vannes")
    assert shown(office, "D-1")["site"]["name"] == "Rennes"


def kept(terminal: Terminal, text: str) -> None:
    """Look whether `text` stands in the file that was named last, and take the file away."""
    file = Path(terminal.shown.rpartition("What you wrote is in ")[2].strip().removesuffix("."))
    assert text in file.read_text(encoding="utf-8")
    file.unlink()


def test_the_unknown_function_of_a_contact_is_told_before_one_says_yes(office):
    with at_terminal(office, sed("s/functions: .technique./functions: [tecnique]/")) as terminal:
        terminal.sees("tecnique").sees("Did you mean `technique`?").answers(("Save it? [Y/n] ", "n"))
    assert terminal.code == 1


def test_visual_comes_first_and_who_acts_is_asked_before(office):
    assert office("dossier", "edit", "D-1", VISUAL="true", EDITOR="false").code == 0
    assert office("dossier", "edit", "D-1", EDITOR="false", LOGNAME="stranger").code == 2
    assert office("dossier", "edit", "D-9", EDITOR="false").code == 1


def test_an_editor_may_leave_other_files_beside(office, tmp_path):
    leaves = script(
        tmp_path,
        "path.with_name('dossier.yaml~').write_text('x')\n"
        "path.write_text(path.read_text().replace('Rennes', 'Vannes'))\n"
        f"pathlib.Path({str(tmp_path / 'where')!r}).write_text(str(path.parent))",
    )
    assert edit(office, leaves).code == 0
    assert not Path((tmp_path / "where").read_text()).exists()


def test_what_is_no_text_is_refused_and_kept(office, tmp_path):
    broken = script(tmp_path, "path.write_bytes(path.read_bytes().replace(b'Rennes', b'\\xe9t\\xe9'))")
    answer = edit(office, broken)
    assert answer.code == 1
    assert "This is not UTF-8 text: save the file as UTF-8." in answer.err
    kept = Path(answer.err.splitlines()[-1].rpartition(" in ")[2].removesuffix("."))
    assert b"\xe9t\xe9" in kept.read_bytes()
    kept.unlink()


def test_somebody_was_faster(office, tmp_path):
    other = "from brt.cli import main; main()"
    command = [sys.executable, "-c", other, "-C", str(office.at), "--as", "amelie"]
    slow = script(
        tmp_path,
        "import subprocess\n"
        f"subprocess.run([*{command!r}, 'dossier', 'assign', 'D-1', 'adv=nadia'], check=True)\n"
        "path.write_text(path.read_text().replace('Rennes', 'Vannes'))",
    )
    answer = edit(office, slow)
    assert (answer.code, answer.out) == (1, "")
    first, hint = answer.err.splitlines()
    assert first.startswith("D-1 was changed by somebody else meanwhile. Nothing was saved; what you wrote is in ")
    assert hint == "To see it as it is now: brt dossier edit D-1"
    kept = Path(first.rpartition(" in ")[2].removesuffix("."))
    assert "Vannes" in kept.read_text(encoding="utf-8")
    kept.unlink()
    assert shown(office, "D-1")["site"]["name"] == "Rennes"


def test_work_meanwhile_is_no_conflict(office, tmp_path):
    command = [sys.executable, "-c", "from brt.cli import main; main()", "-C", str(office.at), "note", "D-1", "x"]
    slow = script(
        tmp_path,
        f"import subprocess\nsubprocess.run({command!r}, check=True)\n"
        "path.write_text(path.read_text().replace('Rennes', 'Vannes'))",
    )
    assert edit(office, slow).code == 0
    assert shown(office, "D-1")["site"]["name"] == "Vannes"


def test_a_member_that_brt_toml_no_longer_knows_stays(office):
    toml = office.at / "brt.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[team.leo]", "[team.leon]"), encoding="utf-8")
    assert edit(office, sed("s/Rennes/Vannes/")).code == 0
    assert shown(office, "D-1")["people"] == {"adv": "sonia", "commercial": "amelie", "technicien": "leo"}


# ── on a terminal ─────────────────────────────────────────────────────────────────────────────────


def at_terminal(office, editor: str, *options: str) -> Terminal:
    return Terminal(Brt(office.at), "dossier", "edit", "D-1", *options, EDITOR=editor, VISUAL=None)


def test_a_mistake_opens_the_editor_again_with_what_is_wrong(office, tmp_path):
    twice = script(
        tmp_path,
        "text = path.read_text()\n"
        "if text.startswith('#! D-1.yaml, line 9, column 32: There is no role avd. Did you mean `adv`?\\n# '):\n"
        "    path.write_text(text.replace('avd', 'adv').replace('Rennes', 'Vannes'))\n"
        "else:\n"
        "    path.write_text(text.replace('adv:', 'avd:'))",
    )
    with at_terminal(office, twice) as terminal:
        terminal.sees("site.name: Rennes → Vannes").answers(("Save it? [Y/n] ", "y"))
        terminal.sees("0 created, 1 updated, 0 unchanged")
    assert terminal.code == 0
    assert shown(office, "D-1")["site"]["name"] == "Vannes"


def test_a_mistake_that_comes_back_ends_it(office):
    with at_terminal(office, sed("s/adv:/avd:/")) as terminal:
        terminal.sees("There is no role avd.").sees("Nothing was changed; what you wrote is in")
    assert terminal.code == 1


def test_no_is_no_and_yes_is_not_asked(office):
    with at_terminal(office, sed("s/Rennes/Vannes/")) as terminal:
        terminal.answers(("Save it? [Y/n] ", "n"))
    assert terminal.code == 1
    assert shown(office, "D-1")["site"]["name"] == "Rennes"
    with at_terminal(office, sed("s/Rennes/Vannes/"), "--yes") as terminal:
        pass
    assert (terminal.code, "Save it" in terminal.shown) == (0, False)
    assert shown(office, "D-1")["site"]["name"] == "Vannes"


def test_a_new_dossier_is_asked_for_what_it_needs(office):
    with Terminal(Brt(office.at), "dossier", "add") as terminal:
        terminal.answers(("Reference? ", "D 2")).sees("`D 2` is not a reference")
        terminal.answers(("Reference? ", "D-1")).sees("There is a dossier D-1 already")
        terminal.answers(("Reference? ", "D-2"), ("Customer? ", "")).sees("The name of the customer is empty.")
        terminal.answers(("Customer? ", "Roy")).sees("1 created")
    assert terminal.code == 0
    assert shown(office, "D-2")["customer"] == "Roy"


def test_a_reference_that_is_taken_is_refused_before_anything_is_asked(office):
    with Terminal(Brt(office.at), "dossier", "add", "D-1") as terminal:
        terminal.sees("There is a dossier D-1 already")
    assert (terminal.code, "Customer?" in terminal.shown) == (1, False)


def test_a_reference_that_names_another_is_asked_about_before_more_is_typed(office):
    with Terminal(Brt(office.at), "dossier", "add", "1") as terminal:
        terminal.answers(("A new dossier 1, all the same? [y/N] ", "n"))
    assert (terminal.code, "Customer?" in terminal.shown) == (1, False)
    with Terminal(Brt(office.at), "dossier", "add", "1", "--customer", "Roy", "--person", "adv=") as terminal:
        terminal.sees("adv= is without a member")
    assert (terminal.code, "all the same?" in terminal.shown) == (2, False)


def test_ctrl_c_at_the_questions_of_a_new_dossier(office):
    with Terminal(Brt(office.at), "dossier", "add", "D-2") as terminal:
        terminal.sees("Customer? ").types("Ctrl-C")
    assert terminal.code == 130
    assert office("dossier", "show", "D-2").code == 1


def test_an_import_says_what_it_will_do_and_asks(office):
    (office.at / "e.yaml").write_text(SHEET.replace("Rennes", "Brest"))
    with Terminal(Brt(office.at), "dossier", "import", "e.yaml") as terminal:
        terminal.sees("site.name: Rennes → Brest").sees("0 to create, 1 to update, 0 unchanged")
        terminal.answers(("Import them? [Y/n] ", "n"))
    assert terminal.code == 1
    assert shown(office, "D-1")["site"]["name"] == "Rennes"
    with Terminal(Brt(office.at), "dossier", "import", "e.yaml") as terminal:
        terminal.answers(("Import them? [Y/n] ", "y"))
    assert terminal.code == 0
    assert shown(office, "D-1")["site"]["name"] == "Brest"
    with Terminal(Brt(office.at), "dossier", "import", "e.yaml") as terminal:
        terminal.sees("Nothing to do: everything is as the file says.")
    assert terminal.code == 0
