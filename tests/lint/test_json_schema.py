"""What editors are told is what the language is: the JSON Schemas against the models, the files and the linter."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import BaseModel

from brt.language import check, reader
from brt.language.catalogue import TYPES
from brt.language.finding import Path, failed
from brt.language.schema import MODELS
from brt.service.workshop import SENTENCES, schema
from tests.conftest import spoken
from tests.lint.corpus import EMAIL, TYPE, findings, malformed, texts, workspace
from tests.lint.mistakes import generic
from tests.lint.test_corpus import CORPUS
from tests.lint.test_mistakes import ROOT

SHAPE = ("unknown-key", "missing-key", "wrong-type", "wrong-value", "not-supported-yet")
"""Rules about the shape of a file, which is what a JSON Schema can tell."""

SHIPPED = sorted(ROOT.glob("installation_types/**/*.yaml")) + sorted(ROOT.glob("email_types/*.yaml"))
VALIDATORS = {which: Draft7Validator(schema(which)) for which in MODELS}


def which(path: Any) -> str:
    """Return the sort of a file, by the folder that it is in."""
    return {TYPES: "installation-type", "phases": "phase", "tests": "scenario"}.get(path.parent.name, "email-type")


def data(text: str) -> Any:
    """Return what a file holds; a plain date may stand where one is expected."""
    return reader.read(text.encode(), "").data


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema."""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(each)
    if isinstance(value, dict):
        yield value


def translated(which: str, language: str) -> dict[str, Any]:
    with spoken(language):
        return schema(which)


# ── the schema and the models ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("which", MODELS)
def test_it_is_a_schema_of_draft_7_and_refers_to_nothing_elsewhere(which):
    made = schema(which)
    Draft7Validator.check_schema(made)
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    named = {part["$ref"] for part in mappings(made) if "$ref" in part}
    assert named == {f"#/definitions/{name}" for name in made.get("definitions", {})}


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a model and all that are in it, whatever stands around them."""
    inside: set[type[BaseModel]] = {model}

    def look(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            inside.update(models(annotation))
        for each in getattr(annotation, "__args__", ()):
            look(each)

    for field in model.model_fields.values():
        look(field.annotation)
    return inside


@pytest.mark.parametrize("which", MODELS)
def test_every_key_of_the_language_is_in_it(which):
    made = schema(which)
    for model in models(MODELS[which]):
        shape = made if model is MODELS[which] else made["definitions"][model.__name__]
        assert set(shape["properties"]) == set(model.model_fields)
        assert set(shape.get("required", [])) == {
            name for name, field in model.model_fields.items() if field.is_required()
        }
        assert shape["additionalProperties"] is False


@pytest.mark.parametrize("which", MODELS)
def test_every_key_has_a_description_in_both_languages(which):
    english, french = (list(mappings(translated(which, language))) for language in ("en", "fr"))
    for one, other in zip(english, french, strict=True):
        for key in one.get("properties", {}):
            says = [part["properties"][key].get("description") for part in (one, other)]
            assert all(says), key
            assert says[0] != says[1], key
        for key in SENTENCES:
            assert not isinstance(one.get(key), str) or one[key] != other[key]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_new_workspace_has_these_schemas(brt, tmp_path, language):
    assert brt("init", str(tmp_path / "neuf"), BRT_LANG=language).code == 0
    for which in MODELS:
        written = json.loads((tmp_path / "neuf" / ".brt" / f"{which}.schema.json").read_text(encoding="utf-8"))
        assert written == translated(which, language)


# ── the schema and the files ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_file_is_valid(path):
    assert [error.message for error in VALIDATORS[which(path)].iter_errors(data(path.read_text("utf-8")))] == []


def described(part: dict[str, Any], path: Path, whole: dict[str, Any]) -> bool:
    """Tell whether an editor that is at `path` finds a description on its way."""
    if "$ref" in part:
        return described(whole["definitions"][part["$ref"].rpartition("/")[2]], path, whole)
    if not path:
        return True
    forms = [part, *(part[key] for key in ("then", "else") if key in part), *part.get("anyOf", [])]
    inside = []
    for form in forms:
        step = path[0]
        form = whole["definitions"][form["$ref"].rpartition("/")[2]] if "$ref" in form else form
        if isinstance(step, int) and "items" in form:
            inside.append((form["items"], True))
        elif step in form.get("properties", {}):
            inside.append((form["properties"][step], bool(form["properties"][step].get("description"))))
        elif isinstance(form.get("additionalProperties"), dict):
            inside.append((form["additionalProperties"], True))
    return any(said and described(next_part, path[1:], whole) for next_part, said in inside)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_of_a_shipped_file_is_explained(path):
    whole = schema(which(path))
    keys = reader.read(path.read_bytes(), "").keys
    assert [key for key in keys if not described(whole, key, whole)] == []
    assert not described(whole, ("nowhere",), whole)


# ── the schema and the linter ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entry", [each for each in CORPUS if each.rule in SHAPE], ids=lambda each: each.rule)
def test_a_mistake_of_the_shape_is_one_for_the_schema_too(entry):
    case = malformed(entry)
    assert not VALIDATORS[which(case.path)].is_valid(data(case.text))


INVITING = "invite: {date: jour, slot: texte}⏎attach: [plan.pdf]⏎translations: {fr: {subject: A, body: B, html: C}}"

VALUES = (
    *("a", '""', '"a\\nb"', "12", "true", "~", "[]", "[a]", "{}", "{a: b}", "2026-11-30", "x" * 65, "x" * 201),
    *("on  jour", '"2  business   days "', "0003 weeks", "2 days before jour", "1001 days", "2 days before"),
    *("done", "blocked", "produced", "customer", "date", "managers", "[managers]", "[luc@morel.example]", "[a@b@c]"),
    *(
        "jour",
        "[jour, {field: nombre}]",
        "[{field: jour, must: 12}]",
        "[demander]",
        "{any: [demander, p]}",
        "[Demander]",
    ),
    *("[{send: mot, to: [managers]}]", "[{send: mot, to: []}]", "mot", "adv", "agir", "[oui, non-merci]", "[[a]]"),
)
"""What stands in the place of each value, rightly here and wrongly there."""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return workspace(tmp_path_factory.mktemp("space"))


@pytest.mark.parametrize("path", [TYPE, EMAIL], ids=str)
def test_whatever_stands_there_linter_and_schema_agree(path, root):
    text = texts(("action", "after: [demander]") if path == TYPE else ("email", INVITING))[1]
    document = reader.read(text.encode(), "")
    places = {generic(each): node for each, node in document.nodes.items() if each}
    accepted = refused = 0
    for place, node in places.items():
        end = node.start + len(text[node.start : node.end].rstrip())
        for value in VALUES:
            other = text[: node.start] + value + text[end:]
            read = reader.read(other.encode(), "")
            right = VALIDATORS[which(path)].is_valid(read.data)
            wrong = bool(check.shape(read, which(path)))
            accepted, refused = accepted + right, refused + wrong
            assert not (right and wrong), (place, value)
            assert right or wrong or failed(findings(root, path, other)), (place, value)
    assert accepted > len(places)
    assert refused > len(places) * len(VALUES) / 3
