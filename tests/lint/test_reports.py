"""Findings for other programs: what GitHub, GitLab, code scanning and readers of JUnit read."""

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from jsonschema import Draft4Validator

from brt import say
from brt.language.finding import Finding, Related
from brt.lint.manual import pages
from brt.lint.reports import REPORTS, github, gitlab, junit, sarif
from brt.lint.runner import lint
from tests.lint.golden import CASES, SETTINGS, WORKSPACE

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of SARIF 2.1.0, by OASIS."""
FOUND = Finding(
    "installation_types/à b.yaml",
    *(3, 9, 3, 13),
    rule="duplicate-key",
    severity="error",
    says="The key `{key}` is defined twice.",
    data={"key": "50 %: a,b"},
    related=(Related("installation_types/à b.yaml", 2, 1, "First defined here.", {}),),
)


def test_github_reads_one_line_a_finding():
    (line,) = github([FOUND], "ws/")
    assert line == (
        "::error file=ws/installation_types/à b.yaml,line=3,col=9,endLine=3,endColumn=13,title=duplicate-key"
        "::The key `50 %25: a,b` is defined twice."
    )
    (note,) = github([FOUND._replace(severity="note", file="a,b:c.yaml")], "")
    assert note.startswith("::notice file=a%2Cb%3Ac.yaml,")


def test_gitlab_tells_findings_apart():
    (text,) = gitlab([FOUND, FOUND._replace(line=8), FOUND._replace(rule="encoding", severity="note")], "ws/")
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert [issue["severity"] for issue in issues] == ["major", "major", "info"]
    assert issues[1]["location"]["path"] == "ws/installation_types/à b.yaml"
    assert issues[1]["location"]["positions"]["begin"] == {"line": 8, "column": 9}


def test_a_fingerprint_stays_when_the_line_or_the_language_changes():
    def fingerprint(finding):
        (text,) = gitlab([finding], "")
        return json.loads(text)[0]["fingerprint"]

    before = fingerprint(FOUND)
    say.choose("fr")
    assert fingerprint(FOUND._replace(line=80)) == before


def test_junit_has_a_suite_a_file():
    root = Xml.fromstring("\n".join(junit([FOUND, FOUND._replace(file="z.yaml")], "")))
    assert [suite.get("name") for suite in root] == ["installation_types/à b.yaml", "z.yaml"]
    assert root[0].find("testcase/failure").get("message") == "The key `50 %: a,b` is defined twice."
    clean = Xml.fromstring("\n".join(junit([], "")))
    assert (len(clean.findall("*/testcase")), len(clean.findall("*/testcase/failure"))) == (1, 0)


@pytest.mark.parametrize("found", [[], [FOUND], lint(CASES, SETTINGS, WORKSPACE, today="2026-11-30")], ids=len)
def test_sarif_is_what_its_schema_says(found):
    (text,) = sarif(found, "ws/")
    log = json.loads(text)
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    (run,) = log["runs"]
    assert [result["ruleId"] for result in run["results"]] == [finding.rule for finding in found]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_has_places_that_programs_find():
    (text,) = sarif([FOUND], "ws/")
    (result,) = json.loads(text)["runs"][0]["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "ws/installation_types/%C3%A0%20b.yaml"
    assert result["relatedLocations"][0]["message"]["text"] == "First defined here."


def test_no_report_breaks_on_any_case():
    found = lint(CASES, SETTINGS, WORKSPACE)
    assert {finding.rule for finding in found} <= {page.name for page in pages()}
    for report in REPORTS.values():
        assert "\n".join(report(found, "")).encode()
