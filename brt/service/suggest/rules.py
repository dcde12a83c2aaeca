"""The rules of the linter, by the names of their files: importing them all takes too long here."""

import os
from collections.abc import Iterator

import brt
from brt.say import language
from brt.service.suggest.typed import Suggestion, Typed

FOLDERS = (("language", "rules"), ("lint", "rules"))


def named(typed: Typed) -> Iterator[Suggestion]:
    """Yield the rules, where the page of one is wanted; other names are free."""
    if typed.command == "rule":
        yield from _fitting(typed)


def listed(typed: Typed) -> Iterator[Suggestion]:
    """Yield the rules, behind those that are typed already."""
    *before, last = typed.text.split(",")
    for one in _fitting(typed._replace(text=last)):
        if one.value not in before:
            yield one._replace(value=",".join((*before, one.value)))


def _fitting(typed: Typed) -> Iterator[Suggestion]:
    for name, path in sorted(_files()):
        if typed.starts(name):
            yield Suggestion(name, _summary(path))


def _files() -> Iterator[tuple[str, str]]:
    """Yield the name and the path of each rule, without its ending."""
    for folder in FOLDERS:
        where = os.path.join(os.path.dirname(brt.__file__), *folder)
        for file in os.listdir(where):
            name, ending = os.path.splitext(file)
            if ending == ".py" and not name.startswith("_"):
                yield name.replace("_", "-"), os.path.join(where, name)


def _summary(path: str) -> str:
    """Return the first paragraph of a rule's page, in the language spoken."""
    own = f"{path}.{language()}.txt"
    with open(own if os.path.exists(own) else f"{path}.py", encoding="utf-8") as file:
        return " ".join(file.read().strip().removeprefix('"""').partition("\n\n")[0].split())
