"""Running installations as `brt show DOSSIER --format json` prints them, for where there is no database.

Of the JSON, only what is read here has to be there: whoever hands it on can leave the rest out.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from brt.errors import Invalid, NotFound, Surroundings, Usage
from brt.nearby import nearby
from brt.records import CLOSED
from brt.say import N_

_BLANK = re.compile(r"[ \t\r\n]*")

PHASES = ("waiting", "open", "complete")
ACTIONS = ("waiting", "scheduled", "available", "blocked", *CLOSED, "cancelled")


class Work(NamedTuple):
    """A running installation, with the status of each of its phases (PHASES) and actions (ACTIONS) by id."""

    dossier: str
    customer: str
    installation_type: str
    label: str | None
    produced_on: str
    phases: Mapping[str, str]
    actions: Mapping[str, str]


class NoExport(NotFound):
    """The file is not there."""

    says = N_("There is no file {file}.")
    hint = N_("To write one: brt show DOSSIER --format json > {file}")


class _Unfit(Invalid):
    hint = N_("It takes what this prints, once or several times: brt show DOSSIER --format json")


class NoJson(_Unfit):
    """The file, or what follows in it, is not JSON."""

    says = N_("{file}, line {line}, column {column}: this is not JSON.")


class NothingThere(_Unfit):
    """The file is empty: whatever was to write it failed."""

    says = N_("{file} is empty.")


class Missing(_Unfit):
    """A key is not there; `place` is the way to it."""

    says = N_("{file}: `{place}` is missing in the JSON that begins on line {line}.")


class OtherShape(_Unfit):
    """A value is not what `brt show` prints; `place` is the way to it."""

    says = N_("{file}: `{place}` is not as `brt show` prints it, in the JSON that begins on line {line}.")


def works(file: str) -> list[Work]:
    """Return the running installations of the dossiers in a file, `-` being stdin.

    It has one or several JSON texts, each a dossier or a list of them; of what is there twice the last counts.
    Raises Usage, NoExport, Surroundings, NoJson, NothingThere, Missing, OtherShape.
    """
    found: dict[tuple[str, str, str | None], Work | None] = {}
    for dossier in _dossiers(file):
        ref, customer = dossier.at("dossier").text(), dossier.at("customer").text()
        for part in dossier.at("installations").each():
            kind, label = part.at("installation_type").text(), part.at("label").text_or_none()
            over = part.at("ended_on").text_or_none() is not None
            found[ref, kind, label] = None if over else _work(part, ref, customer)
    return [work for work in found.values() if work]


def _work(part: "_Part", ref: str, customer: str) -> Work:
    phases = part.at("phases").each()
    return Work(
        dossier=ref,
        customer=customer,
        installation_type=part.at("installation_type").text(),
        label=part.at("label").text_or_none(),
        produced_on=part.at("produced_on").day(),
        phases={phase.at("id").text(): phase.at("status").one_of(PHASES) for phase in phases},
        actions={
            action.at("action").text(): action.at("status").one_of(ACTIONS)
            for phase in phases
            for action in phase.at("actions").each()
        },
    )


class _Part(NamedTuple):
    """A value of the JSON, where it is, and the methods that say what it has to be."""

    value: Any
    place: str  # as jq takes it
    file: str
    line: int  # of the beginning of the whole

    def at(self, key: str) -> "_Part":
        place = f"{self.place.rstrip('.')}.{key}"
        if not isinstance(self.value, dict):
            raise self._odd()
        if key not in self.value:
            raise Missing(file=self.file, line=self.line, place=place)
        return self._replace(value=self.value[key], place=place)

    def each(self) -> "list[_Part]":
        if not isinstance(self.value, list):
            raise self._odd()
        return [self._replace(value=one, place=f"{self.place}[{index}]") for index, one in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self._odd()
        return self.value

    def text_or_none(self) -> str | None:
        return None if self.value is None else self.text()

    def one_of(self, known: tuple[str, ...]) -> str:
        if self.value not in known:
            raise self._odd()
        return self.text()

    def day(self) -> str:
        try:
            return date.fromisoformat(self.text()).isoformat()
        except ValueError:
            raise self._odd() from None

    def _odd(self) -> OtherShape:
        return OtherShape(file=self.file, line=self.line, place=self.place)


def _dossiers(file: str) -> Iterator[_Part]:
    """Yield the dossiers of a file, those of a list one by one."""
    import json

    raw = _bytes(file)
    text = raw.decode(json.detect_encoding(raw), "replace")  # PowerShell's > writes UTF-16
    shown = "stdin" if file == "-" else file
    end, line, start = 0, 1, _next(text, 0)
    if start == len(text):
        raise NothingThere(file=shown)
    while start < len(text):
        line += text.count("\n", end, start)
        try:
            value, after = json.JSONDecoder().raw_decode(text, start)
        except json.JSONDecodeError as error:
            raise NoJson(file=shown, line=error.lineno, column=error.colno) from None
        except (ValueError, RecursionError):  # a number without end, brackets without end
            raise NoJson(file=shown, line=line, column=1) from None
        whole = _Part(value, ".", shown, line)
        yield from whole.each() if isinstance(value, list) else [whole]
        line += text.count("\n", start, after)
        end, start = after, _next(text, after)


def _next(text: str, start: int) -> int:
    """Return where the next JSON text begins, the end of `text` after the last."""
    found = _BLANK.match(text, start)
    return found.end() if found else start


def _bytes(file: str) -> bytes:
    if not file:
        raise Usage(N_("The name of the export is empty."), N_("Name a file, or - for stdin."))
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise NoExport(file=file, near=nearby(file)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Surroundings(N_("{file} cannot be read: {reason}."), file=file, reason=reason) from None
