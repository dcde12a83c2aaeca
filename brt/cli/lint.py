"""`brt lint`, which is `brt template lint`."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from brt.cli import oneof, params
from brt.cli.answer import tell
from brt.cli.ends import FILES
from brt.cli.group import says
from brt.cli.session import Session
from brt.errors import Usage
from brt.say import N_, _, ngettext
from brt.views.output import FORMATS as STYLES
from brt.views.output import safe, write

if TYPE_CHECKING:
    from brt.language.finding import Finding
    from brt.lint.runner import Change

FORMATS = ("full", "concise", "table", "plain", "json", "csv", "github", "sarif", "junit", "gitlab")
MEANS = {
    **params.STYLES,
    "full": N_("each with the lines of its file"),
    "concise": N_("a line each"),
    "github": N_("annotations in GitHub Actions"),
    "sarif": N_("for tools that show findings"),
    "junit": N_("as the tests of a build"),
    "gitlab": N_("the code quality report of GitLab"),
}
FAILS = {
    "error": N_("on errors"),
    "warning": N_("on errors and warnings"),
    "never": N_("never"),
}
SAID = {"error": N_("error"), "warning": N_("warning"), "never": N_("never")}
STDIN = Path("-")


@says(
    N_("Check installation types and email types: errors, warnings and notes, each with its place."),
    "brt lint\nbrt lint installation_types/3cx-porta.yaml --format concise\nbrt lint --fix",
    ends=FILES._replace(no=N_("findings")),
)
@click.argument("paths", metavar=N_("[PATH]…"), nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    type=oneof.Choice(FORMATS, means=MEANS),
    default="full",
    show_default=True,
    help=N_("How to print."),
)
@click.option("--select", metavar=N_("RULE,…"), multiple=True, help=N_("Only these rules (brt rule lists them)."))
@click.option("--ignore", metavar=N_("RULE,…"), multiple=True, help=N_("All but these rules."))
@click.option(
    "--fail-on",
    type=oneof.Choice(tuple(FAILS), SAID, FAILS),
    default="warning",
    show_default=True,
    help=N_("From which severity on the answer is no (exit 1)."),
)
@click.option("--fix", is_flag=True, help=N_("Correct what can only be meant in one way."))
@click.option("--unsafe-fixes", is_flag=True, help=N_("Correct guesses, too: the nearest name, most often."))
@click.option("--diff", is_flag=True, help=N_("Show what --fix would change, and change nothing."))
@click.option("--stdin-filename", metavar=N_("FILE"), type=click.Path(path_type=Path), help=N_("What `-` is called."))
@click.pass_obj
def command(
    session: Session,
    paths: tuple[Path, ...],
    style: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    stdin_filename: Path | None,
) -> int:
    """Print what was found; 1 when there are errors or warnings."""
    from brt.lint import runner
    from brt.lint.choice import Choice, fails
    from brt.settings import today

    given = _given(paths, stdin_filename)
    session.around(list(given or paths))
    settings = session.settings
    chosen = Choice.of(_names(select), _names(ignore))
    day = today(settings, os.environ)
    run = runner.Run(list(given or paths) or None, settings, settings.root, day, given)
    if diff or fix or unsafe_fixes:
        changes = run.fix(chosen, unsafe=unsafe_fixes)
        if diff:
            return _show(changes)
        _write(changes, given)
    found = chosen.among(run.lint())
    _print(found, style, run.count, settings.root, sys.stderr if given and (fix or unsafe_fixes) else sys.stdout)
    return int(fails(found, fail_on))


def _given(paths: Sequence[Path], name: Path | None) -> dict[Path, bytes]:
    """Return what stands on stdin by the name it is to have; nothing when `-` was not typed."""
    if STDIN not in paths:
        return {}
    if len(paths) > 1:
        raise Usage(N_("`-` stands alone."))
    if name is None:
        raise Usage(
            N_("What is on stdin?"), N_("Say so, such as: brt lint - --stdin-filename installation_types/x.yaml")
        )
    return {name: sys.stdin.buffer.read()}


def _names(options: Sequence[str]) -> list[str]:
    return [name.strip() for option in options for name in option.split(",") if name.strip()]


def _show(changes: "Sequence[Change]") -> int:
    from brt.lint.fixes import diff

    for change in changes:
        sys.stdout.writelines(f"{safe(line)}\n" for line in diff(change.file, change.before, change.after))
    return int(bool(changes))


def _write(changes: "Sequence[Change]", given: Mapping[Path, bytes]) -> None:
    """Write the corrected files; what came on stdin, corrected or not, leaves on stdout."""
    from brt.service.workshop import rewrite

    if given:
        sys.stdout.buffer.write(changes[0].after if changes else next(iter(given.values())))
        return
    for change in changes:
        rewrite(change.path, change.file, change.after)
    if changes:
        count = sum(change.corrections for change in changes)
        says = ngettext("{count} correction.", "{count} corrections.", count)
        tell(says.format(count=count))


def _print(found: "list[Finding]", style: str, count: int, root: Path, out: TextIO) -> None:
    from brt.lint import formats

    none = ngettext("{count} file, nothing found.", "{count} files, nothing found.", count).format(count=count)
    if style in formats.FORMATS:
        if found:
            seen = formats.seen(found, root, Path.cwd())
            out.writelines(f"{line}\n" for line in formats.FORMATS[style](seen))
        else:
            tell(none)
    elif style == "table":
        from brt.views import findings

        seen = formats.seen(found, root, Path.cwd())
        rows = [{**formats.record(one), "severity": _(formats.SEVERITIES[one.severity])} for one in seen]
        write(rows, findings.TABLE, style, out=out, empty=none)
    elif style in STYLES:
        from brt.views import findings

        write([formats.record(finding) for finding in found], findings.COLUMNS, style, out=out)
    else:
        from brt.lint import reports

        out.writelines(f"{line}\n" for line in reports.REPORTS[style](found, reports.base(root, Path.cwd())))
