"""A text, a list, keys or true/false is expected, and something else is there.

What it does
    Checks what stands behind each key. A number where a text is expected needs quotes.

Why is this bad
    It could only be guessed what is meant.

Example
    after: lancement

Use instead
    after: [lancement]
"""
