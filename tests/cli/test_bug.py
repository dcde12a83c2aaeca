"""A bug of brt: exit code 70, one calm sentence, and a file that a maintainer can use and anybody may see."""

import re
import shutil
import sqlite3

import pytest

from tests.conftest import HOUSE


@pytest.fixture
def broken(brt, tmp_path):
    """A workspace in which a row holds what brt never writes."""
    with sqlite3.connect(brt.database) as db:
        db.execute("""update dossier set site = 'Rue des Lices' where ref = 'D-2026-118'""")
    return brt


def test_a_bug_writes_a_report_without_what_was_typed_or_stored(broken, tmp_path):
    words = ("dossier", "show", "D-2026-118", "--as=sonia", "--format", "json")
    answer = broken.process(*words, TMPDIR=str(tmp_path), HOME="/nowhere")
    assert (answer.code, answer.out) == (70, "")
    assert answer.err.count("\n") == 2
    assert "Traceback" not in answer.err
    file = next(tmp_path.glob("brt-bug-*.txt"))
    assert str(file) in answer.err
    report = file.read_text(encoding="utf-8")
    assert re.match(
        r"brt \d.*, Python 3\.\d+.*\nclick \d.*, SQLite 3\..*\nCommand: brt dossier show … --as=… --format …\n", report
    )
    assert report.endswith("JSONDecodeError\n")
    assert re.search(r'File ".*store/dossiers\.py", line \d+, in _dossier\n', report)
    for typed in ("118", "sonia", "Lices"):
        assert typed not in report


def test_the_sentence_in_french(broken, tmp_path):
    answer = broken.process("show", "118", TMPDIR=str(tmp_path), BRT_LANG="fr")
    assert answer.code == 70
    assert "défaut de brt" in answer.err
    assert "brt show …" in next(tmp_path.glob("brt-bug-*.txt")).read_text(encoding="utf-8")


GOES_AWAY = """
import shutil, sys
sys.path[:] = [{copies!r}, *(one for one in sys.path if one.startswith(sys.base_prefix) and "site-packages" not in one)]
import brt.cli.boundary, brt.cli.table
shutil.rmtree({copies!r})
brt.cli.main()
"""
"""brt begins, and before it does anything it is taken away, with the library that reads its command line."""


def test_what_was_taken_away_while_it_runs_still_says_where_it_stopped(brt, tmp_path):
    import click

    copies, reports = tmp_path / "copies", tmp_path / "reports"
    reports.mkdir()
    hidden = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HOUSE / "brt", copies / "brt", ignore=hidden)
    shutil.copytree(click.__path__[0], copies / "click", ignore=hidden)
    code = GOES_AWAY.format(copies=str(copies))
    answer = brt.process("todo", code=code, TMPDIR=str(reports))
    assert (answer.code, answer.out, "Traceback" in answer.err) == (70, "", False), answer.err
    assert answer.err.startswith("This is a bug of brt (")
    report = next(reports.glob("brt-bug-*.txt"))
    assert str(report) in answer.err
    text = report.read_text(encoding="utf-8")
    assert re.match(r"brt \d.*\nclick unknown, unknown\nCommand: brt ", text)
    assert re.search(r"\n(ModuleNotFound|Import)Error\n$", text)
