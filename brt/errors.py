"""What can go wrong, one class per meaning and exit code. Errors carry data; only the boundary puts them into words.

A subclass stands beside the rule that raises it, with two sentences: `says` (what, where) and `hint` (what to do next).
Their placeholders are filled from the keyword arguments of the instance. Things in `lines` follow `says`, a line each,
unless it names them itself with {lines}.
"""

from typing import Any, ClassVar, NamedTuple

FEW = 5
"""So many lines follow a sentence; then it says how many more there are."""


class Labelled(NamedTuple):
    """A name as it is typed, and what people call it."""

    name: str
    label: str


class OneOf(tuple[str, ...]):
    """Names of which one is meant: a sentence has "or" before the last."""

    __slots__ = ()


class BrtError(Exception):
    """An error with a sentence for the person at the keyboard."""

    exit_code: ClassVar[int] = 1
    most: ClassVar[int] = FEW  # so many of the things in `lines` are shown
    says: str = ""
    hint: str = ""

    def __init__(self, says: str | None = None, hint: str | None = None, **data: Any) -> None:
        """Take the data of the sentence; `says` and `hint` (msgids) replace those of the class."""
        self.says = says if says is not None else type(self).says
        self.hint = hint if hint is not None else type(self).hint
        self.data = data
        super().__init__(self.says)

    def __str__(self) -> str:
        """Return the untranslated sentence, for logs and test failures."""
        return self.says.format_map(_Plain(self.data))


class _Plain(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Refused(BrtError):
    """The rules say no."""


class NotFound(BrtError):
    """The thing named does not exist; `near` holds the closest names."""


class Ambiguous(BrtError):
    """The name fits several things."""


class Invalid(BrtError):
    """A value or a file is not what it must be."""


class Usage(BrtError):
    """The command line is wrong."""

    exit_code = 2


class Surroundings(BrtError):
    """The database, the configuration or the mail server failed."""

    exit_code = 3


class Several(BrtError):
    """Many things are wrong at once: the messages are shown one by one, the exit code is the highest of theirs."""

    def __init__(self, errors: list[BrtError]) -> None:
        """Take the errors in the order in which they are shown."""
        super().__init__()
        self.errors = errors
