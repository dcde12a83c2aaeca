"""How French is set: no-break spaces before : ; ? ! and within « », straight apostrophes."""

import re

BREAKS = re.compile("[’“”‘]|« | »| [:;?!](?= |$)", re.MULTILINE)
LACKS = re.compile(r"\w[;?!](?= |$)|\w:(?= |$)(?<!many:)", re.MULTILINE)
TYPED = re.compile(r"`[^`]*`|\{\{.*?\}\}|\{%.*?%\}")
"""What is typed, or put in later, is none of it."""


def breaks(text: str) -> list[str]:
    """Return the lines of a file in which a sign stands behind a space at which a line breaks."""
    return [line for line in text.splitlines() if BREAKS.search(TYPED.sub("", line))]


def wrong(text: str) -> list[str]:
    """Return the lines of a text in which a sign stands behind such a space, or behind none."""
    return [line for line in text.splitlines() if LACKS.search(TYPED.sub("", line))] + breaks(text)
