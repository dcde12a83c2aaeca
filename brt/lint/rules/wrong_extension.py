"""A file of installation types or email types that brt passes over, because of the ending of its name.

What it does
    Looks for `.yml` (and `.YAML`, `.YML`) in installation_types and email_types.

Why is this bad
    brt reads `.yaml` only, so that a type has one name: what stands in the file is without effect.

Example
    installation_types/ftto.yml

Use instead
    installation_types/ftto.yaml
"""

from brt.language.finding import Severity

SEVERITY: Severity = "error"
