"""A key that is needed is not there.

What it does
    Reports what lacks it: `name` and `phases` of a type; `id`, `name` and `actions` of a phase; `id`, `name` and
    `role` of an action; `kind` of a field; `send` and `to` of an email; `name`, `audience`, `subject` and `body` of
    an email type.

Why is this bad
    There is nothing that could stand for it.

Example
    - {id: pose, name: Poser les postes}

Use instead
    - {id: pose, name: Poser les postes, role: technicien}
"""
