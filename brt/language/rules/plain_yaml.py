"""The file uses YAML that is more than keys, lists and values.

What it does
    Refuses tags (`!!str`), anchors (`&a`), aliases (`*a`), directives (`%YAML`) and a second document (`---`).

Why is this bad
    Readers treat them differently, and whoever reviews the file would have to follow them in the mind.

Example
    due: &delai 3 business days

Use instead
    due: 3 business days
"""
