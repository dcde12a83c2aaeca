"""The text of an email uses a filter that does not exist.

What it does
    Knows the filters `date`, `datetime`, `time`, `money`, `phone` (which speak the recipient's language), `join`,
    `length`, `default`, `upper` and `lower`.

Why is this bad
    The email could not be written.

Example
    {{ port_date|fecha }}

Use instead
    {{ port_date|date }}
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.language.rules.unsafe_template import flaws

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report the filters that brt does not have."""
    yield from flaws(doc, "unknown-filter")
