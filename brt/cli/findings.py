"""What is wrong in an installation type, said before the command is refused because of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from brt.cli.answer import tell


@contextmanager
def shown() -> Iterator[None]:
    """Say a line a finding when the type that is needed has errors, and let the error pass."""
    from brt.lint.formats import concise
    from brt.service.workshop import HasErrors

    try:
        yield
    except HasErrors as error:
        for line in concise(error.findings):
            tell(line)
        raise
