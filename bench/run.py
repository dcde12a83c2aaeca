"""How long the everyday commands take, as ratios: seconds say more about the machine than about brt.

Whole processes are measured, one after another in rounds, so that whatever else the machine does falls on all alike;
a ratio is the median over the rounds. Every number is printed beside its target; none of them fails the run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import build
from brt.store.statements import statement

PYTHON = sys.executable
FEW, MANY, RUNNING, MINE = 1_000, 50_000, 2_000, 40

QUERY = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for row in connection.execute(sys.argv[2], {"member": sys.argv[3]}).fetchall():
    print(*row)
"""
COMMIT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("pragma synchronous = extra")
connection.execute("begin immediate")
connection.execute("update counter set next = next + 1 where name = 'bench'")
connection.execute("commit")
"""


class Command(NamedTuple):
    """The words of a process, and the folder that it runs in."""

    argv: list[str]
    folder: Path


Again = Callable[[], Command]
"""Gives a command anew: an action is done only once."""


class Ratio(NamedTuple):
    """One line of the answer: a command against another, and what it should be at most."""

    says: str
    command: str
    against: str
    target: float | None


RATIOS = (
    Ratio("brt todo --me / the same query in a bare interpreter", "todo", "query", 3.0),
    Ratio("brt done / a process that makes one commit", "done", "commit", 3.0),
    Ratio("brt alone (in a pipe) / brt todo --me", "home", "todo", 1.1),
    Ratio("TAB behind brt done / brt --help", "tab", "help", 2.0),
    Ratio("TAB behind brt produce D --type / brt --help", "tab-type", "help", 2.0),
    Ratio("TAB behind brt bill / brt --help", "tab-bill", "help", 2.0),
    Ratio("brt todo --me, {many} finished dossiers / {few}", "todo-many", "todo", 1.15),
    Ratio("brt done, {many} finished dossiers / {few}", "done-many", "done", 1.15),
    Ratio("brt overview, {many} finished dossiers / {few}", "overview-many", "overview", 1.15),
    Ratio("brt --help / python -c pass", "help", "pass", None),
)


def main() -> None:
    """Make the two workspaces, measure, and print the table."""
    options = argparse.ArgumentParser(description="How long the everyday commands take.")
    options.add_argument("--quick", action="store_true", help="fewer rounds, and a tenth of the history")
    quick = options.parse_args().quick
    many, rounds = (MANY // 10, 9) if quick else (MANY, 21)
    with tempfile.TemporaryDirectory(prefix="brt-bench-") as folder:
        print(f"Two workspaces with {FEW:,} and {many:,} finished dossiers, {RUNNING:,} at work each …", flush=True)
        small, large = workspaces(Path(folder), many)
        print(f"{rounds} rounds …\n", flush=True)
        times = measure(dict(commands(small, large)), small.environ, rounds)
    report(times, few=f"{FEW:,}", many=f"{many:,}")


def workspaces(folder: Path, many: int) -> tuple[build.Workspace, build.Workspace]:
    """Make the two workspaces, alike but for their history."""
    small = build.build(folder / "small", FEW, RUNNING, MINE)
    shutil.copytree(folder / "small", folder / "large")
    large = small._replace(root=folder / "large")
    build.grow(large, many - FEW)
    return small, large


# ── what is measured ──────────────────────────────────────────────────────────────────────────────


def commands(small: build.Workspace, large: build.Workspace) -> Iterator[tuple[str, Again]]:
    """Yield every command by name."""
    database = str(small.database)
    yield "pass", python(small, "pass")
    yield "query", python(small, QUERY, database, statement("lists.open_of"), build.ME)
    yield "commit", python(small, COMMIT, database)
    yield "help", brt(small, "--help")
    yield "home", brt(small)
    yield "tab", tab(small, "brt done ")
    yield "tab-type", tab(small, "brt produce 118 --type ")
    yield "tab-bill", tab(small, "brt bill ")
    for suffix, place in (("", small), ("-many", large)):
        yield f"todo{suffix}", brt(place, "todo", "--me")
        yield f"overview{suffix}", brt(place, "overview")
        yield f"done{suffix}", doing(place)


def python(place: build.Workspace, code: str, *words: str) -> Again:
    return lambda: Command([PYTHON, "-c", code, *words], place.root)


def brt(place: build.Workspace, *words: str) -> Again:
    return lambda: Command([PYTHON, str(Path(PYTHON).with_name("brt")), *words], place.root)


def tab(place: build.Workspace, line: str) -> Again:
    asked = ["_BRT_COMPLETE=bash_complete", f"COMP_WORDS={line}", "COMP_CWORD="]
    return lambda: Command(["env", *asked, *brt(place)().argv], place.root)


def doing(place: build.Workspace) -> Again:
    numbers = iter(place.ready)
    sets = [word for given in place.given for word in ("--set", given)]
    return lambda: brt(place, "done", str(next(numbers)), *sets)()


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────


def measure(commands: dict[str, Again], given: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each command took in each round; a first round, which fills caches, is dropped."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BRT_"))} | given
    times: dict[str, list[float]] = {name: [] for name in commands}
    names = list(commands)
    for count in range(rounds + 1):
        turn = count % len(names)
        for name in names[turn:] + names[:turn]:
            seconds = timed(commands[name](), environ)
            if count:
                times[name].append(seconds)
    return times


def timed(command: Command, environ: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command.argv, cwd=command.folder, env=environ, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command.argv)}: exit {done.returncode}\n{done.stderr.decode()}")
    return seconds


def report(times: dict[str, list[float]], **counts: str) -> None:
    print(f"{'':60}  ratio  target    milliseconds")
    for one in RATIOS:
        ratio = median(a / b for a, b in zip(times[one.command], times[one.against], strict=True))
        wanted = f"≤ {one.target:.2f}" if one.target else ""
        medians = f"{1000 * median(times[one.command]):.0f} / {1000 * median(times[one.against]):.0f}"
        print(f"{one.says.format(**counts):60} {ratio:6.2f}  {wanted:>6}    {medians:>12}")


if __name__ == "__main__":
    main()
