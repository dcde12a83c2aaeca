"""A key stands twice in the same mapping.

What it does
    Reports the second one and shows where the first one is; the first one counts until it is settled.

Why is this bad
    Most readers silently keep the last one.

Example
    role: adv
    due: 1 day
    role: technicien

Use instead
    role: technicien
    due: 1 day
"""
