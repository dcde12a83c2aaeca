"""The file uses a part of the language that this version of brt does not have yet.

What it does
    Refuses it at its place: `repeat`, `until`, `scope`, `renamed_from`.

Why is this bad
    Accepting it without doing it would be worse: somebody relies on it.

Example
    repeat: 1 week

Use instead
    Leave it out, and see `brt --version` after an upgrade.
"""
