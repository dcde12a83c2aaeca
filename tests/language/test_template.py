"""The texts of emails: what they may do, and what they use. The sandbox that renders them must agree."""

import pytest

from brt.language.names import EACH
from brt.language.template import FILTERS, analyse, locate
from brt.mail import sandbox
from brt.mail.render import refused

ALLOWED = [
    "",
    "Bonjour",
    "{{ contact.name }}",
    "{{ rios[0].number|phone }} {{ people['adv'].name }} {{ -1 }}",
    "{{ motif if motif else 'rien' }} {{ motif|default('rien')|upper }}",
    "{% if a and (b or not c) and d in ['x', 'y'] and e == none %}{% elif f %}{% else %}{% endif %}",
    "{% for a in rios|default([]) %}{% for b in a.list %}{{ loop.index }}{% endfor %}{% else %}{% endfor %}",
    "{{ rios|join(', ', attribute='number') }}",
    "{% raw %}{{ anything() }}{% endraw %}{# a comment: {{ x() }} #}",
    "{{ date|date }} {{ 1 }} {{ true }} {{ 'text' }}",
]
REFUSED = [
    "{{ f() }}",
    "{{ a.b.c() }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 2 ** 1000000 }}",
    "{{ 1 + 1 }} {{ 3 % 2 }}",
    "{{ 1 - 1 }}",
    "{{ a ~ b }}",
    "{{ a.__class__ }}",
    "{{ a['__class__'] }}",
    "{{ _private }}",
    "{{ a[b] }}",
    "{{ a[1:2] }}",
    "{{ a|attr('b') }}",
    "{{ a|safe }}",
    "{{ a|join(*b) }}",
    "{{ a|join(**b) }}",
    "{{ a is defined }}",
    "{{ a if b }}",
    "{% for i in [1, 2] %}{% endfor %}",
    "{% for i in range(9) %}{% endfor %}",
    "{% for i, j in a %}{% endfor %}",
    "{% for i in a recursive %}{% endfor %}",
    "{% for i in a %}{% for j in a %}{% for k in a %}{% endfor %}{% endfor %}{% endfor %}",
    "{% set a = 1 %}",
    "{% set a %}b{% endset %}",
    "{% include 'a' %}",
    "{% import 'a' as b %}",
    "{% from 'a' import b %}",
    "{% extends 'a' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{% endmacro %}",
    "{% call a() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape false %}{% endautoescape %}",
    "{{ {'a': 1} }}",
    "{{ a",
    "{% if a %}",
    "{% endif %}",
    "{{ " + "(" * 5000 + ")" * 5000 + " }}",
    "{{ " + "not " * 20000 + "a }}",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_what_is_allowed(text):
    assert not analyse(text).flaws
    assert not refused(text)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_what_is_refused(text):
    assert analyse(text).flaws
    assert refused(text)


def test_the_filters_are_those_that_render():
    assert set(FILTERS) == set(sandbox.FILTERS)


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("{{ a }}", [("a",)]),
        ("{{ a.b|upper }}{{ a['b'].c }}", [("a", "b"), ("a", "b", "c")]),
        ("{% if a.b == c %}{{ d }}{% endif %}", [("a", "b"), ("c",), ("d",)]),
        ("{% for r in rios %}{{ r.number }}{{ x }}{% endfor %}", [("rios",), ("rios", EACH, "number"), ("x",)]),
        (
            "{% for r in a.b if r.ok %}{{ loop.index }}{% endfor %}",
            [("a", "b"), ("loop", "index"), ("a", "b", EACH, "ok")],
        ),
        ("{% for r in a %}{% endfor %}{{ r }}", [("a",), ("r",)]),
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
