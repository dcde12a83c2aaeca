"""`brt lint` and `brt rule` as they are typed: options, formats, corrections, standard input."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from brt.cli import rule
from brt.lint.rules import rules
from tests.cli.play import HOUSE, Answer, Play, example

TYPE = """\
name: 0145
fields:
  note: {label: Note, kind: text}
phases:
  - id: pose
    name: Pose
    actions: [{id: poser, name: Poser, role: advv}]
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    (tmp_path / "installation_types" / "essai.yaml").write_text(TYPE, encoding="utf-8")
    return Play(tmp_path)


def said(answer):
    return re.findall(r"^\S+ (?:error|warning|note) (\S+)", answer.out, re.MULTILINE)


def test_some_rules_only(brt):
    assert said(brt("lint")) == ["ambiguous-scalar", "unused-field", "unknown-role"]
    assert said(brt("lint", "--select", "unknown-role,unused-field")) == ["unused-field", "unknown-role"]
    assert said(brt("lint", "--ignore", "unknown-role", "--ignore", "ambiguous-scalar")) == ["unused-field"]


def test_when_the_answer_is_no(brt):
    assert brt("lint").code == 1
    assert brt("lint", "--fail-on", "never").code == 0
    assert brt("lint", "--select", "unused-field").code == 0
    (brt.at / "installation_types" / "essai.yaml").write_text(
        TYPE.replace("0145", "Essai").replace("advv", "adv, optional: true"), encoding="utf-8"
    )
    assert said(brt("lint")) == ["unused-field", "nothing-required"]
    assert (brt("lint").code, brt("lint", "--fail-on", "error").code) == (1, 0)


def test_a_rule_that_does_not_exist(brt):
    for words in (("lint", "--select", "unknow-role"), ("lint", "--ignore", "unknow-role")):
        answer = brt(*words)
        assert (answer.code, answer.out) == (2, "")
        assert "There is no rule unknow-role.\nDid you mean unknown-role?" in answer.err
    answer = brt("rule", "unknow-role")
    assert (answer.code, "Did you mean unknown-role?" in answer.err) == (1, True)


@pytest.mark.parametrize("style", ["json", "sarif", "gitlab"])
def test_formats_for_programs_are_whole_also_when_nothing_is_found(brt, style):
    assert json.loads(brt("lint", "--format", style).out)
    clean = brt("lint", "installation_types/ftth-pro.yaml", "--format", style)
    assert (clean.code, clean.err) == (0, "")
    json.loads(clean.out)


def test_findings_as_every_command_prints_data(brt):
    found = json.loads(brt("lint", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(brt("lint", "--format", "csv").out)))
    plain = brt("lint", "--format", "plain").out.splitlines()
    assert rows == [{key: str(value) for key, value in one.items()} for one in found] != []
    assert [line.split("\t")[0] for line in plain] == [one["file"] for one in found]
    table = brt("lint", "--format", "table").out.splitlines()
    assert table[0].split() == ["FILE", "LINE", "COLUMN", "RULE", "SEVERITY", "MESSAGE"]
    assert len(table) == len(plain) + 1
    for style, out, err in (("csv", f"{','.join(found[0])}\r\n", ""), ("plain", "", ""), ("table", "", "1 file, ")):
        clean = brt("lint", "installation_types/ftth-pro.yaml", "--format", style)
        assert (clean.code, clean.out, clean.err[:8]) == (0, out, err)


def test_the_page_of_a_rule_as_data(brt):
    (row,) = csv.DictReader(io.StringIO(brt("rule", "unknown-role", "--format", "csv").out))
    (line,) = brt("rule", "unknown-role", "--format", "plain").out.splitlines()
    assert list(row) == list(json.loads(brt("rule", "unknown-role", "--format", "json").out))
    assert line.split("\t") == list(row.values())


def test_other_programs_are_told_the_path_from_where_they_stand(brt):
    above = Play(brt.at.parent)
    (first, *_) = above("-C", brt.at.name, "lint", "--format", "github").out.splitlines()
    assert first.startswith(f"::error file={brt.at.name}/installation_types/essai.yaml,line=1,col=7,")
    assert "<testsuite " in brt("lint", "--format", "junit").out


def test_other_programs_are_told_the_path_from_the_root_of_the_repository(brt):
    (brt.at.parent / ".git").mkdir()
    within = Play(brt.at / "email_types")
    (first, *_) = within("lint", "--format", "github").out.splitlines()
    (brt.at.parent / ".git").rmdir()
    assert first.startswith(f"::error file={brt.at.name}/installation_types/essai.yaml,line=1,col=7,")


@pytest.mark.parametrize(
    ("start", "words", "file"),
    [
        ("email_types", (), "../installation_types/essai.yaml"),
        ("..", ("-C", "{name}"), "{name}/installation_types/essai.yaml"),
        ("..", ("{name}",), "{name}/installation_types/essai.yaml"),
        ("..", ("{name}/installation_types/essai.yaml",), "{name}/installation_types/essai.yaml"),
        (".", (), "installation_types/essai.yaml"),
    ],
)
def test_people_are_told_the_path_from_where_they_stand(brt, start, words, file):
    here = Play((brt.at / start).resolve())
    named = [word.format(name=brt.at.name) for word in words]
    answer = here("lint", *named, "--format", "concise")
    assert answer.out.startswith(f"{file.format(name=brt.at.name)}:1:7: error ambiguous-scalar "), answer
    assert here("lint", "nulle-part.yaml").code == (3 if start == ".." else 1)


def test_fix_writes_and_says_what_is_left(brt):
    path = brt.at / "installation_types" / "essai.yaml"
    answer = brt("lint", "--fix")
    assert (answer.code, said(answer), answer.err) == (1, ["unused-field", "unknown-role"], "1 correction.\n")
    assert path.read_text(encoding="utf-8") == TYPE.replace("0145", '"0145"')
    answer = brt("lint", "--unsafe-fixes")
    assert (answer.code, said(answer)) == (0, ["unused-field"])
    assert path.read_text(encoding="utf-8") == TYPE.replace("0145", '"0145"').replace("advv", "adv")
    assert sorted(each.name for each in path.parent.iterdir() if each.is_file()) == [
        "3cx-porta.yaml",
        "3cx-sans-porta-a-distance.yaml",
        "essai.yaml",
        "ftth-pro.yaml",
    ]


def test_fix_keeps_links_and_rights(brt):
    path = brt.at / "installation_types" / "essai.yaml"
    real = brt.at / "ailleurs.yaml"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    brt("lint", "--fix")
    assert path.is_symlink()
    assert '"0145"' in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_diff_writes_nothing(brt):
    path = brt.at / "installation_types" / "essai.yaml"
    answer = brt("lint", "--diff")
    assert answer.code == 1
    assert answer.out.splitlines()[:2] == [
        "--- a/installation_types/essai.yaml",
        "+++ b/installation_types/essai.yaml",
    ]
    assert '-name: 0145\n+name: "0145"\n' in answer.out
    assert path.read_text(encoding="utf-8") == TYPE
    assert brt("lint", "--diff", "installation_types/ftth-pro.yaml") == (0, "", "")


def run(brt, *words, text):
    environ = {"BRT_LANG": "en", "PATH": "", "HOME": str(brt.at)}
    argv = [sys.executable, "-m", "brt", "lint", *words]
    return subprocess.run(argv, input=text.encode(), capture_output=True, cwd=brt.at, env=environ, check=False)


def test_what_an_editor_has_not_saved_yet(brt):
    name = ("--stdin-filename", "installation_types/visio.yaml", "--format", "concise")
    answer = run(brt, "-", *name, text=TYPE)
    assert answer.returncode == 1
    assert [line.split(b" ")[0] for line in answer.stdout.splitlines()] == [
        b"installation_types/visio.yaml:1:7:",
        b"installation_types/visio.yaml:3:3:",
        b"installation_types/visio.yaml:7:46:",
    ]
    fixed = run(brt, "-", "--fix", *name, text=TYPE)
    assert fixed.stdout.decode() == TYPE.replace("0145", '"0145"')
    assert b"unknown-role" in fixed.stderr
    assert not (brt.at / "installation_types" / "visio.yaml").exists()


def test_standard_input_has_a_name_and_stands_alone(brt):
    assert (brt("lint", "-").code, brt("lint", "-", "x.yaml", "--stdin-filename", "y.yaml").code) == (2, 2)


def test_rule(brt):
    listed = json.loads(brt("rule", "--format", "json").out)
    assert [each["name"] for each in listed] == sorted(rules())
    page = brt("rule", "redundant-trigger").out
    assert page.startswith("redundant-trigger (note)\n\nA trigger is implied by another one beside it.\n\nWhat it do")
    for line in rule.command.epilog.splitlines():
        assert brt(*shlex.split(line)[1:]).code == 0


# ── in the tools of others ────────────────────────────────────────────────────────────────────────


def test_the_problem_matcher_reads_what_is_printed(brt):
    (matcher,) = json.loads((HOUSE / "docs" / "brt-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    (pattern,) = matcher["pattern"]
    lines = brt("lint", "--format", "concise").out.splitlines()
    found = [re.fullmatch(pattern["regexp"], line) for line in lines]
    assert [match[pattern["line"]] for match in found] == ["1", "3", "7"]
    assert [match[pattern["code"]] for match in found] == said(brt("lint"))
    assert {match[pattern["file"]] for match in found} == {"installation_types/essai.yaml"}


def test_the_hook_names_the_files_that_the_linter_reads():
    hook = (HOUSE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"files: (.*)", hook)
    assert re.search(pattern, "a/installation_types/x.yaml")
    assert re.search(pattern, "email_types/x.yml")
    assert re.search(pattern, "brt.toml")
    assert not re.search(pattern, "docs/x.yaml")
    entry = re.findall(r"entry: (.*)", hook)[0].split()
    assert entry == ["brt", "lint"]
    assert Path(HOUSE / "pyproject.toml").exists()


PRE_COMMIT = shutil.which("pre-commit") or "pre-commit"


@pytest.mark.skipif(
    not (shutil.which(PRE_COMMIT) or os.environ.get("BRT_TEST_ALL_HOOKS")), reason="pre-commit is not installed"
)
def test_the_hook_runs_through_pre_commit(brt, tmp_path_factory):
    house = tmp_path_factory.mktemp("house")
    for name in ("brt", "installation_types", "email_types"):
        shutil.copytree(HOUSE / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(HOUSE / name, house)
    revision = repository(house)
    (brt.at / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: '{house}', rev: {revision}, hooks: [{{id: brt-lint}}]}}]\n", encoding="utf-8"
    )
    repository(brt.at)
    libraries = {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1"}
    own = {"PRE_COMMIT_HOME": str(house / "hooks"), "PIP_NO_BUILD_ISOLATION": "0", "BRT_LANG": "en"}  # 0: not apart
    argv = [PRE_COMMIT, "run", "--all-files"]
    done = subprocess.run(argv, cwd=brt.at, env={**os.environ, **libraries, **own}, capture_output=True, check=False)
    assert (done.returncode, said(Answer(1, done.stdout.decode(), ""))) == (1, said(brt("lint"))), done


def repository(folder):
    """Make a repository of git with what is in the folder, and return its revision."""
    git = ["git", "-C", str(folder), "-c", "user.name=Sonia", "-c", "user.email=sonia@exemple.fr"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Tout"]):
        subprocess.run([*git, *words], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
