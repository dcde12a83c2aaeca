"""A value is empty, too long, or not one of those that are possible.

What it does
    Checks the values of `kind`, `at` and `audience`, that names are one line of at most 200 characters, and that
    nothing that is there is empty.

Why is this bad
    It could only be guessed what is meant.

Example
    kind: datte

Use instead
    kind: date
"""
