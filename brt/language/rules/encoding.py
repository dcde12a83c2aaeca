"""The file holds something else than plain UTF-8 text.

What it does
    Refuses bytes that are not UTF-8, UTF-16 files, control characters (also written as escapes, `"\\u001b"`), and the
    characters that turn the direction of a line.

Why is this bad
    What is shown on the screen would not be what is read.

Example
    name: "Pose\\u001b[31m"

Use instead
    name: Pose
"""
