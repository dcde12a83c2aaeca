"""The file is not YAML, or a key is not a text.

What it does
    Reads the file as YAML 1.2 and reports each line where that is not possible, and every key that is no text. It then
    goes on without the line, and says nothing of what the line belongs to.

Why is this bad
    What the line belongs to cannot be read, and the type cannot be used.

Example
    name: Portabilité : bascule

Use instead
    name: "Portabilité : bascule"
"""
