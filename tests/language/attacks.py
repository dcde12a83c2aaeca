"""Texts of emails: what each may not do, with the sentence that is said about it, and what they may do.

The linter and the renderer are both held against these lists.
"""

CALLS = "Calls are not allowed in the text of an email."
DIGITS = "A number has too many digits."
DEEP = "The text is nested too deeply."
GIVEN = "A `for` goes through a list that the email is given."
HIDDEN = "Names that begin with `_` are not allowed: `{}`."
INDEX = "Between `[` and `]` there may only be a number or a name in quotes."
NOT = "`{}` is not allowed in the text of an email."
ONE = "A `for` takes one name and is not recursive."
STAR = "`*` is not allowed in the arguments of a filter."
SUMS = "The text of an email does not calculate: `{}` is not allowed."
UNCLEAR = "The text cannot be read: "

REFUSED = [
    ("{{ f() }}", CALLS),
    ("{{ a.b.c() }}", CALLS),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", CALLS),
    ("{{ '{0.__class__}'.format(1) }}", CALLS),
    ("{{ a | default(b()) }}", CALLS),
    ("{% for a in b if a.c() %}{% endfor %}", CALLS),
    ("{% for a in x %}{{ loop.cycle('a', 'b') }}{% endfor %}", CALLS),
    ("{% if a %}{% else %}{{ b() }}{% endif %}", CALLS),
    ("{% if a %}{% elif b() %}{% endif %}", CALLS),
    ("{{ [a, (b, c())] }}", CALLS),
    ("{{ a.__class__ }}", HIDDEN.format("__class__")),
    ("{{ ''.__class__ }}", HIDDEN.format("__class__")),
    ("{{ ''['__class__'] }}", HIDDEN.format("__class__")),
    ("{{ a['__class__'] }}", HIDDEN.format("__class__")),
    ("{{ _secret }}", HIDDEN.format("_secret")),
    ("{{ lipsum }}{{ cycler.__init__.__globals__ }}", HIDDEN.format("__globals__")),
    ("{{ 'a' * 1000000000 }}", SUMS.format("*")),
    ("{{ 2 ** 99999999 }}", SUMS.format("**")),
    ("{{ 1 + 1 }}{{ 1 - 1 }}", SUMS.format("+")),
    ("{{ 1 - 1 }}", SUMS.format("-")),
    ("{{ 3 / 2 }}", SUMS.format("/")),
    ("{{ 3 // 2 }}", SUMS.format("//")),
    ("{{ 3 % 2 }}", SUMS.format("%")),
    ("{{ '%s' % 1 }}", SUMS.format("%")),
    ("{{ +1 }}", SUMS.format("+")),
    ("{{ a ~ b }}", SUMS.format("~")),
    ("{{ a | attr('format') }}", "There is no filter `attr`."),
    ("{{ a | map('upper') }}", "There is no filter `map`."),
    ("{{ a | safe }}", "There is no filter `safe`."),
    ("{{ a | xmlattr }}", "There is no filter `xmlattr`."),
    ("{{ a | urlize }}", "There is no filter `urlize`."),
    ("{{ a | format }}", "There is no filter `format`."),
    ("{{ a | pprint }}", "There is no filter `pprint`."),
    ("{{ a | dat }}", "There is no filter `dat`. Did you mean `date`?"),
    ("{{ 'each item' }}{{ a | each }}", "There is no filter `each`. There are: date, datetime, default, join, "),
    ("{{ a | join(*b) }}", STAR),
    ("{{ a | join(**b) }}", STAR),
    ("{{ a | join(d='x', d='y') }}", "The argument `d` is given twice."),
    ("{{ a is defined }}", "`is defined` is not allowed: what is not set counts as false in an `if`."),
    ("{{ 'shown' if a }}", "An `if` within `{{ }}` needs an `else`."),
    ("{{ a[b] }}", INDEX),
    ("{{ a[1:2] }}", INDEX),
    ("{{ a[true] }}", INDEX),
    ("{{ a[none] }}", INDEX),
    ("{{ {'a': 1} }}", NOT.format("dict")),
    ("{% set a = 1 %}", NOT.format("set")),
    ("{% set a %}b{% endset %}", NOT.format("set")),
    ("{% with a = 1 %}{% endwith %}", NOT.format("with")),
    ("{% macro f() %}{% endmacro %}", NOT.format("macro")),
    ("{% call f() %}{% endcall %}", NOT.format("call")),
    ("{% filter upper %}a{% endfilter %}", NOT.format("filter")),
    ("{% block a %}{% endblock %}", NOT.format("block")),
    ("{% autoescape false %}{{ a }}{% endautoescape %}", NOT.format("autoescape")),
    ("{% include 'etc/passwd' %}", NOT.format("include")),
    ("{% import 'a' as b %}", NOT.format("import")),
    ("{% from 'a' import b %}", NOT.format("from")),
    ("{% extends 'a' %}", NOT.format("extends")),
    ("{% for a in range(9) %}{% endfor %}", GIVEN),
    ("{% for a in [1, 2] %}{% endfor %}", GIVEN),
    ("{% for a in 'abc' | upper %}{% endfor %}", GIVEN),
    ("{% for a, b in c %}{% endfor %}", ONE),
    ("{% for a in b recursive %}{% endfor %}", ONE),
    ("{% for loop in a %}{% endfor %}", "`loop` is taken: give the items of the `for` another name."),
    ("{% for a in x %}" * 3 + "{% endfor %}" * 3, "A `for` may stand in another `for`, no deeper."),
    (
        "{% for i in a %}{% if b %}{% for j in a %}{% else %}{% for k in a %}"
        + "{% endfor %}{% endfor %}{% endif %}{% endfor %}",
        "A `for` may stand in another `for`, no deeper.",
    ),
    ("{% if 1 == 1 %}" * 150 + "{% endif %}" * 150, DEEP),
    ("{{ a" + ".b" * 150 + " }}", DEEP),
    ("{{ a" + ".b" * 9000 + " | safe }}", "There is no filter `safe`."),
    ("{{" + "(" * 3000 + "1" + ")" * 3000 + "}}", DEEP),
    ("{{ " + "(" * 5000 + ")" * 5000 + " }}", DEEP),
    ("{{ " + "[" * 60 + "a" + "]" * 60 + " }}", DEEP),
    ("{{ " + "not " * 20000 + "a }}", DEEP),
    ("{{ 1" + "0" * 5000 + " }}", DIGITS),
    ("{{ 'a' }", "`}` is not expected here."),
    ("{{ a", "What opens here is never closed."),
    ("{% if a %}", "A `if` is never closed."),
    ("{% endif %}", "`endif` is no tag, or closes nothing."),
    ("{% do a %}", "`do` is no tag, or closes nothing."),
    ("{% trans %}a{% endtrans %}", "`trans` is no tag, or closes nothing."),
    ("{% debug %}", "`debug` is no tag, or closes nothing."),
    ("{{ '\\N{NO SUCH THING}' }}", UNCLEAR),
    ("{% for true in a %}{% endfor %}", UNCLEAR),
]

ALLOWED = [
    "",
    "Bonjour",
    "{{ contact.name }}",
    "{{ rios[0].number|phone }} {{ people['adv'].name }} {{ -1 }} {{- -1 -}}",
    "{{ motif if motif else 'rien' }} {{ motif|default('rien')|upper }} {{ a | default(b) }}",
    "{% if a and (b or not c) and d in ['x', 'y'] and e == none %}{% elif f.g >= 2 %}{% else %}{% endif %}",
    "{% for a in rios|default([]) %}{% for b in a.list %}{{ loop.index }}{% endfor %}{% else %}{% endfor %}",
    "{% for a in b %}{% endfor %}{% for a in b %}{% endfor %}{% for a in b %}{% endfor %}",
    "{% for x in xs|phone if x != 'y' %}{{ x|upper }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}",
    "{{ rios|join(', ', attribute='number') }}",
    "{% raw %}{{ anything() }}{% endraw %}{# a comment: {{ x() }} #}",
    "{{ date|date }} {{ 1 }} {{ true }} {{ 'text' }} {{ 1.5 }} {{ ('a', 'b') }}",
    "{% if a %}" * 40 + "{% endif %}" * 40,
    "{{ a" + ".b" * 40 + " }}{{ " + "(" * 40 + "a" + ")" * 40 + " }}{{ " + "not " * 40 + "a }}",
    "{{ " + "[" * 40 + "a" + "]" * 40 + " }}{{ " + "a or " * 40 + "b }}{{ " + "a if b else " * 40 + "c }}",
]
