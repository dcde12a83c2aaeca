"""Email types rendered: the filters in both languages, what is shown of values, what is refused and how it says so."""

import subprocess
import sys
from datetime import UTC, date, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import say
from brt.language.texts import analyse
from brt.mail.filters import WORDS, Voice, phone
from brt.mail.filters import date as date_
from brt.mail.filters import time as time_
from brt.mail.render import CannotRender, NoEmailType, prepare, render, shown, words
from brt.mail.sandbox import Text, compile_text
from tests.language.attacks import ALLOWED, REFUSED

say.choose("en")

FRENCH = Voice(WORDS["fr"], "Europe/Paris")

CONFIRMATION = {
    "name": "Confirmation",
    "audience": "customer",
    "subject": "Portabilité confirmée le {{ port_date | date }}",
    "body": """
Bonjour {{ contact.name }},

  Date     : {{ port_date | date }}
{% if port_slot %}
  Créneau  : {{ port_slot }}
{% endif %}
  Numéros  : {{ numbers | phone | join(" / ") }}
{% for number in numbers %}
  {{ loop.index }}. {{ number | phone }}
{% endfor %}

{{ people.chef_projet.name }} – {{ people.chef_projet.phone | phone }}
""",
    "html": "<p>Bonjour {{ contact.name }},</p>",
    "translations": {"en": {"subject": "Porting on {{ port_date | date }}", "body": "Dear {{ contact.name }}"}},
}
CONTEXT = {
    "port_date": "2026-12-08",
    "port_slot": None,
    "numbers": ["+33140506071", "+33140506072"],
    "contact": {"name": "Luc <Morel> & fils"},
    "people": {"chef-projet": {"name": "Sonia", "phone": "+33612345678"}, "technicien": None},
    "previous": {"port_date": None},
}


def said(body, context=CONTEXT, language="fr", part="body", timezone="Europe/Paris"):
    """Return what a text says, without its last line break."""
    raw = {"subject": "x", "body": "x", part: body}
    rendered = render(prepare({"a": raw}, timezone=timezone), "a", context, language)
    return str(getattr(rendered, part)).removesuffix("\n")


def why(body, context=CONTEXT, part="body"):
    with pytest.raises(CannotRender) as refusal:
        said(body, context, part=part)
    assert refusal.value.exit_code == 1
    return str(refusal.value)


def test_a_customer_reads_a_letter_in_french():
    rendered = render(prepare({"a": CONFIRMATION}), "a", CONTEXT, "fr")
    assert rendered.subject == "Portabilité confirmée le mardi 8 décembre 2026"
    assert rendered.body == (
        "Bonjour Luc <Morel> & fils,\n"
        "\n"
        "  Date     : mardi 8 décembre 2026\n"
        "  Numéros  : 01 40 50 60 71 / 01 40 50 60 72\n"
        "  1. 01 40 50 60 71\n"
        "  2. 01 40 50 60 72\n"
        "\n"
        "Sonia – 06 12 34 56 78\n"
    )
    assert rendered.html == "<p>Bonjour Luc &lt;Morel&gt; &amp; fils,</p>"


def test_a_translation_is_chosen_by_the_language_and_never_carries_the_other_ones_html():
    rendered = render(prepare({"a": CONFIRMATION}), "a", CONTEXT, "en")
    assert rendered == ("Porting on Tuesday 8 December 2026", "Dear Luc <Morel> & fils\n", None)


def test_a_translation_takes_from_the_base_what_it_lacks():
    raw = {"subject": "Objet", "body": "Texte", "html": "<p>Texte</p>", "translations": {"en": {"subject": "Subject"}}}
    assert render(prepare({"a": raw}), "a", {}, "en") == ("Subject", "Texte\n", "<p>Texte</p>")


def test_dates_are_in_the_language_of_the_text_that_is_used():
    """A text that says its language is never mixed with the recipient's; what a translation lacks stays in its own."""
    dated = {
        "language": "fr",
        "subject": "Le {{ day | date }}",
        "body": "Le {{ day | date }}",
        "html": "{{ day | date }}",
    }
    french, english = "mardi 8 décembre 2026", "Tuesday 8 December 2026"
    context = {"day": "2026-12-08"}
    both = {**dated, "translations": {"en": {"subject": "On {{ day | date }}"}}}
    prepared = prepare({"dated": dated, "both": both}, language="en")
    expected = (f"Le {french}", f"Le {french}\n", french)
    assert render(prepared, "dated", context, "en") == expected
    assert render(prepared, "dated", context, None) == expected
    assert render(prepared, "both", context, "fr") == expected
    assert render(prepared, "both", context, "en") == (f"On {english}", *expected[1:])
    assert words(prepared, "dated", "en") == WORDS["fr"]


@pytest.mark.parametrize(("language", "words"), [(None, "lundi 30 novembre 2026"), ("de", "lundi 30 novembre 2026")])
def test_who_speaks_neither_language_gets_the_workspaces(language, words):
    assert said("{{ day | date }}", {"day": "2026-11-30"}, language) == words


VALUES = [
    ("date", "2026-12-08", "mardi 8 décembre 2026", "Tuesday 8 December 2026"),
    ("date", "2027-05-01", "samedi 1er mai 2027", "Saturday 1 May 2027"),
    ("date", "2026-12-31T23:30:00Z", "vendredi 1er janvier 2027", "Friday 1 January 2027"),
    ("datetime", "2026-12-08T08:30:00Z", "mardi 8 décembre 2026 à 9\u00a0h\u00a030", "Tuesday 8 December 2026 at 9:30"),
    ("datetime", "2026-07-01T08:00:00Z", "mercredi 1er juillet 2026 à 10\u00a0h", "Wednesday 1 July 2026 at 10:00"),
    ("datetime", "2026-12-08T08:30", "mardi 8 décembre 2026 à 8\u00a0h\u00a030", "Tuesday 8 December 2026 at 8:30"),
    ("datetime", "2026-12-08", "mardi 8 décembre 2026", "Tuesday 8 December 2026"),
    ("time", "09:30", "9\u00a0h\u00a030", "9:30"),
    ("time", "14:00", "14\u00a0h", "14:00"),
    ("time", "09:00-12:30", "de 9\u00a0h à 12\u00a0h\u00a030", "from 9:00 to 12:30"),
    ("time", "2026-12-08T08:05:00Z", "9\u00a0h\u00a005", "9:05"),
    ("money", "350.00", "350,00\xa0€", "€350.00"),
    ("money", "1234567.5", "1\xa0234\xa0567,50\xa0€", "€1,234,567.50"),
    ("money", "-12", "-12,00\xa0€", "-€12.00"),
    ("money", 3, "3,00\xa0€", "€3.00"),
    ("phone", "+33140506071", "01 40 50 60 71", "01 40 50 60 71"),
    ("phone", "+32471234567", "+32 471 23 45 67", "+32 471 23 45 67"),
    ("phone", "+12025550123", "+1 20 25 55 01 23", "+1 20 25 55 01 23"),
    ("phone", "+262692123456", "+262 692 12 34 56", "+262 692 12 34 56"),
    ("phone", "poste 12", "poste 12", "poste 12"),
    ("join", ["a", None, "b"], "ab", "ab"),
    ('join(", ")', [1, True], "1, oui", "1, yes"),
    ('join(", ", attribute="number")', [{"number": "1"}, {"number": "2"}], "1, 2", "1, 2"),
    ("length", ["a", "b"], "2", "2"),
    ('default("à préciser")', "", "", ""),
    ('default("à préciser", true)', "", "à préciser", "à préciser"),
    ('default("à préciser")', None, "à préciser", "à préciser"),
    ("upper", "été", "ÉTÉ", "ÉTÉ"),
    ("lower", "ÉTÉ", "été", "été"),
]


@pytest.mark.parametrize(("filter_", "value", "french", "english"), VALUES)
def test_a_filter_speaks_the_recipients_language(filter_, value, french, english):
    assert said(f"{{{{ value | {filter_} }}}}", {"value": value}, "fr") == french
    assert said(f"{{{{ value | {filter_} }}}}", {"value": value}, "en") == english


@pytest.mark.parametrize("filter_", ["date", "datetime", "time", "money", "phone", "join", "default", "upper", "lower"])
def test_what_is_not_set_shows_nothing(filter_):
    assert said(f"[{{{{ value | {filter_} }}}}]", {"value": None}) == "[]"


@pytest.mark.parametrize("filter_", ["date", "datetime", "time", "money"])
@pytest.mark.parametrize("value", ["demain", "", "2026-13-01", "2026-02-30", "25:00", "1,5", True, {"a": 1}, "２"])
def test_a_filter_says_what_it_cannot_read(filter_, value):
    assert "is not what is expected here" in why(f"\n{{{{ value | {filter_} }}}}", {"value": value})


@given(st.dates())
@settings(max_examples=200, deadline=None)
def test_every_date_has_its_words(day: date):
    assert date_(Voice(WORDS["en"], "UTC"), day.isoformat()) == f"{day:%A} {day.day} {day:%B} {day.year}"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["Europe/Paris", "Indian/Reunion"]))
@settings(max_examples=100, deadline=None)
def test_every_instant_is_told_in_the_workspaces_zone(moment, timezone):
    instant = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone))
    assert time_(Voice(WORDS["en"], timezone), instant) == f"{local.hour}:{local:%M}"


@given(st.integers(10**4, 10**15 - 1).map("+{}".format))
@settings(max_examples=200, deadline=None)
def test_a_number_keeps_its_digits(number):
    shown_as = phone(FRENCH, number)
    digits = shown_as.replace(" ", "")
    assert digits == number or digits == "0" + number[3:]
    assert "  " not in shown_as
    assert shown_as == shown_as.strip()


def test_values_are_shown_as_people_write_them():
    context = {"yes": True, "no": False, "none": None, "list": ["a", "b"], "number": 3}
    text = "{{ yes }} {{ no }} [{{ none }}] {{ list }} {{ number }}"
    assert said(text, context, "fr") == "oui non [] a, b 3"
    assert said(text, context, "en") == "yes no [] a, b 3"


def test_a_role_that_nobody_holds_shows_nothing():
    assert said("[{{ people.technicien.name }}{{ people.technicien.phone | phone }}]") == "[]"


def test_a_list_that_is_not_set_is_gone_through_no_time():
    assert said("[{% for rio in rios %}{{ rio }}{% endfor %}]", {"rios": None}) == "[]"


def test_the_names_of_methods_are_names_of_fields():
    """A field may be called `values` or `items`; nothing of Python's objects can be reached."""
    context = {"values": "v", "previous": {"items": "i", "copy": None}, "people": {"get": {"name": "n"}}}
    assert said("{{ values }}{{ previous.items }}{{ previous.copy }}{{ people.get.name }}", context) == "vin"
    assert "`keys` is not known here." in why("{{ previous.keys }}", context)
    assert "`format` is not known here." in why("{{ values.format }}", context)


def test_the_context_is_not_changed():
    context = {"people": {"chef-projet": ["a"]}}
    assert said("{{ people.chef_projet }}", context) == "a"
    assert context == {"people": {"chef-projet": ["a"]}}


@pytest.mark.parametrize("value", [object(), 1.5, date(2026, 12, 8), {"a": {1, 2}}])
def test_only_plain_data_reaches_a_text(value):
    with pytest.raises(TypeError):
        said("x", {"value": value})


def test_a_subject_is_one_line():
    context = {"name": "Morel\r\nBcc: a@b.fr\u2028x\u00a0y"}
    assert said("\n Dossier\n {{ name }}\t118 ", context, part="subject") == "Dossier Morel Bcc: a@b.fr x\u00a0y 118"


@pytest.mark.parametrize("part", ["subject", "body", "html"])
@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F, 0x85, 0x9B, 0xD800])
def test_control_characters_are_refused(part, code):
    says = why("one\n{{ name }}", {"name": f"a{chr(code)}b"}, part)
    assert says == f"Email a, {part}, line 2: The text holds the control character U+{code:04X}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n{% if port_slot or 1 == 1 %}\n{{ nowhere.x }}\n{% endif %}", "line 4: `nowhere` is not known here."),
        ("a\n{{ contact.nom }}", "line 2: `nom` is not known here."),
        ("a\n{{ contact.nom | upper }}", "line 2: `nom` is not known here."),
        ("{% if nowhere %}x{% endif %}", "line 1: `nowhere` is not known here."),
        ("{% for a in nowhere %}x{% endfor %}", "line 1: `nowhere` is not known here."),
        ("{% for n in numbers %}\n{{ n.rio }}{% endfor %}", "line 2: `rio` is not known here."),
        ("\n\n{{ numbers[7] }}", "line 3: `7` is not known here."),
        ("{{ contact }}", "line 1: “dict” is not what is expected here"),
        ("{{ self }}", "line 1: “TemplateReference” is not what is expected here"),
        ("{% for a in contact.name %}x{% endfor %}", "line 1: “Luc <Morel> & fils” is not what is expected here"),
        ("\n{{ port_slot < 3 }}", "line 2: The text does not fit the values it is given ("),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    assert expected in why(text)


def test_a_text_that_is_wrong_fails_alone():
    prepared = prepare({"wrong": {"subject": "x", "body": "{{ x() }}"}, "right": {"subject": "x", "body": "y"}})
    assert render(prepared, "right", {}, "fr").body == "y\n"
    with pytest.raises(CannotRender, match="Email wrong, body, line 1: Calls are not allowed"):
        render(prepared, "wrong", {}, "fr")


def test_an_email_type_without_a_file_is_named():
    prepared = prepare({})
    with pytest.raises(NoEmailType, match="There is no email type gone"):
        render(prepared, "gone", {}, "fr")
    assert shown(prepared, "gone", ["port_date"]) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in list %}{{ long }}{% endfor %}",
        "{{ list | join(long) }}",
        "{{ [list | join(' '), list, list, list, list, list, list] }}",
        "{{ long }}" * 300,
    ],
)
def test_a_text_has_an_end(text):
    context = {"long": "é" * 1000, "list": ["x" * 100] * 1000}
    assert "The text is longer than 256 kB." in why(text, context)


def test_shown_are_the_fields_that_any_of_the_texts_names():
    raw = {
        "subject": "{{ port_date | date }}",
        "body": "{% for rio in rios %}{{ rio }}{{ slot }}{% endfor %}{{ previous.motif }}{% if go %}{% endif %}",
        "html": "{{ html_only }}",
        "translations": {"en": {"body": "{{ english }}{% for slot in slots %}{{ slot }}{% endfor %}"}},
    }
    fields = ["port_date", "rio", "rios", "slot", "motif", "previous", "go", "html_only", "english", "loop", "other"]
    expected = {"port_date", "rios", "slot", "previous", "go", "html_only", "english"}
    assert shown(prepare({"a": raw}), "a", fields) == expected


@pytest.mark.parametrize("part", ["subject", "html"])
@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=lambda text: text[:40])
def test_what_a_text_may_not_do(text, expected, part):
    text = "Bonjour,\n" + text
    flaw = analyse(text).flaws[0]
    assert f"Email a, {part}, line {flaw.line}: {expected}" in why(text, part=part)


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("text", ALLOWED, ids=lambda text: text[:40])
def test_what_a_text_may_do(text, html):
    assert isinstance(compile_text(text, html=html), Text)


EXPRESSIONS = st.recursive(
    st.sampled_from(
        ["a", "loop", "a.b", "a[0]", "a['b']", "'c'", "1", "-1", "true", "none", "x", "_y", "a[1:]", "f()"]
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "==", "<", "in", "not in", "+"]), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} | {})".format, inner, st.sampled_from(["upper", "join", "length", "safe"])),
        st.builds("({} | default({}, boolean={}))".format, inner, inner, inner),
        st.builds("(not {})".format, inner),
        st.builds("[{}, {}]".format, inner, inner),
    ),
    max_leaves=6,
)
TEXTS = st.recursive(
    st.just("text\n") | EXPRESSIONS.map("{{{{ {} }}}}".format),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSIONS, inner, inner),
        st.builds(
            "{{% for {} in {} %}}{}{{% endfor %}}".format,
            st.sampled_from(["x", "loop"]),
            EXPRESSIONS | st.just("a"),
            inner,
        ),
    ),
    max_leaves=6,
)


@given(TEXTS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_the_linter_accepts_can_be_compiled_and_nothing_else(text, html):
    assert isinstance(compile_text(text, html=html), Text) == (not analyse(text).flaws)


@pytest.mark.parametrize("name", ["range", "lipsum", "dict", "cycler", "joiner", "namespace", "caller", "varargs"])
def test_jinja2s_own_names_are_not_there(name):
    assert f"`{name}` is not known here." in why(f"{{{{ {name} }}}}")


VALUES_AS_THEY_ARE = prepare(
    {
        "a": {
            "subject": "x",
            "body": "[{{ text }}]",
            "html": "{{ text }}{{ items }}{{ items | join('<') }}{{ text | upper }}{{ text | default('<') }}",
        }
    }
)
HOSTILE = st.text(st.sampled_from("<>&\"'=/ abé{}%#"), max_size=30)


@given(HOSTILE, st.lists(HOSTILE, max_size=3))
@settings(max_examples=200, deadline=None)
def test_values_never_become_html_or_a_template(text, items):
    rendered = render(VALUES_AS_THEY_ARE, "a", {"text": text, "items": items}, "fr")
    assert not set("<>\"'") & set(rendered.html)
    assert rendered.body == f"[{text}]\n"


def test_importing_the_renderer_does_not_import_jinja2():
    code = "import sys, brt.mail.render, brt.mail.message, brt.mail.transports; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"jinja2", "email_validator", "email.message", "zoneinfo"} & set(loaded)


def test_a_letter_is_rendered_in_a_blink():
    """Rendering happens while the database is locked."""
    prepared = prepare({"a": CONFIRMATION})
    start = process_time()
    for _ in range(100):
        render(prepared, "a", CONTEXT, "fr")
    assert process_time() - start < 1
