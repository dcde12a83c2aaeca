"""Edits of a file that leave every other byte as it was: the text of one value is replaced at its place."""

import json

from brt.language import reader
from brt.language.document import Document
from brt.language.finding import Path
from brt.language.source import Node

_BOM = b"\xef\xbb\xbf"


def replace(raw: bytes, path: Path, value: str) -> bytes | None:
    """Return `raw` with the text at `path` replaced by `value`, None when there is no such text that could be read.

    The new value is written without quotes when it can be, and the old one was.
    """
    document = reader.read(raw, "")
    node = document.nodes.get(path)
    if not document.readable or node is None or not isinstance(document.get(path), str):
        return None
    text = document.source.text
    if node.style == "":
        plain = _put(text, node, value)
        if _reads(plain, path, value, document):
            return _encoded(raw, plain)
    return _encoded(raw, _put(text, node, quoted(value)))


def quoted(value: str) -> str:
    """Return `value` as a YAML text in double quotes, on one line."""
    return json.dumps(value, ensure_ascii=False)


def scalar(value: str) -> str:
    """Return `value` as YAML writes it after a key: without quotes when it can be."""
    document = reader.read(f"key: {value}\n".encode(), "")
    return value if not document.findings and document.data == {"key": value} else quoted(value)


def _put(text: str, node: Node, written: str) -> str:
    end = node.end
    while end > node.start and text[end - 1] in " \t\r\n":  # a block scalar ends where the next key begins
        end -= 1
    return text[: node.start] + written + text[end:]


def _reads(text: str, path: Path, value: str, before: Document) -> bool:
    """Tell whether `text` says what `before` said, but for `value`."""
    after = reader.read(text.encode(), "")
    same = after.readable and after.nodes.keys() == before.nodes.keys()
    return same and len(after.findings) == len(before.findings) and bool(after.get(path) == value)


def _encoded(raw: bytes, text: str) -> bytes:
    return (_BOM if raw.startswith(_BOM) else b"") + text.encode()
