"""What is linted, and against what."""

from pathlib import Path

import pytest

from brt import say
from brt.language.finding import Finding, Related
from brt.lint.choice import fails
from brt.lint.files import NoSuchFile
from brt.lint.formats import concise, full, record
from brt.lint.runner import Run, lint
from tests.lint.golden import SETTINGS

ROOT = Path(__file__).parents[2]
TYPE = """\
name: Essai
phases:
  - id: pose
    name: Pose
    actions: [{id: poser, name: Poser, role: adv, emails: [{send: fini, to: [managers]}]}]
"""
EMAIL = 'name: Fini\naudience: team\nsubject: Fini\nbody: "{{ customer.name }}"\n'


@pytest.fixture
def root(tmp_path):
    (tmp_path / "installation_types").mkdir()
    (tmp_path / "email_types").mkdir()
    (tmp_path / "installation_types" / "essai.yaml").write_text(TYPE)
    (tmp_path / "email_types" / "fini.yaml").write_text(EMAIL)
    return tmp_path


def test_the_shipped_types_are_clean():
    assert list(concise(lint(None, SETTINGS, ROOT))) == []


def test_a_workspace_without_types(tmp_path):
    assert lint(None, SETTINGS, tmp_path) == []


def test_everything_by_default(root):
    (root / "installation_types" / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    (root / "email_types" / "fini.yaml").write_text(EMAIL.replace("name }}", "nom }}"))
    assert [(each.file, each.rule) for each in lint(None, SETTINGS, root)] == [
        ("email_types/fini.yaml", "unknown-variable"),
        ("installation_types/essai.yaml", "unknown-role"),
    ]


def test_one_file_is_checked_against_all(root):
    (root / "installation_types" / "essai.yaml").write_text(TYPE.replace("adv", "advv"))
    assert lint([root / "email_types" / "fini.yaml"], SETTINGS, root) == []
    (root / "installation_types" / "essai.yaml").unlink()
    assert [each.rule for each in lint([root / "email_types"], SETTINGS, root)] == ["unused-email-type"]
    (root / "email_types" / "fini.yaml").unlink()
    (root / "installation_types" / "essai.yaml").write_text(TYPE)
    assert [each.rule for each in lint([root / "installation_types"], SETTINGS, root)] == ["unknown-email-type"]


def test_types_that_are_not_asked_for_are_not_read(root):
    (root / "installation_types" / "autre.yaml").mkdir()
    assert lint([root / "installation_types" / "essai.yaml"], SETTINGS, root) == []
    assert [each.rule for each in lint([root / "email_types"], SETTINGS, root)] == ["unreadable-file"]


def test_links_that_lead_in_a_circle(root):
    path = root / "installation_types" / "rond.yaml"
    path.symlink_to(path.name)
    for paths in (None, [path.parent]):
        found = [one for one in lint(paths, SETTINGS, root) if one.rule == "unreadable-file"]
        assert [one.file for one in found] == ["installation_types/rond.yaml"]


def test_a_value_that_readers_disagree_on_hides_no_mistake_of_its_key(root):
    (root / "email_types" / "fini.yaml").write_text("nmae: 8:30\naudience: team\nbody: Fini\n")
    assert sorted((each.line, each.rule) for each in lint([root / "email_types"], SETTINGS, root)) == [
        (1, "ambiguous-scalar"),
        (1, "missing-key"),
        (1, "unknown-key"),
    ]


def test_a_file_that_is_named_twice(root):
    path = root / "installation_types" / "essai.yaml"
    path.write_text(TYPE.replace("adv", "advv"))
    link = root / "autrement.yaml"
    link.symlink_to(path)
    run = Run([path, root / "installation_types" / ".." / path.parent.name / path.name, link], SETTINGS, root)
    assert [(each.file, each.rule) for each in run.lint()] == [("installation_types/essai.yaml", "unknown-role")]


def test_a_file_that_is_not_there(root):
    with pytest.raises(NoSuchFile):
        lint([root / "installation_types" / "autre.yaml"], SETTINGS, root)


def test_a_folder_that_is_called_like_a_file(root):
    (root / "installation_types" / "dossier.yaml").mkdir()
    for paths in (None, [root / "installation_types"], [root / "installation_types" / "dossier.yaml"]):
        assert list(concise(lint(paths, SETTINGS, root))) == [
            "installation_types/dossier.yaml:1:1: error unreadable-file "
            "installation_types/dossier.yaml cannot be read: Is a directory."
        ]


def test_files_that_are_passed_over(root):
    (root / "installation_types" / "ftto.yml").write_text(TYPE)
    (root / "email_types" / "mot.YAML").write_text(EMAIL)
    (root / "email_types" / "mot.txt").write_text(EMAIL)
    said = [
        "email_types/mot.YAML:1:1: error wrong-extension brt does not read this file: "
        "its name does not end in .yaml. Rename it to mot.yaml.",
        "installation_types/ftto.yml:1:1: error wrong-extension brt does not read this file: "
        "its name does not end in .yaml. Rename it to ftto.yaml.",
    ]
    assert list(concise(lint(None, SETTINGS, root))) == said
    assert list(concise(lint([root], SETTINGS, root))) == said
    assert list(concise(lint([root / "installation_types" / "ftto.yml"], SETTINGS, root))) == said[1:]


def test_it_fails_on_errors_and_warnings_only():
    note, warning, error = ([FOUND._replace(severity=severity)] for severity in ("note", "warning", "error"))
    assert (fails(note), fails(warning), fails(error)) == (False, True, True)
    assert (fails(note, "error"), fails(warning, "error"), fails(error, "error")) == (False, False, True)
    assert not fails(error, "never")


FOUND = Finding(
    "installation_types/essai.yaml",
    *(3, 9, 3, 13),
    rule="duplicate-key",
    severity="error",
    says="The key `{key}` is defined twice.",
    data={"key": "née"},
    related=(Related("installation_types/essai.yaml", 2, 1, "First defined here.", {}),),
    excerpt="\tcafé « née » \x1b[31m",
)


def test_concise():
    assert list(concise([FOUND])) == [
        "installation_types/essai.yaml:3:9: error duplicate-key The key `née` is defined twice."
    ]


def test_full_shows_the_line_and_the_other_place():
    assert list(full([FOUND])) == [
        "installation_types/essai.yaml:3:9: error duplicate-key The key `née` is defined twice.",
        "    3 |  café « née » \N{REPLACEMENT CHARACTER}[31m",
        "      |         ^^^^",
        "    installation_types/essai.yaml:2:1: First defined here.",
        "",
        "1 error, 0 warnings, 0 notes",
    ]


def test_full_of_nothing():
    assert list(full([])) == ["Nothing to report."]


@pytest.mark.parametrize("excerpt", ["", "   ", "x" * 500, "日本語" * 30])
@pytest.mark.parametrize("column", [1, 9, 400])
def test_full_never_breaks_the_layout(excerpt, column):
    lines = list(full([FOUND._replace(excerpt=excerpt, column=column, end_column=column)]))
    assert all(len(line) < 160 for line in lines)


def test_json_has_these_keys():
    assert [record(FOUND)] == [
        {
            "file": "installation_types/essai.yaml",
            "line": 3,
            "column": 9,
            "end_line": 3,
            "end_column": 13,
            "rule": "duplicate-key",
            "severity": "error",
            "message": "The key `née` is defined twice.",
        }
    ]


def test_a_hint_is_part_of_the_message():
    found = FOUND._replace(hint="Did you mean `{near}`?", data={"key": "nom", "near": "name"})
    assert record(found)["message"] == "The key `nom` is defined twice. Did you mean `name`?"


def test_control_characters_never_reach_the_terminal():
    (line,) = concise([FOUND._replace(data={"key": "\x1b[31m\n\u202e"})])
    assert line.endswith("The key `U+001B[31m U+202E` is defined twice.")


def test_the_words_are_spoken_when_shown():
    say.choose("en")
    assert FOUND.message() == "The key `née` is defined twice."
