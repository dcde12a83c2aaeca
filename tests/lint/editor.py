"""An editor without a window: it speaks the Language Server Protocol with yaml-language-server."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

SERVER = "yaml-language-server"
PATIENCE = 120.0
"""Seconds after which a server that says nothing is stopped."""


class Mistake(NamedTuple):
    """What the server finds; lines and columns count from 1."""

    line: int
    column: int
    message: str


class Editor:
    """An editor that opened the folder `root`, over the server's standard input and output."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self.process = process
        self.root = root
        self.asked = 0
        self.found: dict[str, list[Mistake]] = {}
        folder = {"uri": root.as_uri(), "name": root.name}
        self._ask("initialize", processId=None, rootUri=root.as_uri(), workspaceFolders=[folder], capabilities={})
        self._notify("initialized")

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a file, perhaps with another text than it has on the disk."""
        text = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", textDocument=document)

    def mistakes(self, path: Path) -> list[Mistake]:
        """Return what the server finds in an open file."""
        while path.as_uri() not in self.found:
            self._read()
        return self.found[path.as_uri()]

    def hover(self, path: Path, line: int, column: int) -> str:
        """Return what is shown when the mouse rests there."""
        shown = self._ask("textDocument/hover", **_at(path, line, column))
        return str(shown["contents"]["value"]) if shown else ""

    def completion(self, path: Path, line: int, column: int) -> list[str]:
        """Return what may be typed there."""
        return [item["label"] for item in self._ask("textDocument/completion", **_at(path, line, column))["items"]]

    def close(self) -> None:
        """End the conversation."""
        self._ask("shutdown")
        self._notify("exit")

    def _ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self._write({"id": self.asked, "method": method, "params": params})
        while True:
            said = self._read()
            if said.get("id") == self.asked and "method" not in said:
                return said["result"]

    def _notify(self, method: str, **params: Any) -> None:
        self._write({"method": method, "params": params})

    def _write(self, message: dict[str, Any]) -> None:
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(raw), raw))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """Return the next message, and see to what the server wants by itself: its settings are those it has."""
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        said: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if said.get("method") == "textDocument/publishDiagnostics":
            starts = ((each["range"]["start"], each["message"]) for each in said["params"]["diagnostics"])
            self.found[said["params"]["uri"]] = [
                Mistake(start["line"] + 1, start["character"] + 1, message) for start, message in starts
            ]
        elif "id" in said and "method" in said:
            self._write({"id": said["id"], "result": None})
        return said


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line - 1, "character": column - 1}}


@contextmanager
def editor(server: str, root: Path) -> Iterator[Editor]:
    """Have an editor in the folder of a workspace."""
    with subprocess.Popen([server, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as process:
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            opened = Editor(process, root.resolve())
            yield opened
            opened.close()
        finally:
            watch.cancel()
            process.kill()
