"""The file uses a part of the language that this version of brt does not have yet.

What it does
    Refuses it at its place: `use`, `on_cancel`, `repeat`, `until`, `checks`, `scope`, `sends_back`, `renamed_from`,
    `point_of_no_return`, and the events `rejected`, `cancelled`, `held` and `resumed`.

Why is this bad
    Accepting it without doing it would be worse: somebody relies on it.

Example
    sends_back: [deposer-demande-porta]

Use instead
    Leave it out, and see `brt --version` after an upgrade.
"""
