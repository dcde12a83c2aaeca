"""Nothing grows until it cannot be read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "brt").rglob("*.py"))

MODULE = 400
FUNCTION = 60
MEDIAN = 14


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function of a module with its lines, from `def` to its end, its docstring aside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines


def test_no_module_is_long():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: size for name, size in sizes.items() if size > MODULE}


def test_no_function_is_long():
    sizes = [row for path in SOURCES for row in functions(path)]
    assert not [row for row in sizes if row[1] > FUNCTION]


def test_functions_are_short():
    assert median(lines for path in SOURCES for _, lines in functions(path)) <= MEDIAN
