"""Findings for other programs: GitHub, GitLab, code scanning (SARIF), and whatever shows the results of tests (JUnit).

Each function takes the findings and the workspace's folder as seen from the root of the repository, and yields lines.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from brt import __version__
from brt.language.finding import Finding, Severity
from brt.lint.manual import Page, pages

_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_GITLAB: Mapping[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def base(root: Path, here: Path) -> str:
    """Return what comes before the files of the workspace `root`: its way from its repository, else from `here`."""
    start = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), here)
    return f"{root.relative_to(start).as_posix()}/" if root.is_relative_to(start) and root != start else ""


def github(findings: Iterable[Finding], base: str) -> Iterator[str]:
    """Yield workflow commands, which GitHub Actions turns into annotations."""
    for finding in findings:
        place = {
            "file": base + finding.file,
            "line": finding.line,
            "col": finding.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
            "title": finding.rule,
        }
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
        yield f"::{_GITHUB[finding.severity]} {properties}::{_escaped(finding.message())}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(findings: Iterable[Finding], base: str) -> Iterator[str]:
    """Yield a Code Quality report; what is said twice of a file has two fingerprints."""
    seen: dict[str, int] = {}
    issues = []
    for finding in findings:
        words = f"{base}{finding.file}\0{finding.rule}\0{finding.says.format_map(finding.data)}"
        seen[words] = seen.get(words, 0) + 1
        issues.append(
            {
                "description": finding.message(),
                "check_name": finding.rule,
                "fingerprint": hashlib.sha256(f"{words}\0{seen[words]}".encode()).hexdigest(),
                "severity": _GITLAB[finding.severity],
                "location": {
                    "path": base + finding.file,
                    "positions": {
                        "begin": {"line": finding.line, "column": finding.column},
                        "end": {"line": finding.end_line, "column": finding.end_column},
                    },
                },
            }
        )
    yield json.dumps(issues, ensure_ascii=False, indent=2)


def junit(findings: Iterable[Finding], base: str) -> Iterator[str]:
    """Yield JUnit XML: a suite a file, a failed case a finding; when there is none, one case that passed."""
    root = Xml.Element("testsuites", name="brt lint")
    for file, group in groupby(findings, key=lambda finding: finding.file):
        found = list(group)
        suite = Xml.SubElement(root, "testsuite", name=base + file, tests=str(len(found)), failures=str(len(found)))
        for finding in found:
            case = Xml.SubElement(suite, "testcase", name=finding.rule, classname=base + file, line=str(finding.line))
            failed = Xml.SubElement(case, "failure", message=finding.message(), type=finding.severity)
            failed.text = f"{base}{file}:{finding.line}:{finding.column}: {finding.message()}"
    if not len(root):
        suite = Xml.SubElement(root, "testsuite", name="brt lint", tests="1", failures="0")
        Xml.SubElement(suite, "testcase", name="brt lint", classname="brt")
    Xml.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield Xml.tostring(root, encoding="unicode")


_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Iterable[Finding], base: str) -> Iterator[str]:
    """Yield a SARIF 2.1.0 log, with the manual of the rules in it."""
    found = list(findings)
    manual = [page for page in pages() if page.name in {finding.rule for finding in found}]
    index = {page.name: number for number, page in enumerate(manual)}
    driver = {"name": "brt", "version": __version__, "rules": [_rule(page) for page in manual]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule], base) for finding in found],
    }
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.name,
        "shortDescription": {"text": page.summary},
        "help": {"text": f"{page.summary}\n\n{page.text}"},
        "defaultConfiguration": {"level": page.severity},
    }


def _result(finding: Finding, index: int, base: str) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    related = [
        {
            "message": {"text": other.message()},
            **_location(base + other.file, {"startLine": other.line, "startColumn": other.column}),
        }
        for other in finding.related
    ]
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": finding.message()},
        "locations": [_location(base + finding.file, region)],
        **({"relatedLocations": related} if related else {}),
    }


def _location(file: str, region: Mapping[str, int]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": quote(file)}, "region": region}}


REPORTS = {"github": github, "sarif": sarif, "junit": junit, "gitlab": gitlab}
