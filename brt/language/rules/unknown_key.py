"""A key is not part of the language.

What it does
    Reports each key that brt does not know at that place, and the known one that looks like it.

Why is this bad
    What stands behind it would be silently without effect.

Example
    optionnal: true

Use instead
    optional: true
"""
