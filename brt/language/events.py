"""The events of libyaml, which reads a text piece by piece: a key, the start of a list, its end."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml


def events(text: str) -> Iterator[Any]:
    """Yield the events of `text`. libyaml 0.2.6 looks ahead, and gives up at 1,000 levels before it gives the first.

    What stands before that place is read as it is: it is deep enough for the reader to stop by itself.
    """
    given = 0
    try:
        for event in iter(yaml.CSafeLoader(text).get_event, None):
            given += 1
            yield event
    except yaml.MarkedYAMLError as error:
        if error.problem != "exceeded maximum nesting depth" or error.problem_mark is None:
            raise
        yield from islice(yaml.parse(text[: error.problem_mark.index], Loader=yaml.CSafeLoader), given, None)
