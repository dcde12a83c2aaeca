"""The text of an email is not Jinja2.

What it does
    Reads `subject`, `body` and `html` as Jinja2.

Why is this bad
    The email could not be written.

Example
    subject: "Portabilité le {{ port_date|date }"

Use instead
    subject: "Portabilité le {{ port_date|date }}"
"""

from collections.abc import Iterator

from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc
from brt.language.rules.unsafe_template import flaws

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report what cannot be read."""
    yield from flaws(doc, "template-syntax")
