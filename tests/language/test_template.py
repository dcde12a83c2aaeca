"""The texts of emails: what they may do, and what they use."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt.language.names import EACH
from brt.language.template import locate
from brt.language.texts import analyse
from tests.language.attacks import ALLOWED, DEEP, DIGITS, REFUSED


def told(text):
    """Return what is said about a text: the line, the sentence and the hint."""
    return [(flaw.line, f"{flaw.says} {flaw.hint}".format(**flaw.data).rstrip()) for flaw in analyse(text).flaws]


@pytest.mark.parametrize("text", ALLOWED, ids=lambda text: text[:40])
def test_what_is_allowed(text):
    assert not analyse(text).flaws


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=lambda text: text[:40])
def test_what_is_refused(text, expected):
    line, says = told("Bonjour,\n" + text)[0]
    assert says.startswith(expected)
    assert line == 2 or expected in (DEEP, DIGITS)  # the parser does not say where it gave up


def test_all_is_told_in_the_order_of_the_text():
    text = "{{ a() }}\n{% for x in y %}{{ x._z }}\n{% set b = c() %}{% else %}{{ d * 2 }}{{ e() | f }}{% endfor %}"
    assert [(line, says[:15]) for line, says in told(text)] == [
        (1, "Calls are not a"),
        (2, "Names that begi"),
        (3, "`set` is not al"),
        (3, "The text of an "),
        (3, "There is no fil"),
        (3, "Calls are not a"),
    ]


@pytest.mark.parametrize(
    ("text", "said", "used"),
    [
        ("{{ a }\n{{ b }} {{ c", ["1 `}` is not expected here.", "2 What opens here is never closed."], "b"),
        ("{{ }} {{ a }}{{ 3 + }}", ["1 Something is missing here, between the braces."] * 2, "a"),
        ("{% iff a %}{{ b }}{% else %}{{ c }}{% endif %}", ["1 `iff` is no tag, or closes nothing."], "b c"),
        ("{% if %}{{ b }}{% endif %}", ["1 Something is missing here, between the braces."], "b"),
        ("{% for a in b %}\n{{ a }}{{ c }}\n", ["1 A `for` is never closed."], "c"),
        ("{% for a in b( %}{{ a }}{{ c }}{% endfor %}", ["1 `%` is not expected here."], "c"),
        ("{{ 'a }} {{ b | f }}", ["1 `'` is not expected here.", "1 There is no filter `f`."], "b"),
        ("{# a {{ b }}", ["1 What opens here is never closed."], "b"),
        ("{{ a * 2 }}{{ b }}", ["1 The text of an email does not calculate: `*` is not allowed."], "b"),
        ("{% set a = b %}{{ a }}{{ c }}", ["1 `set` is not allowed in the text of an email."], "c"),
        ("{% import 'x' as a %}{{ a.b }}{{ c }}", ["1 `import` is not allowed in the text of an email."], "c"),
        ("{% macro a() %}{{ b }}{% endmacro %}{{ a }}", ["1 `macro` is not allowed in the text of an email."], ""),
    ],
)
def test_what_is_wrong_hides_nothing_else(text, said, used):
    """The rest of a text is looked at without it, and without the names that it gives."""
    assert [f"{line} {says}".partition(" There are:")[0] for line, says in told(text)] == said
    assert [use.word for use in analyse(text).uses] == used.split()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Le {{ a }} et {{ b }", "}"),
        ("Le {{ }} et", "{{ }}"),
        ("{% if a %}\n{% if b %}x{% endif %}\n{{ c }}", "if"),
        ("{{ a }} {{ b", "{{ b"),
    ],
)
def test_where_a_text_cannot_be_read(text, place):
    (flaw,) = analyse(text).flaws
    assert flaw.span is not None
    assert text[slice(*flaw.span)] == place
    assert flaw.span[0] == (text.rindex(place) if place != "if" else text.index(place))


PIECES = (
    *(
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "if ",
        "else",
        "elif ",
        "endif",
        "for ",
        " in ",
        "endfor",
        "loop",
        "set ",
        "a",
        "b.c",
    ),
    *("_d", "'e'", "1", "[0]", "[", "]", "(", ")", ", ", "=", " == ", " not ", " or ", " | ", "join", "default", "*"),
    *(
        "\n",
        "{#",
        "#}",
        "-",
        "~",
        " is ",
        "none",
        "true",
        "{% if a %}",
        "{% endif %}",
        "{% for a in b %}",
        "{% endfor %}",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=20).map("{{{{ {} }}}}".format))
@settings(max_examples=300, deadline=None)
def test_of_any_text_something_can_be_said(text):
    for flaw in analyse(text).flaws:
        assert 1 <= flaw.line <= len(re.split(r"\r\n|\r|\n", text))
        assert flaw.says.format(**flaw.data)  # every placeholder has its value
        start, end = locate(text, flaw.line, flaw.word)
        assert 0 <= start <= end <= len(text)


def test_sending_an_email_needs_no_yaml():
    code = "import sys, brt.language.template; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "jinja2" in loaded
    assert not {"yaml", "pydantic", "pydantic_core", "brt.language.catalogue"} & set(loaded)


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("{{ a }}", [("a",)]),
        ("{{ a.b|upper }}{{ a['b'].c }}", [("a", "b"), ("a", "b", "c")]),
        ("{% if a.b == c %}{{ d }}{% endif %}", [("a", "b"), ("c",), ("d",)]),
        ("{% for r in rios %}{{ r.number }}{{ x }}{% endfor %}", [("rios", EACH), ("rios", EACH, "number"), ("x",)]),
        (
            "{% for r in a.b if r.ok %}{{ loop.index }}{% endfor %}",
            [("a", "b", EACH), ("loop", "index"), ("a", "b", EACH, "ok")],
        ),
        ("{% for r in a %}{% endfor %}{{ r }}", [("a", EACH), ("r",)]),
        ("{{ rios[0].rio }}", [("rios", EACH, "rio")]),
        ("{{ a|default(b)|dat }}", [("a",), ("b",)]),
    ],
)
def test_what_is_used(text, chains):
    assert [use.chain for use in analyse(text).uses] == chains


@pytest.mark.parametrize(
    ("text", "line", "word", "expected"),
    [
        ("date {{ date }}", 1, "date", "{{ |date| }}"),
        ("a\n  nom {{ contact.nom }} nom", 2, "nom", "nothing but contact.nom"),
        ("{{ a.nom }} {{ nom }}", 1, "nom", "the second"),
    ],
)
def test_where_a_word_is(text, line, word, expected):
    start, end = locate(text, line, word)
    assert {
        "{{ |date| }}": (8, 12),
        "nothing but contact.nom": (4, 7),
        "the second": (15, 18),
    }[expected] == (start, end)


def test_a_word_that_is_not_there_is_the_line():
    assert locate("a\n  {{ b }}\n", 2, "zzz") == (4, 11)
    assert locate("a", 99, "") == (0, 1)
