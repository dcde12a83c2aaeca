"""Who may import what, and who may say what: contracts of import-linter (in pyproject.toml), and the sources read."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "brt").rglob("*.py"))

ONLY = {
    "click": ("brt.cli",),
    "email_validator": ("brt.kinds.email", "brt.mail"),
    "holidays": ("brt.holidays_of",),
    "getpass": ("brt.cli.ask",),
    "jinja2": ("brt.language", "brt.mail"),
    "keyring": ("brt.mail.passwords",),
    "phonenumbers": ("brt.kinds.phone",),
    "psycopg": ("brt.store",),
    "pydantic": ("brt.language",),
    "pydantic_core": ("brt.language",),
    "smtplib": ("brt.mail.smtp",),
    "sqlite3": ("brt.store",),
    "subprocess": ("brt.cli", "brt.mail.passwords", "brt.service", "brt.views.screen"),
    "tomllib": ("brt.tables",),
    "wcwidth": ("brt.lint.formats", "brt.views.chars"),
    "yaml": ("brt.language",),
}
"""The one place that knows each library: wherever else it is needed, that place is asked."""

UNUSED = {"asyncio", "logging", "pickle", "requests", "sqlalchemy", "threading"}
"""What brt does without."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield the absolute names that a module imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_under(name: str, parents: tuple[str, ...]) -> bool:
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted text of everything called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_the_layers_hold(capsys):
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_each_library_has_one_importer():
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in SOURCES
        for name in imports(path)
        if not is_under(name_of(path), ONLY.get(name.split(".")[0], ("brt",))) or name.split(".")[0] in UNUSED
    ]
    assert not wrong, wrong


def test_only_settings_asks_for_the_time():
    """Day and instant come in as arguments; they are read once a command."""
    clock = re.compile(r"(^|\.)(datetime|date)\.(now|today|utcnow)$|^time\.(time|time_ns|localtime|gmtime|strftime)$")
    wrong = [
        f"{name_of(path)}:{line} {called}"
        for path in SOURCES
        for line, called in calls(path)
        if clock.search(called) and name_of(path) != "brt.settings"
    ]
    assert not wrong, wrong


SQL = re.compile(
    r"\b(select\b.+\bfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+(table|index)|alter\s+table)\b",
    re.I | re.S,
)


def test_sql_is_never_put_together_from_parts():
    """Statements stand in store/sql; values reach them as parameters."""
    wrong = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            assembled = isinstance(node, ast.JoinedStr) or (
                isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod)
            )
            if assembled and SQL.search(ast.unparse(node)):
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert not wrong, wrong


def test_sql_stays_in_the_store():
    wrong = []
    for path in SOURCES:
        if name_of(path).startswith("brt.store"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                wrong += [
                    f"{name_of(path)}:{node.lineno}" for text in texts if isinstance(text, str) and SQL.match(text)
                ]
    assert not wrong, wrong


SPEAKS = re.compile(r"(^|\.)(_|N_|ngettext|echo|secho|print|confirm|prompt|fail|says)$|^[A-Z]\w+$|\.[A-Z]\w+$")
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,} [A-Za-zÀ-ÿ]{2,}")


def test_sentences_are_never_put_together_from_parts():
    """A sentence is a msgid with named placeholders: what is put together in Python cannot be translated."""
    wrong = []
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and SPEAKS.search(ast.unparse(node.func))):
                continue
            for part in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(part, ast.JoinedStr) and WORDS.search(literal(part)):
                    wrong.append(f"{name_of(path)}:{node.lineno} {ast.unparse(part)}")
    assert not wrong, wrong


def literal(text: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in text.values)
