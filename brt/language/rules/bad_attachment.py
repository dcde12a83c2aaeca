"""A file that is to go with an email cannot.

What it does
    Checks `attach`: each is the path of a file in the workspace's folder, from its root; the files are there, and not
    larger than 10 MB together.

Why is this bad
    The email would not leave.

Example
    attach: [../notice.pdf]

Use instead
    attach: [docs/notice.pdf]
"""

from collections.abc import Iterator

from brt.language.attachment import misnamed, wrong
from brt.language.context import Context
from brt.language.finding import Problem, Severity
from brt.language.parts import EmailDoc

SEVERITY: Severity = "error"


def check_email(doc: EmailDoc, context: Context) -> Iterator[Problem]:
    """Report each file that cannot go; whether it is there is only looked at where the workspace is known."""
    fit = True
    for file in doc.attach:
        found = misnamed(file.text) or (wrong(context.root, (file.text,)) if context.root else None)
        if found:
            fit = False
            yield Problem(file.path, found.says, found.data)
    if fit and context.root and doc.attach:
        found = wrong(context.root, tuple(file.text for file in doc.attach))
        if found:
            yield Problem(("attach",), found.says, found.data, key=True)
