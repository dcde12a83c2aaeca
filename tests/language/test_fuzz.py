"""Whatever the bytes, there are findings and no exceptions, and the findings point into the file."""

from hypothesis import given, settings
from hypothesis import strategies as st

from brt.language.catalogue import compile_email
from brt.language.context import context
from brt.lint.foresight import foresee
from brt.lint.formats import FORMATS
from brt.lint.rules import advise
from tests.language.sample import SAMPLE, SETTINGS, compiled

VALID = SAMPLE.read_bytes()
LINES = VALID.splitlines(keepends=True)
EMAIL = b"""\
name: Essai
audience: customer
subject: "Le {{ port_date|date }}"
body: |
  Bonjour {{ contact.name }},
  {% for r in rios %}{{ r.number|phone }}{% endfor %} {{ previous.port_date if a else 'b' }}
"""
PIECES = [
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b": ",
        b"- ",
        b"\n",
        b"\n  ",
        b"\t",
        b"&a ",
        b"*a",
        b"!!str ",
        b"'",
        b'"',
        b"|",
        b">",
        b"#",
    ),
    *(
        b"\x00",
        b"\xff",
        b"\xc3",
        b"\xf0\x9f\x98\x80",
        b"\xe2\x80\xa8",
        b"\xef\xbb\xbf",
        b"\r",
        b"---\n",
        b"...",
        b"?",
        b"<<: ",
    ),
    *(
        b"no",
        b"0145",
        b"8:30",
        b"1e999",
        b"2026-02-30",
        b"null",
        b"9" * 40,
        b"on port_date",
        b"any",
        b"after: [confirmer]",
    ),
    *(b"{{", b"}}", b"{%", b"%}", b"{# ", b" if ", b"()", b".__class__", b"|", b"* 9"),
]


def check(finding, raw):
    text = raw.decode("utf-8", "replace")
    assert 1 <= finding.line <= text.count("\n") + 1
    assert finding.column >= 1
    assert (finding.line, finding.column) <= (finding.end_line, finding.end_column)
    assert finding.message()


def show(findings):
    for render in FORMATS.values():
        "\n".join(render(findings)).encode()


@st.composite
def mutated(draw, valid):
    raw = bytearray(valid)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.sampled_from((0, 0, 1, 3, 20, 200))))
        raw[start:end] = draw(st.sampled_from(PIECES) | st.binary(max_size=3))
    return bytes(raw)


@settings(max_examples=250, deadline=None)
@given(mutated(VALID))
def test_a_broken_type(raw):
    loaded = compiled(raw)
    found = [*loaded.findings, *advise(loaded.doc, context(SETTINGS), foresee(loaded.doc))]
    for finding in found:
        check(finding, raw)
    show(found)
    assert (loaded.plan is None) == any(finding.severity == "error" for finding in loaded.findings)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_shuffled_lines(lines):
    raw = b"".join(lines)
    for finding in compiled(raw).findings:
        check(finding, raw)


@settings(max_examples=250, deadline=None)
@given(mutated(EMAIL))
def test_a_broken_email(raw):
    given = context(SETTINGS)._replace(types=[compiled(VALID).doc.sender()])
    loaded = compile_email(raw, "email_types/essai.yaml", given)
    for finding in loaded.findings:
        check(finding, raw)
    show(loaded.findings)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(raw):
    for finding in compiled(raw).findings:
        check(finding, raw)
