"""A comment ignores a finding and does not say why.

What it does
    Looks at the comments `# brt: ignore[rule-name] reason`.

Why is this bad
    Whoever comes next cannot tell whether the reason still holds.

Example
    due: on port_date       # brt: ignore[date-never-asked]

Use instead
    due: on port_date       # brt: ignore[date-never-asked] the carrier's portal sets it
"""

from brt.language.finding import Severity

SEVERITY: Severity = "warning"
