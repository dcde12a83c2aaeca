"""How fast the linter is: a thousand types of thirty actions, in one process, against others on the same files.

Ratios of processor time, the least of three rounds in which every program takes its turn: each is one process, from its
start to its last line, given all files at once.

- The floor is what any Python program pays that reads the files: PyYAML's C loader makes lists and dictionaries of
  them, and nothing looks at those. libyaml's own part of that is the events, of which nothing is made: the second line.
- yamllint looks at the style, check-jsonschema at the shape (with the schema that brt writes for editors); neither
  knows what waits for what. One file in ten has a mistake; how many of those each program finds is printed, too.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
FILES, ACTIONS = 1_000, 30

FLOOR = """
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).glob("*.yaml"):
    try:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        pass
"""
EVENTS = FLOOR.replace(
    "yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)", "list(yaml.parse(path.read_bytes(), yaml.CSafeLoader))"
)
MISTAKES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("role: adv", "role: avd", 1),
    lambda text: text.replace("after: [action-7]", "after: [action-77]"),
    lambda text: text.replace("asks: [date_4]", "asks: [date_44]"),
    lambda text: text.replace("due: 3 business days", "due: 3 bussiness days", 1),
    lambda text: text.replace("    kind: date", "    kind: datte", 1),
    lambda text: text.replace("        due: 1 week", "        duo: 1 week", 1),
    lambda text: text.replace("        name: Action 9\n", ""),
    lambda text: text.replace("after: [action-3]", "after: [action-4]"),
    lambda text: text.replace("name: Type", "name: Type : un"),
    lambda text: text.replace("due: on date_4", "due: on date_9"),
)


class Line(NamedTuple):
    """One line of the answer: brt against another program, and what is aimed at."""

    says: str
    name: str
    target: str


LINES = (
    Line("brt lint / PyYAML's C loader alone (the floor)", "floor", "≤ 3.00"),
    Line("brt lint / libyaml's events alone", "events", ""),
    Line("brt lint / yamllint", "yamllint", "≤ 0.20"),
    Line("brt lint / check-jsonschema", "check-jsonschema", "≤ 0.20"),
)


def main() -> None:
    """Write the files, measure, and print the table."""
    options = argparse.ArgumentParser(description="How fast the linter is.")
    options.add_argument("--quick", action="store_true", help="a tenth of the files, once: starting weighs more")
    quick = options.parse_args().quick
    count, rounds = (FILES // 10, 1) if quick else (FILES, 3)
    with tempfile.TemporaryDirectory(prefix="brt-bench-") as folder:
        root = Path(folder)
        write(root, count)
        print(f"\n{count:,} types of {ACTIONS} actions, {rounds} rounds …\n", flush=True)
        least: dict[str, float] = {}
        found: dict[str, int] = {}
        for _ in range(rounds):
            for name, argv in commands(root).items():
                seconds, out = timed(argv, root)
                least[name] = min(seconds, least.get(name, seconds))
                found[name] = len(set(re.findall(r"type-(\d+)\.yaml", out)))
    report(least, found, count)


def write(root: Path, count: int) -> None:
    """Make a workspace of `count` types; each tenth has a mistake."""
    subprocess.run([BIN / "brt", "init", ".", "--types", "none"], cwd=root, check=True, capture_output=True)
    folder = root / "installation_types"
    folder.mkdir(exist_ok=True)
    text = sample()
    for number in range(count):
        broken = MISTAKES[number // 10 % len(MISTAKES)](text) if number % 10 == 0 else text
        (folder / f"type-{number:04}.yaml").write_text(broken, encoding="utf-8")
    schema = subprocess.run([BIN / "brt", "template", "schema"], cwd=root, check=True, capture_output=True).stdout
    (root / "schema.json").write_bytes(schema)


def sample() -> str:
    """Return a type of thirty actions in five phases."""
    lines = ["name: Type", "summary: Un type.", "fields:"]
    for number in range(10):
        lines += [f"  date_{number}:", f"    label: Date {number}", "    kind: date"]
    lines.append("phases:")
    for number in range(ACTIONS):
        if number % 6 == 0:
            lines += [f"  - id: phase-{number // 6}", f"    name: Phase {number // 6}", "    actions:"]
        lines += [f"      - id: action-{number}", f"        name: Action {number}", "        role: adv"]
        lines += [f"        help: Ce qu'il faut savoir de l'action {number}, en une phrase."]
        if number % 6:
            lines += [f"        after: [action-{number - 1}]"]
        if number % 3 == 1:
            lines += [f"        asks: [date_{number // 3}]", "        due: 3 business days"]
        elif number % 3 == 2:
            lines += [f"        due: on date_{number // 3}"]
        elif number % 6 == 3:
            lines += ["        due: 1 week"]
    return "\n".join(lines) + "\n"


def commands(root: Path) -> dict[str, list[str]]:
    files = [str(path.relative_to(root)) for path in sorted((root / "installation_types").glob("*.yaml"))]
    rules = "{extends: default, rules: {line-length: disable, document-start: disable}}"
    return {
        "floor": [sys.executable, "-c", FLOOR, "installation_types"],
        "events": [sys.executable, "-c", EVENTS, "installation_types"],
        "brt": [str(BIN / "brt"), "lint", "--format", "concise"],
        "yamllint": [str(BIN / "yamllint"), "-f", "parsable", "-d", rules, "installation_types"],
        "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", "schema.json", *files],
    }


def timed(argv: list[str], folder: Path) -> tuple[float, str]:
    """Run a program in `folder`, and return the seconds that processors worked for it, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(argv, cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode not in (0, 1):
        sys.exit(f"{argv[0]}: exit {done.returncode}\n{done.stderr.decode()}")
    return seconds, done.stdout.decode() + done.stderr.decode()


def report(least: dict[str, float], found: dict[str, int], count: int) -> None:
    print(f"{'':60}  ratio  target    files a second   mistakes found of {count // 10}")
    for one in LINES:
        ratio = least["brt"] / least[one.name]
        speeds = f"{count / least['brt']:.0f} / {count / least[one.name]:.0f}"
        mistakes = f"{found['brt']} / {found[one.name]}" if found[one.name] else ""
        print(f"{one.says:60} {ratio:6.2f}  {one.target:>6}    {speeds:>14}   {mistakes:>12}")


if __name__ == "__main__":
    main()
