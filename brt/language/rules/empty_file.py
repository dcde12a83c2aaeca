"""The file is empty.

What it does
    Reports a file without any value.

Why is this bad
    It defines nothing.

Example
    (nothing)

Use instead
    brt template new TYPE writes a first one.
"""
