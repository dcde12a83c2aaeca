"""Words that a person typed, kept apart from the log: the log holds a salted digest of them, so they can be erased."""

import json
import os
from typing import Any, NamedTuple

from brt import coding
from brt.facts import Fact
from brt.store.rows import canonical


class Said(NamedTuple):
    """Words of one fact: `key` is its place in the log row."""

    key: str
    salt: str
    body: str  # JSON text


def digest(salt: str, body: str) -> str:
    """Return the digest of `body` that the log keeps: HMAC-SHA-256 (RFC 2104) under `salt`, in hexadecimal."""
    import hmac

    return hmac.new(salt.encode(), body.encode(), "sha256").hexdigest()


def _salt() -> str:
    return os.urandom(8).hex()


def seal(facts_: tuple[Fact, ...]) -> tuple[str, list[Said]]:
    """Return the facts as the log's JSON, and the words taken out of them."""
    encoded, words = [], []
    for position, fact in enumerate(facts_):
        data = coding.encode(fact)
        name = coding.said(fact)
        if name is not None:
            said = Said(str(position), _salt(), canonical(data[1][name]))
            data[1][name] = {"said": digest(said.salt, said.body)}
            words.append(said)
        encoded.append(data)
    return canonical(encoded), words


def unseal(text: str, words: dict[str, str | None]) -> list[Fact]:
    """Return the facts of a log row with their words put back; erased ones are None."""
    found = []
    for position, data in enumerate(json.loads(text)):
        for name, value in data[1].items():
            if isinstance(value, dict) and set(value) == {"said"}:
                body = words.get(str(position))
                data[1][name] = None if body is None else json.loads(body)
        found.append(coding.decode(data))
    return found


def secret(value: Any, former: Any = None) -> dict[str, str]:
    """Return what stands for a secret `value` in the work and the log; the same secret keeps its `former` stand-in."""
    body = canonical(value)
    if isinstance(former, dict) and "salt" in former and former["digest"] == digest(former["salt"], body):
        return former
    salt = _salt()
    return {"salt": salt, "digest": digest(salt, body)}
