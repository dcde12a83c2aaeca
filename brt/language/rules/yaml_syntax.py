"""The file is not YAML, or a key is not a text.

What it does
    Reads the file as YAML 1.2 and reports the first place where that is not possible, and every key that is no text.

Why is this bad
    Nothing that stands after that place can be read.

Example
    name: Portabilité : bascule

Use instead
    name: "Portabilité : bascule"
"""
