"""The reference of the language is what the JSON Schemas say, in both languages."""

import re

import pytest

from brt.language import reference
from brt.language.schema import MODELS, json_schema
from tests.conftest import HOUSE, spoken

PAGES = {"en": HOUSE / "docs" / "reference.md", "fr": HOUSE / "docs" / "reference.fr.md"}


@pytest.fixture(params=PAGES)
def page(request):
    """A page as it is made now, and its file."""
    with spoken(request.param):
        made = "\n".join(reference.markdown()) + "\n"
    return made, PAGES[request.param]


def test_the_reference_is_up_to_date(page):
    """`python -m brt.language.reference [fr] > docs/reference[.fr].md` writes it anew."""
    made, path = page
    assert path.read_text(encoding="utf-8") == made


def test_every_key_is_in_it(page):
    told = set(re.findall(r"^\| \**`(\w+)`\** \| .* \| .*\S", page[0], re.MULTILINE))
    assert told == {key for which in MODELS for part in parts(which) for key in part["properties"]}


def parts(which):
    schema = json_schema(which)
    return [schema, *schema.get("definitions", {}).values()]


def test_its_links_lead_somewhere(page):
    headings = {reference.anchor(title) for title in re.findall(r"^#+ (.*)", page[0], re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]*)\)", page[0]))
    assert len(links) > 8
    assert links <= headings
