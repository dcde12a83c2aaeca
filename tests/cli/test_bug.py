"""A bug of brt: exit code 70, one calm sentence, and a file that a maintainer can use and anybody may see."""

import re
import sqlite3

import pytest


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
