"""On a terminal of its own: colours, width, the pager; and none of them in a pipe."""

import os
import subprocess
import sys

import pytest

from tests.conftest import environment

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals are those of POSIX")
pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")

BOLD_RED = "\x1b[1;31m"


@pytest.fixture
def late(brt):
    """118 is three business days late."""
    brt.now = "2026-11-24T09:00"
    brt.json("produce", "118", "--type", "visite")
    brt.now = "2026-11-30T09:00"
    return brt


def on_terminal(brt, *words, size=(40, 100), keys="", waits=None, **variables):
    """Type a command on a terminal of `size` (lines, columns); return what the terminal showed, and the exit code."""
    own = {"BRT_NO_INPUT": None, "TERM": "xterm", "COLUMNS": None, "LINES": None, "PAGER": None, "NO_COLOR": None}
    own |= {"FORCE_COLOR": None, "LESS": None}
    with environment(**brt.variables(**{**own, **variables})):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "brt", *words],
            cwd=str(brt.root),
            env=dict(os.environ),
            dimensions=size,
            encoding="utf-8",
            timeout=120,
        )
    shown = ""
    if waits:
        child.expect_exact(waits)
        shown = child.before + waits
        child.send(keys)
    child.expect(pexpect.EOF)
    child.close()
    return (shown + child.before).replace("\r\n", "\n"), child.exitstatus


# ── colours ───────────────────────────────────────────────────────────────────────────────────────


def test_colours_are_for_terminals(late):
    shown, code = on_terminal(late, "todo")
    assert code == 0
    assert f"{BOLD_RED}LATE\x1b[0m" in shown
    assert "\x1b" not in late.process("todo").out


def test_words_say_what_colours_say(late):
    shown, _ = on_terminal(late, "todo", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "LATE" in shown
    coloured, _ = on_terminal(late, "todo")
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[32m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == shown


@pytest.mark.parametrize(
    ("variables", "words", "colours"),
    [
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({}, ("--color", "never"), False),
        ({}, ("--color", "auto"), True),
    ],
)
def test_who_decides_on_colours(late, variables, words, colours):
    shown, _ = on_terminal(late, "todo", *words, **variables)
    assert ("\x1b[" in shown) == colours


@pytest.mark.parametrize(
    ("variables", "words", "colours"),
    [
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "0"}, (), False),
        ({}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
    ],
)
def test_who_decides_on_colours_in_a_pipe(late, variables, words, colours):
    own = {"NO_COLOR": None, **variables}
    assert ("\x1b[" in late("todo", *words, **own).out) == colours
    assert ("\x1b[" in late(*words, "todo", **own).out) == colours


@pytest.mark.parametrize("style", ["json", "csv", "plain"])
def test_programs_get_no_colours(late, style):
    shown, _ = on_terminal(late, "todo", "--format", style)
    assert "\x1b" not in shown


# ── width ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_terminal_says_how_wide_it_is(late):
    wide, _ = on_terminal(late, "todo", "--team", size=(40, 120), NO_COLOR="1")
    narrow, _ = on_terminal(late, "todo", "--team", size=(40, 40), NO_COLOR="1")
    assert max(map(len, wide.splitlines())) > 72
    assert max(map(len, narrow.splitlines())) <= 40
    assert " 4001  118 Boulan" in narrow


def test_columns_come_before_it(late):
    shown, _ = on_terminal(late, "todo", "--team", size=(40, 120), NO_COLOR="1", COLUMNS="40")
    assert max(map(len, shown.splitlines())) <= 40


def test_a_terminal_is_measured_anew_by_every_command(late):
    script = 'brt() { "$PYTHON" -m brt "$@"; }; brt todo --team; stty cols 40; brt todo --team'
    own = {
        "BRT_NO_INPUT": None,
        "TERM": "xterm",
        "COLUMNS": None,
        "LINES": None,
        "NO_COLOR": "1",
        "PYTHON": sys.executable,
    }
    with environment(**late.variables(**own)):
        shown = _ran(script, late.root)
    first, second = shown.split("Everybody")[1:]
    assert max(map(len, first.splitlines())) > 40
    assert max(map(len, second.splitlines())) <= 40


def _ran(script, root):
    child = pexpect.spawn(
        "bash", ["-c", script], cwd=str(root), env=dict(os.environ), dimensions=(40, 100), encoding="utf-8", timeout=120
    )
    child.expect(pexpect.EOF)
    child.close()
    return child.before.replace("\r\n", "\n")


def test_a_pipe_shortens_nothing_whatever_columns_say(late):
    assert "asks for date du rendez-vous" in late.process("todo", "--team", COLUMNS="40").out


def test_emoji_and_wide_letters_are_aligned(late):
    late.json("dossier", "add", "D-2026-140", "--customer", "北京飯店 🏨", "--person", "adv=sonia")
    late.json("produce", "140", "--type", "visite")
    shown, _ = on_terminal(late, "dossier", "list", size=(40, 120), NO_COLOR="1")
    from wcwidth import wcswidth

    lines = [line for line in shown.splitlines() if "in production" in line]
    assert len({wcswidth(line[: line.index("in production")]) for line in lines}) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_managers_view_stays_a_table_with_dates_of_another_year(late, language):
    late.json("produce", "119", "--type", "3cx-porta")
    late.json("produce", "120", "--type", "visite")
    late.json("done", "120/appeler", "120/verifier", "--set", "rdv=12/01/2027", "--yes")
    shown, _ = on_terminal(late, "overview", NO_COLOR="1", BRT_LANG=language)
    _heading, _titles, *rows = shown.splitlines()
    assert (len(rows), max(map(len, rows)) <= 100) == (3, True)
    assert ("12/01/2027" if language == "fr" else "12 Jan 2027") in shown


# ── the pager ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def pager(tmp_path):
    """A pager that says that it was there."""
    file = tmp_path / "my pager"
    file.write_text('#!/bin/sh\necho "PAGED $1"\ncat\n', encoding="utf-8")
    file.chmod(0o755)
    return f"'{file}' twice"


def test_a_long_page_goes_through_the_pager(late, pager):
    shown, code = on_terminal(late, "show", "118", "--all", size=(8, 100), PAGER=pager)
    assert code == 0
    assert shown.startswith("PAGED twice\n")
    assert "Rappeler le client" in shown
    short, _ = on_terminal(late, "show", "118", "--all", size=(40, 100), PAGER=pager)
    assert "PAGED" not in short


def test_less_is_told_what_brt_writes_whatever_the_locale(late, tmp_path):
    (tmp_path / "pager").write_text('#!/bin/sh\necho "charset: $LESSCHARSET"\n')
    (tmp_path / "pager").chmod(0o755)
    own = {"PAGER": str(tmp_path / "pager"), "size": (8, 100), "LANG": "fr_XX.UTF-8", "PYTHONUTF8": "1"}
    assert on_terminal(late, "show", "118", "--all", LESSCHARSET=None, **own)[0] == "charset: utf-8\n"
    assert on_terminal(late, "show", "118", "--all", LESSCHARSET="latin1", **own)[0] == "charset: latin1\n"


def test_less_shows_colours_and_is_left_with_q(late):
    shown, code = on_terminal(late, "show", "118", "--all", size=(8, 100), waits="D-2026-118", keys="q")
    assert code == 0
    assert "ESC[" not in shown


@pytest.mark.parametrize("broken", ["/nowhere/at/all", "false", "'unfinished", ""])
def test_without_a_pager_that_works_the_page_is_printed(late, broken):
    shown, code = on_terminal(late, "show", "118", "--all", size=(8, 100), PAGER=broken)
    assert code == 0
    assert shown.count("Rappeler le client") == 1


def test_a_pager_that_is_left_early_is_no_failure(late):
    shown, code = on_terminal(late, "history", "118", size=(5, 100), PAGER="head -n 1")
    assert code == 0
    assert "Traceback" not in shown
    assert len(shown.splitlines()) == 1


def through(late, tmp_path, trap):
    """Return `brt history` in a pager that does `trap`, once it is ready."""
    file = tmp_path / "patient"
    file.write_text(f"#!/bin/sh\ntrap {trap}\ncat >/dev/null\necho READY\nread answer </dev/tty\n", encoding="utf-8")
    file.chmod(0o755)
    with environment(**late.variables(BRT_NO_INPUT=None, TERM="xterm", PAGER=str(file), COLUMNS=None, LINES=None)):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "brt", "history", "118"],
            cwd=str(late.root),
            env=dict(os.environ),
            dimensions=(5, 100),
            encoding="utf-8",
            timeout=120,
        )
    child.expect_exact("READY")
    return child


def ends_well(child):
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus == 0


def test_ctrl_c_is_for_the_pager(late, tmp_path):
    child = through(late, tmp_path, "'echo STILL THERE' INT")
    child.sendintr()
    child.expect_exact("STILL THERE")
    assert ends_well(child)


def test_a_window_that_changes_its_size_is_for_the_pager(late, tmp_path):
    child = through(late, tmp_path, "'stty size </dev/tty' WINCH")
    child.setwinsize(20, 60)
    child.expect_exact("20 60")
    assert ends_well(child)


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"BRT_NO_INPUT": "1"}])
def test_nothing_waits_for_a_key_where_nobody_is(late, pager, variables):
    shown, code = on_terminal(late, "show", "118", "--all", size=(8, 100), **{"PAGER": pager, **variables})
    assert code == 0
    assert "PAGED" not in shown


def test_a_pipe_is_not_paged(late, pager):
    with environment(**late.variables(BRT_NO_INPUT=None, PAGER=pager, LINES="3")):
        done = subprocess.run(
            [sys.executable, "-m", "brt", "history", "118"],
            cwd=late.root,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    assert "PAGED" not in done.stdout
