"""Every error says what to type next."""

import importlib
import pkgutil
from collections.abc import Iterator

import brt
from brt.errors import BrtError

SAY_IT_THEMSELVES = {
    *("Declined", "Interrupted", "GivenUp"),  # whoever said no knows
    *("Needed", "NotThere", "SeveralThere", "BadId", "BadName", "NoCountry", "NoPart", "OtherCase"),
    *("NotSaved", "OtherRef", "NotOne"),  # in the editor, which is open
    *("Permanent", "Temporary", "Uncertain"),  # what a mail server answered, inside another sentence
}
"""Errors whose sentence is the advice, or that are only said inside another."""


def classes(of: type[BrtError]) -> Iterator[type[BrtError]]:
    for one in of.__subclasses__():
        yield one
        yield from classes(one)


def test_every_error_says_what_to_type_next():
    """One that names a place in a file, and what is wrong there, has its advice in the problem."""
    for module in pkgutil.walk_packages(brt.__path__, "brt."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    without = {one for one in classes(BrtError) if one.__module__.startswith("brt.") and one.says and not one.hint}
    silent = {one.__name__ for one in without if "{problem}" not in one.says and "sheets" not in one.__module__}
    assert silent - SAY_IT_THEMSELVES == set()
