"""What a shell is told when a person presses TAB: click's protocol, with scripts of our own in `scripts`.

Ours because click's cut a help text at its first comma (fish), lose what stands before `=` (bash, and options written
as `--set=…`), put a blank behind `port_date=`, and read accents in the console's code page (PowerShell).
Completion never says that something is wrong: it has nothing to offer then.
"""

import os
import sys

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from brt.cli.session import Session
from brt.cli.table import ROOT
from brt.say import choose

SCRIPTS = os.path.join(os.path.dirname(__file__), "scripts")
VARIABLE = "_BRT_COMPLETE"
MARK = "\0"
"""Stands where the cursor is while a line is split into words: no variable can hold it."""


def script(name: str) -> str:
    """Return one of the SCRIPTS."""
    with open(os.path.join(SCRIPTS, name), encoding="utf-8") as file:
        return file.read()


class _Ours(ShellComplete):
    file = ""

    def source(self) -> str:
        """Return the script that a shell reads."""
        return script(self.file)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what fits, each once; behind an option written as `--set=…` the option stays."""
        option, sign, rest = incomplete.partition("=")
        before = ""
        if sign and option.startswith("--"):
            before, args, incomplete = f"{option}=", [*args, option], rest
        items = super().get_completions(args, incomplete)
        for item in items:
            item.value = before + item.value
        return list({item.value: item for item in items}.values())


class Bash(_Ours, BashComplete):
    """Bash: by click's protocol, or, without COMP_CWORD, from the line up to the cursor.

    Bash breaks words at `=` and `:`; from the line, only what follows the last of them is answered, with its help.
    """

    file = "brt.bash"
    _kept: str | None = None

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor's, and that one as far as it is typed."""
        if os.environ.get("COMP_CWORD"):
            return super().get_completion_args()
        line = os.environ["COMP_WORDS"]
        _program, *args, last = _split(line)
        outside = _split(line[: _quoted_from(line)])[-1]
        self._kept = outside[: max(map(outside.rfind, "=:")) + 1]
        return args, last

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a line of the answer."""
        if self._kept is None:
            return super().format_completion(item)
        return f"{item.type}\t{item.value.removeprefix(self._kept)}\t{item.help or ''}"


def _split(line: str) -> list[str]:
    """Return the words of a line, the last (the cursor's) perhaps empty."""
    words = split_arg_string(line + MARK)
    return [*words[:-1], words[-1].removesuffix(MARK)]


def _quoted_from(line: str) -> int:
    """Return where the quotes begin that are still open at the end of `line`, else its length."""
    quote, begin, escaped = "", len(line), False
    for index, char in enumerate(line):
        if escaped:
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif char == quote:
            quote, begin = "", len(line)
        elif not quote and char in "\"'":
            quote, begin = char, index
    return begin


class Zsh(_Ours, ZshComplete):
    """Zsh."""

    file = "brt.zsh"


class Fish(_Ours, FishComplete):
    """Fish."""

    file = "brt.fish"


class PowerShell(_Ours, PowerShellComplete):
    """PowerShell."""

    file = "brt.ps1"


SHELLS: dict[str, type[_Ours]] = {"bash": Bash, "zsh": Zsh, "fish": Fish, "powershell": PowerShell}


def complete(instruction: str) -> int:
    """Answer a shell's `SHELL_complete` (or `SHELL_source`) and return the exit code; what fails has no answer."""
    name, _underscore, wanted = instruction.partition("_")
    if name not in SHELLS or wanted not in ("complete", "source"):
        return 2
    choose(os.environ.get("BRT_LANG"))
    shell = SHELLS[name](ROOT, {"obj": Session()}, "brt", VARIABLE)
    try:
        text = shell.source() if wanted == "source" else shell.complete()
    except Exception:  # a workspace that is broken, a database that is locked: whoever types is not to be disturbed
        text = ""
    if text:
        sys.stdout.buffer.write(text.removesuffix("\n").encode() + b"\n")  # LF on Windows too
    return 0
