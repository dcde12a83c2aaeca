"""A comment ignores a finding that is not there.

What it does
    Looks at comments such as `# brt: ignore[date-never-asked] set by the carrier's portal`. They silence warnings and
    notes (never errors) of their line, or of the next one when they stand alone. A rule that does not exist, that is
    an error, or that is not found there is named.

Why is this bad
    It may hide something later that nobody has looked at.

Example
    due: 1 day                                  # brt: ignore[date-never-asked] set by hand

Use instead
    due: 1 day
"""

from brt.language.finding import Severity

SEVERITY: Severity = "note"
