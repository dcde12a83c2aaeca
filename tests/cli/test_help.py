"""What helps: the help of every command, the topics, the settings and their origin, the manual pages."""

import os
import shutil
import subprocess
import zipfile
from contextlib import chdir

import pytest

from brt.cli.man import pages
from brt.cli.topics import TOPICS
from tests.cli.test_examples import ALL
from tests.conftest import HOUSE


@pytest.mark.parametrize("name", TOPICS)
def test_every_topic_in_both_languages(brt, name):
    answer = brt("help", name)
    assert answer.code == 0
    assert answer.out.startswith(TOPICS[name].title)
    for term, _ in TOPICS[name].rows:
        assert f"  {term}" in answer.out
    assert brt("help", name, BRT_LANG="fr").out != answer.out


def test_help_is_as_narrow_as_asked_for_and_breaks_no_name(brt):
    answer = brt("help", "environment", COLUMNS="40", BRT_LANG="fr")
    assert max(map(len, answer.out.splitlines())) <= 40
    assert "lui-même" in answer.out
    for columns in range(30, 90, 7):
        assert "exit-codes" in brt("done", "--help", COLUMNS=str(columns)).out


def test_help_of_a_command_is_its_own_help(brt):
    for name in ("done", "dossier add", "email"):
        assert brt("help", *name.split()).out == brt(*name.split(), "--help").out
    assert brt("help").out == brt("--help").out
    assert "brt help exit-codes" in brt("help").out


@pytest.mark.parametrize(
    ("words", "near"),
    [(["dnoe"], "done"), (["exit-code"], "exit-codes"), (["dossier", "ad"], "add"), (["done", "x"], "")],
)
def test_help_of_something_else(brt, words, near):
    answer = brt("help", *words)
    assert (answer.code, answer.out) == (2, "")
    assert near in answer.err


def test_an_example_stands_on_one_line_to_be_copied(brt):
    line = "brt done 118/confirmer-date-porta --set port_date=15/12/2026 --set port_slot=9h-12h\n"
    assert line in brt("help", "done", COLUMNS="40").out


def origins(brt, *words, **variables):
    return {
        row["setting"]: (row["value"], row["source"], row["origin"]) for row in brt.json("config", *words, **variables)
    }


def test_where_each_setting_comes_from(brt):
    found = origins(brt)
    assert found["workspace"] == (str(brt.root), "folder", "")
    assert found["user"] == ("sonia", "environment", "BRT_USER")
    assert found["language"] == ("en", "environment", "BRT_LANG")
    lines = (brt.root / "brt.toml").read_text(encoding="utf-8").splitlines()
    for name, value in (("timezone", "Europe/Paris"), ("mail.transport", "maildir:outbox"), ("roles.adv.label", "ADV")):
        assert found[name][:2] == (value, "file")
        file, line = found[name][2].split(":")
        assert file == "brt.toml"
        assert value in lines[int(line) - 1]
    assert found["roles.adv.fallback"] == (None, "default", "")
    assert found["calendar.weekend"][0] == ["sat", "sun"]
    assert found["BRT_NO_INPUT"] == ("1", "environment", "BRT_NO_INPUT")


def test_options_variables_and_the_own_file(brt):
    own = brt.root / "own" / "brt" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('user = "leo"\n')
    variables = {"BRT_USER": None, "XDG_CONFIG_HOME": str(brt.root / "own")}
    assert origins(brt, **variables)["user"] == ("leo", "own_file", str(own))
    assert origins(brt, "--as", "nadia", **variables)["user"] == ("nadia", "option", "--as")
    assert origins(brt, BRT_USER=None)["user"] == (None, "none", "")
    assert origins(brt, "-C", ".")["workspace"][1:] == ("option", "-C")
    assert origins(brt, BRT_WORKSPACE=".")["workspace"][1:] == ("environment", "BRT_WORKSPACE")
    assert origins(brt, BRT_LANG=None)["language"][:2] == ("fr", "file")


def test_settings_for_people(brt):
    plain = brt("config").out
    assert "ORIGIN" not in plain.upper()
    said = brt("config", "show", "--origin").out.splitlines()
    assert [line.split() for line in said if line.startswith("timezone")] == [
        ["timezone", "Europe/Paris", "brt.toml:11"]
    ]
    assert [line.split()[-1] for line in said if line.startswith("roles.adv.fallback")] == ["default"]
    assert brt("config", "path").out == f"{brt.root / 'brt.toml'}\n"
    assert brt("config", "where").code == 2


def test_a_password_is_never_shown(brt):
    file = brt.root / "brt.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"maildir:outbox"', '"smtp://brt:geheim@mail.example:587"'), encoding="utf-8")
    answer = brt("config", "--origin")
    assert "geheim" not in answer.out + answer.err


def test_a_manual_page_for_every_command():
    english, french = pages("en"), pages("fr")
    assert set(english) == set(french) == {"brt", *(f"brt-{name.replace(' ', '-')}" for name in ALL)}
    assert "Close actions that are done" in english["brt-done"]
    assert ".TP\n\\fB\\-\\-early\\fR\nAlthough it is not available yet; needs \\-\\-reason." in english["brt-done"]
    assert "EXIT CODES" in english["brt"]
    assert ".TP\n\\fB130\\fR\nCtrl\\-C at a question; nothing was changed" in english["brt-done"]
    assert "\u00a0" in french["brt-done"]
    assert french["brt-done"] != english["brt-done"]


def test_what_is_asked_for_is_not_said_to_be_needed(brt):
    said = brt("dossier", "add", "--help", COLUMNS="100").out
    assert "brt dossier add [OPTIONS] [REF]\n" in said
    assert "On a terminal it is asked for." in " ".join(said.split())
    assert "brt produce [OPTIONS] DOSSIER…\n" in brt("produce", "--help", COLUMNS="100").out


@pytest.mark.skipif(shutil.which("man") is None, reason="man, which reads manual pages, is not installed")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_man_reads_them_without_a_warning(tmp_path, language):
    file = tmp_path / "all.1"
    file.write_text("".join(pages(language).values()), encoding="utf-8")
    shown = subprocess.run(
        ["man", "-E", "UTF-8", "--warnings=mac,char,escape,font,syntax,missing", "-l", str(file)],
        env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert shown.stderr == ""
    assert "brt done 118/confirmer-date-porta --set port_date=15/12/2026" in shown.stdout


def test_the_wheel_carries_the_pages(tmp_path):
    for name in ("brt", "installation_types", "email_types"):
        shutil.copytree(HOUSE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(HOUSE / name, tmp_path)
    with chdir(tmp_path):
        from hatchling.build import build_wheel

        wheel = build_wheel(os.fspath(tmp_path))
    names = zipfile.ZipFile(tmp_path / wheel).namelist()
    pages_in = [name for name in names if "/data/share/man/" in name]
    assert len(pages_in) == 2 * (len(ALL) + 1)
    assert any(name.endswith("share/man/fr/man1/brt-done.1") for name in pages_in)
    assert "brt/cli/scripts/brt.ps1" in names


def test_nobody_takes_the_numbers_of_the_examples_for_his_own(brt):
    assert "\nExamples (put in your own numbers):\n  brt done 4127\n" in brt("help", "done").out
    assert "\nExamples:\n  brt todo --me\n" in brt("help", "todo").out
    assert "\nExamples:\n  brt template simulate " in brt("help", "template", "simulate").out
