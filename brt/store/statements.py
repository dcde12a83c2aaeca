"""Named SQL: every statement stands in `sql/FAMILY.sql` under a line `-- name: STATEMENT`.

What several statements of a family share stands once, above them under a line `-- part: PART`; they name it `{PART}`.
So may the parts above it.
"""

import os
from functools import cache


@cache
def _family(name: str) -> dict[str, str]:
    text = _read("sql", f"{name}.sql")
    shared, mark, own = text.partition("-- name: ")
    for part, body in _titled(shared, "-- part: ").items():
        own = own.replace(f"{{{part}}}", body)
    return _titled(mark + own, "-- name: ")


def _titled(text: str, mark: str) -> dict[str, str]:
    found = {}
    for block in text.split(mark)[1:]:
        title, _, body = block.partition("\n")
        found[title.strip()] = body.strip()
    return found


def _read(*path: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), *path), encoding="utf-8") as file:
        return file.read()


def statement(name: str) -> str:
    """Return the SQL of "family.statement". Raises KeyError for an unknown name."""
    family, _, title = name.partition(".")
    return _family(family)[title]


def schema(identity: str, strict: str) -> str:
    """Return the text that creates the tables, with the two places filled in that databases disagree on."""
    text = _read("schema.sql")
    return text.replace("{id}", identity).replace("{strict}", strict)


def migration(number: int) -> list[str]:
    """Return the statements that bring a database of SQLite from format `number - 1` to `number`."""
    text = _read("migrations", f"{number}.sql")
    return [one.strip() for one in text.split(";\n") if one.strip()]
