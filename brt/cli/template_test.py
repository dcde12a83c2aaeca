"""`brt template test`."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from brt.cli import params
from brt.cli.answer import tell
from brt.cli.ends import PAGES
from brt.cli.group import says
from brt.cli.session import Session
from brt.say import N_, _, ngettext
from brt.views.layout import Block, Line
from brt.views.output import Column, json_text, write
from brt.views.screen import show

if TYPE_CHECKING:
    from brt.service.scenarios import Result

COLUMNS = (
    Column("file", "File"),
    Column("line", "Line"),
    Column("name", "Name"),
    Column("type", "Type"),
    Column("passed", "Passed"),
    Column("message", "Message"),
)


@says(
    N_("Play the scenarios of installation_types/tests: what is open for whom, and which emails leave, day by day."),
    "brt template test\nbrt template test 3cx-porta\nbrt template test installation_types/tests/ftth-pro.yaml",
    ends=PAGES._replace(no=N_("something came otherwise")),
)
@click.argument("names", metavar=N_("[TYPE|FILE]…"), nargs=-1)
@params.style()
@click.pass_obj
def command(session: Session, names: tuple[str, ...], style: str) -> int:
    """Play them and print what came otherwise; 1 when something did."""
    from brt.service import scenarios

    settings = session.settings
    paths = scenarios.files(settings.root, names)
    found = list(scenarios.run(settings, paths))
    if style == "json":
        sys.stdout.write(json_text([_record(result) for result in found]))
    elif style == "table":
        show(line for result in found for line in _lines(result))
        for line in _summary(found):
            tell(line)
    else:
        write([row for result in found for row in _rows(result)], COLUMNS, style)
    return int(not all(result.passed for result in found))


def _record(result: "Result") -> dict[str, object]:
    from brt.lint.formats import record

    return {
        "file": result.file,
        "name": result.name,
        "type": result.type,
        "passed": result.passed,
        "findings": [record(finding) for finding in result.findings],
        "failures": [
            {"line": one.line, "column": one.column, "message": one.says, "diff": list(one.diff)}
            for one in result.failures
        ],
    }


def _lines(result: "Result") -> Iterator[Block]:
    """Yield a line for a scenario that passed; for the others the places, and what came instead of what."""
    from brt.lint.formats import full

    if result.passed:
        yield Line([f"✓ {result.file}", result.name], between="  ")
        return
    yield Line([f"✗ {result.file}", result.name], between="  ")
    if result.findings:
        yield from list(full(result.findings))[:-1]
    for failure in result.failures:
        first, *more = failure.says.splitlines()
        yield f"{result.file}:{failure.line}:{failure.column}: {first}"
        yield from (f"    {line}" for line in more)
        yield from (f"    {line}" for line in failure.diff)


def _rows(result: "Result") -> Iterator[dict[str, object]]:
    row = {"file": result.file, "name": result.name, "type": result.type, "passed": result.passed}
    if result.passed:
        yield row
    for finding in result.findings:
        yield {**row, "line": finding.line, "message": finding.message()}
    for failure in result.failures:
        yield {**row, "line": failure.line, "message": " ".join([failure.says, *failure.diff])}


def _summary(found: "list[Result]") -> Iterator[str]:
    if not found:
        yield _("There is no scenario yet. They are files of {folder}.").format(folder="installation_types/tests")
        return
    unplayed = sum(bool(result.findings) for result in found)
    failed = sum(not result.passed for result in found) - unplayed
    played = ngettext("{count} scenario", "{count} scenarios", len(found)).format(count=len(found))
    if not failed and not unplayed:
        yield _("{scenarios}: everything came as expected.").format(scenarios=played)
    if unplayed:
        yield ngettext(
            "{scenarios}, {count} of which has mistakes and was not played.",
            "{scenarios}, {count} of which have mistakes and were not played.",
            unplayed,
        ).format(scenarios=played, count=unplayed)
    if failed:
        yield _("{scenarios}, {count} of which came otherwise (- expected, + came).").format(
            scenarios=played, count=failed
        )
