"""Installation types and email types: files of the workspace, at a glance, for reading YAML takes too long here.

What is written as types mostly are, a key a line, or a mapping between braces, is found; the rest is not offered.
"""

import os
import re
from collections.abc import Iterator
from itertools import pairwise

from brt.language.names import titled
from brt.service.desk import Desk
from brt.service.suggest.typed import Suggestion, Typed

TYPES, EMAILS, TESTS = "installation_types", "email_types", "installation_types/tests"

FIELD = re.compile(r"^  ([a-z][a-z0-9_]*):(.*\n(?:   .*\n|\s*\n)*)", re.MULTILINE)
CHOICES = re.compile(r"\bchoices: *(?:\[(.*?)\]|\n((?:\s+- .*\n)+))", re.DOTALL)
VALUE = r"""(?:"(.*?)"|'(.*?)'|%s)"""
INSIDE, ALONE = VALUE % r"([^,}\n]*)", VALUE % r"(.*?)(?: +#.*)?$"
"""A value between braces, and one that has the rest of a line."""

USED = re.compile(r"^ +(?:- *\{?)?use: *([a-z0-9-]+)", re.MULTILINE)


def named(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the installation types; where scenarios are played, only those that have one."""
    fits = _in(os.path.join(desk.settings.folder, TYPES), typed)
    if typed.command != "template test":
        yield from fits
        return
    tested = {titled(path, "type") for path in _files(os.path.join(desk.settings.folder, TESTS)).values()}
    yield from (one for one in fits if one.value in tested)


def emails(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the email types."""
    yield from _in(os.path.join(desk.settings.folder, EMAILS), typed)


def shipped(typed: Typed) -> Iterator[Suggestion]:
    """Yield the types that a new workspace may begin with, behind those that are typed already."""
    from brt.service.workspace import shipped as folder

    *before, last = typed.text.split(",")
    yield from (Suggestion(word, "") for word in ("all", "none") if not before and typed.starts(word))
    for one in _in(os.path.join(folder(), TYPES), typed._replace(text=last)):
        if one.value not in before:
            yield one._replace(value=",".join((*before, one.value)))


def parts(desk: Desk, typed: Typed) -> Iterator[Suggestion]:
    """Yield the phases and actions of the type that is copied; an id that is new is free."""
    if typed.param != "without":
        return
    given = typed.options.get("without") or ()
    for name, title in _parts(_text(desk.settings.folder, next(iter(typed.before), ""))):
        if typed.starts(name) and name not in given:
            yield Suggestion(name, title)


def fields(folder: str, type_: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Return kind, label and choices of the fields of a type, those of the phases that it shares included."""
    text = _text(folder, type_)
    found = _fields(text)
    for phase in USED.findall(text):
        found |= _fields(_text(folder, f"phases/{phase}"))
    return found


def _fields(text: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    block = re.search(r"^fields:.*\n((?:[ #].*\n|\s*\n)*)", text, re.MULTILINE)
    return {
        name: (_value(body, "kind"), _value(body, "label"), _choices(body))
        for name, body in FIELD.findall(block[1] if block else "")
    }


def _value(body: str, key: str) -> str:
    return next((value for found, value in _entries(body, key) if found == key), "")


def _entries(text: str, keys: str) -> Iterator[tuple[str, str]]:
    """Yield the entries of mappings with one of these keys (`a|b`), between braces or a line each."""
    pattern = rf"^ *(?:- +)?({keys}): *{ALONE}|[{{,] *({keys}): *{INSIDE}"
    for found in re.finditer(pattern, text, re.MULTILINE):
        key, *values = (one for one in found.groups() if one is not None)
        yield key, values[0].strip() if values else ""


def _choices(body: str) -> tuple[str, ...]:
    found = CHOICES.search(body)
    if found is None:
        return ()
    words = found[1].split(",") if found[1] else re.findall(r"- +(.*)", found[2] or "")
    return tuple(word.strip().strip("\"'") for word in words if word.strip())


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ids of phases and actions, each with the name that follows it."""
    _head, _sign, text = text.partition("\nphases:")
    found = [*_entries(text, "id|use|name"), ("id", "")]
    for (key, value), (then, title) in pairwise(found):
        if key in ("id", "use"):
            yield value, title if then == "name" else ""


def _text(folder: str, type_: str) -> str:
    """Return what is written in the file of a type, or `phases/ID`; nothing when there is none."""
    path = os.path.join(folder, TYPES, f"{type_}.yaml")
    if not re.fullmatch(r"(?:phases/)?[a-z0-9-]+", type_) or not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read() + "\n"


def _in(folder: str, typed: Typed) -> Iterator[Suggestion]:
    for name, path in _files(folder).items():
        if typed.starts(name):
            yield Suggestion(name, titled(path))


def _files(folder: str) -> dict[str, str]:
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return {name.removesuffix(".yaml"): os.path.join(folder, name) for name in names if name.endswith(".yaml")}
