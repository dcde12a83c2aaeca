"""Shipped files, broken at random: no traceback, no hang, no memory, and whatever is found points into the file.

`python -m tests.lint.fuzz 100000 1` breaks so many, from that seed; a few are part of the tests.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from brt.language.finding import Finding
from brt.lint import fixes
from brt.lint.formats import full
from brt.lint.reports import REPORTS
from tests.lint.test_mistakes import FILES, found

SECONDS = 2.0
MEGABYTES = 200
_PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\t",
        "&a ",
        "*a",
        "!!str ",
        "'",
        '"',
        "|",
        ">",
        "#",
        "?",
        ",",
    ),
    *(
        "\x00",
        "é",
        "\U0001f600",
        "\u2028",
        "\ufeff",
        "\r",
        "---\n",
        "...",
        "<<: ",
        "no",
        "0145",
        "8:30",
        "null",
        "true",
    ),
    *("on port_date", "any", "after: [x]", "{{", "}}", "{%", "%}", "{#", " if ", "()", ".__class__", "* 9", "for"),
    *(
        "9" * 30,
        "(" * 60,
        "[" * 60,
        "{{ a" + ".b" * 60 + " }}",
        "not " * 60,
        "\\",
        "\\x",
        "\\u202e",
        "1001 days",
        "2026-02-30",
    ),
)


def broken(chance: random.Random) -> Iterator[tuple[Path, str]]:
    """Yield files with a few mistakes each, for ever."""
    texts = {path: path.read_text(encoding="utf-8") for path in FILES}
    while True:
        path = chance.choice(FILES)
        yield path, spoiled(chance, texts[path])


def spoiled(chance: random.Random, text: str) -> str:
    """Return `text` with one to four mistakes."""
    for _ in range(chance.randint(1, 4)):
        text = _once(chance, text)
    return text


def _once(chance: random.Random, text: str) -> str:
    sort = chance.random()
    if sort < 0.6:
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.choice((0, 0, 1, 3, 20, 200)))
        return text[:at] + chance.choice(_PIECES) + text[end:]
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    if sort < 0.75:
        lines[one], lines[other] = lines[other], lines[one]
    elif sort < 0.9:
        del lines[one : one + chance.choice((1, 1, 2, 10))]
    else:
        lines[one:one] = lines[other : other + chance.choice((1, 1, 2, 10))]
    return "\n".join(lines)


def trouble(path: Path, text: str) -> str:
    """Return what is wrong with what the linter makes of a file; it may raise, too."""
    begin = time.process_time()
    said = found(path, text)
    for render in (full, *(lambda each, report=report: report(each, "") for report in REPORTS.values())):
        "\n".join(render(said)).encode()
    fixes.apply(text.encode(), said, unsafe=True)
    if time.process_time() - begin > SECONDS:
        return "too slow"
    outside = [finding for finding in said if not _inside(finding, text)]
    return f"outside of the file: {outside}" if outside else ""


def _inside(finding: Finding, text: str) -> bool:
    lines = text.removeprefix("\ufeff").split("\n")
    start, end = (finding.line, finding.column), (finding.end_line, finding.end_column)
    return (1, 1) <= start <= end and finding.end_line <= len(lines) and start[1] <= len(lines[start[0] - 1]) + 1


def main(count: int, seed: int) -> None:
    """Break `count` files."""
    files = broken(random.Random(seed))
    for number in range(count):
        path, text = next(files)
        try:
            said = trouble(path, text)
        except Exception as error:
            said = repr(error)
        if said:
            sys.stdout.write(f"{number} {path.name}: {said[:200]}\n")
            Path(f"/tmp/brt-fuzz-{seed}-{number}-{path.name}").write_text(text, encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{count} files, {peak} MB{'' if peak < MEGABYTES else ': too much'}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
