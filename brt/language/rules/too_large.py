"""The file is larger, deeper or fuller than any installation type is.

What it does
    Refuses files over 1 MiB, over 50 levels deep, or with more than 20,000 values.

Why is this bad
    A file that was made to exhaust the memory would do so.

Example
    [[[[[[[[[[[[[[[[ … 51 times

Use instead
    Split the type in two.
"""
