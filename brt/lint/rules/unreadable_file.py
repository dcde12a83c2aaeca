"""A file cannot be opened.

What it does
    Reports what the system says: a folder that is called like a file, a file that one may not read.

Why is this bad
    Whoever has that file has another workspace than you.

Example
    mkdir installation_types/ftto.yaml

Use instead
    rmdir installation_types/ftto.yaml
"""

from brt.language.finding import Severity

SEVERITY: Severity = "error"
