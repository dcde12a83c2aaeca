"""Messages: whatever stands in a name or a subject, there is one recipient and no header that was not meant."""

import re
import unicodedata
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brt import say
from brt.mail.content import Mail
from brt.mail.message import build, message_id, read_back
from brt.mail.party import BadMessage, BadSender, Party, check_address, check_name, check_party, check_sender

say.choose("en")

SENDER = "Télécom Exemple <installations@exemple.fr>"
ID = "<brt.0123456789abcdef@exemple.fr>"
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]


def mail(name="Luc Morel", subject="Portabilité confirmée", **other):
    return Mail(
        **{
            "number": 118,
            "recipient_name": name,
            "recipient": "luc@morel.example",
            "subject": subject,
            "body": "Bonjour,\n\nc'est confirmé.\n",
            "html": None,
            "message_id": ID,
            "queued_at": "2026-12-08T09:30:00Z",
            **other,
        }
    )


def headers(message):
    """Read the bytes as a server would, without this Python's header classes: names, and unfolded values."""
    head = message.as_bytes().split(b"\r\n\r\n")[0]
    lines = head.decode("ascii").replace("\r\n ", " ").split("\r\n")
    return [tuple(line.split(": ", 1)) for line in lines]


def decoded(text):
    return str(make_header(decode_header(text)))


def test_a_message_is_what_its_row_says():
    message = build(mail(html="<p>C'est confirmé.</p>\n", reply_to="Sonia Petit <sonia@exemple.fr>"), SENDER)
    assert [name for name, _ in headers(message)] == [
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    ]
    assert str(message["From"]) == SENDER
    assert str(message["To"]) == "Luc Morel <luc@morel.example>"
    assert str(message["Reply-To"]) == "Sonia Petit <sonia@exemple.fr>"
    assert message["Subject"] == "Portabilité confirmée"
    assert message["Message-ID"] == ID
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"]).isoformat() == "2026-12-08T09:30:00+00:00"
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Bonjour,\n\nc'est confirmé.\n"
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n") == "<p>C'est confirmé.</p>\n"


def test_the_text_can_be_read_by_eye():
    assert "c'est confirmé." in build(mail(), SENDER).as_bytes().decode()


def test_a_row_gives_the_same_bytes_each_time():
    row = mail(html="<p>x</p>")
    assert build(row, SENDER).as_bytes() == build(row, SENDER).as_bytes()


def test_what_leaves_later_carries_the_date_on_which_it_may():
    message = build(mail(not_before="2027-01-04T00:00:00+01:00"), SENDER)
    assert message["Date"] == "Sun, 03 Jan 2027 23:00:00 +0000"


@pytest.mark.parametrize("body", ["x" * 5000, "é" * 2000, "\n" * 300, "From me\n.\n..\n", "", "日本 😀\n"])
def test_every_body_arrives(body):
    message = build(mail(body=body), SENDER)
    received = message_from_bytes(message.as_bytes().replace(b"\r\n", b"\n"), policy=policy.default)
    assert received.get_content().rstrip("\n") == body.rstrip("\n")
    assert max(map(len, message.as_bytes().split(b"\r\n"))) < 998


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_recipient_may_have_no_name(name):
    assert dict(headers(build(mail(name), SENDER)))["To"] == "luc@morel.example"


def test_a_domain_with_accents_is_written_in_ascii():
    message = build(mail(recipient="luc@société.fr"), SENDER)
    assert dict(headers(message))["To"] == '"Luc Morel" <luc@xn--socit-esab.fr>'
    assert check_address(" luc@Société.FR ") == "luc@société.fr"


def test_people_may_try_things_with_the_domain_test():
    assert check_address("luc@morel.test") == "luc@morel.test"


# ── hostile names and subjects ──────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        *("\r\n", "\n", "\r", "\x00", "\x1b[31m", "\x85", "\u2028", "\u2029", "\u202e", "\ud800", "\t", "\x0b", "\x7f"),
        *("Bcc: evil@x.fr", "To: evil@x.fr", "\r\nBcc: evil@x.fr\r\n", "\r\n\r\nbody", "evil@x.fr", "<evil@x.fr>"),
        *("=?utf-8?q?=0D=0ABcc:_evil=40x.fr?=", "=?utf-8?b?DQpCY2M6IGV2aWxAeC5mcg==?=", "=?", "?=", "=0D=0A"),
        *(">, evil@x.fr", '", evil@x.fr, "', "x@y> NOTIFY=NEVER <z", "a@b, c@d", ";", ":", ",", "group: a@b;"),
        *('"', "\\", '\\"', "(", ")", "<", ">", "@", "[", "]", ".", "..", "=", "?", "_", "=20", "%0D%0A", "&#10;"),
        *("é", "Œuvre", "日本", "😀", "e\u0301", "\u00a0", "\u202f", "\u200b", "\ufeff", "ﬁ", "٣", "Морель"),
        *("Luc", "Morel", "Boulangerie", " ", "  ", "a" * 80, "é" * 40, "-", "'", "’", "«", "»", "–"),
    ]
)
HOSTILE = st.lists(PIECES, max_size=12).map("".join)
LEGITIMATE = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz éèàçœ’'\"()[].,;:@<>&/\\=_-–«»€+0123456789日本😀"), max_size=150
)


BREAKING = r"(?:(?![\u00a0\u202f])\s)+"
"""Blanks at which a line may be broken: one of them stays; no-break spaces stay as they are."""


def assert_safe(row):
    """Nothing but what was meant: the headers, one recipient, the name and the subject; or a refusal."""
    try:
        message = build(row, SENDER)
    except BadMessage:
        return False
    read = headers(message)
    assert [name for name, _ in read] == [*HEADERS[:6], *read_rest(message)]
    values = dict(read)
    name, _, address = values["To"].rpartition(" ")
    assert address.strip("<>") == "luc@morel.example"
    assert address.count("@morel.example") == 1
    expected = unicodedata.normalize("NFC", row.recipient_name or "").strip()
    quoted = re.fullmatch(r'"((?:[^"\\]|\\.)*)"', name)
    assert (re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else decoded(name)) == expected
    assert decoded(values["Subject"]) == " ".join(re.split(BREAKING, unicodedata.normalize("NFC", row.subject).strip()))
    assert max(map(len, message.as_bytes().split(b"\r\n"))) <= 78 + 2
    return True


def read_rest(message):
    return [name for name in message if name in ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")]


@given(HOSTILE, HOSTILE)
@settings(max_examples=800, deadline=None)
def test_no_name_or_subject_adds_a_header_or_changes_the_recipient(name, subject):
    assert_safe(mail(name, subject))


@given(LEGITIMATE, LEGITIMATE)
@settings(max_examples=200, deadline=None)
def test_what_people_write_arrives_to_the_letter(name, subject):
    """However long, whatever the accents: Python's own folding loses or adds blanks there."""
    assert assert_safe(mail(name, subject))


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_safe(name, subject):
    assert_safe(mail(name, subject))


@pytest.mark.parametrize(
    "text",
    [
        *("a\r\nBcc: x@y.fr", "a\nb", "a\x00b", "a\x1bb", "a\x7fb", "a\x85b", "a\x9bb", "a\tb"),
        *("a\u2028b", "a\u2029b", "a\ud800b", "a\u202eb", "a\u2066b", "=?utf-8?q?a?=", "a =? b"),
    ],
)
def test_names_and_subjects_that_are_refused(text):
    for check in (check_name, lambda text: build(mail(text), SENDER), lambda text: build(mail("Luc", text), SENDER)):
        with pytest.raises(BadMessage) as refusal:
            check(text)
        assert refusal.value.exit_code == 1
        assert "holds" in str(refusal.value)


def test_a_name_is_kept_composed_and_trimmed():
    assert check_name(" Rene\u0301e ") == "Renée"


@pytest.mark.parametrize("body", ["a\x00", "a\x1b[2J", "a\x0b", "a\ud800", "a\x85", "a\rb"])
def test_bodies_that_are_refused(body):
    for row in (mail(body=body), mail(html=body)):
        with pytest.raises(BadMessage, match=r"The text holds the character U\+"):
            build(row, SENDER)


GOOD = (
    b"From: installations@exemple.fr\r\n"
    b'To: "Luc Morel" <luc@morel.example>\r\n'
    b"Subject: Confirmed\r\n"
    b"Message-ID: <a@b.fr>\r\n"
    b"Content-Type: text/plain\r\n"
    b"\r\n"
    b"Hello\r\n"
)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (b"Subject:", b"Bcc: evil@x.fr\r\nSubject:"),
        (b"Subject:", b"To: evil@x.fr\r\nSubject:"),
        (b"Subject: Confirmed\r\n", b""),
        (b"Subject: Confirmed", b"Subject: Confirmed\r\n too"),
        (b"Confirmed", b"=?utf-8?q?Confirmed=0D=0ABcc:_evil=40x.fr?="),
        (b"<luc@morel.example>", b"<evil@x.fr>"),
        (b"<luc@morel.example>", b"<luc@morel.example>, evil@x.fr"),
        (b"<luc@morel.example>", b"<luc@morel.example> NOTIFY=NEVER <z@x.fr>"),
        (b'"Luc Morel" <luc@morel.example>', b"evil@x.fr, Luc Morel <luc@morel.example>"),
        (b'"Luc Morel"', b'"Luc Moral"'),
        (b'"Luc Morel"', b"=?utf-8?q?Luc=0D=0ABcc:_evil=40x.fr?="),
        (b"To:", b"Too:"),
        (b"Message-ID", b"Message-ID: <c@d.fr>\r\nMessage-ID"),
        (b"\r\nHello", b"Hello: you\r\n\r\nHello"),
        (b"Hello\r\n", b"Hello\n"),
    ],
)
def test_a_message_that_reads_otherwise_than_it_was_meant_is_caught(part, other):
    """The second line of defence: whatever the checks of the row might let through."""
    meant = (["From", "To", "Subject", "Message-ID"], Party("Luc Morel", "luc@morel.example"), "Confirmed")
    assert read_back(GOOD, *meant) is not None
    assert part in GOOD
    assert read_back(GOOD.replace(part, other), *meant) is None


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    [
        *("", "luc", "luc@", "@morel.fr", "luc@morel", "luc@localhost", "luc@[127.0.0.1]", '"luc"@morel.fr'),
        *(
            "a@b.fr, c@d.fr",
            "a@b.fr c@d.fr",
            "x@y.fr> NOTIFY=NEVER <z",
            "a@b.fr\r\nBcc: c@d.fr",
            "a@b.fr\n",
            "<a@b.fr>x",
        ),
        *("Luc <luc@morel.fr>", "a..b@c.fr", ".a@c.fr", "a@-b.fr", "a@b..fr", f"{'a' * 65}@b.fr", "a@=?utf-8?q?b?=.fr"),
        "=?utf-8?q?=0D=0A?=luc@morel.fr",
    ],
)
def test_addresses_that_are_refused(address):
    if not address.endswith("\n"):  # blanks around an address are no part of it
        with pytest.raises(BadMessage, match="is not an email address"):
            check_address(address)
    with pytest.raises(BadMessage):
        build(mail(recipient=address), SENDER)


def test_an_accent_in_front_of_the_at_is_explained():
    with pytest.raises(BadMessage, match=r"hélène@morel\.fr: mail servers take only unaccented letters"):
        check_address("hélène@morel.fr")


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("a@b.fr", ("", "a@b.fr")),
        (" <a@b.fr> ", ("", "a@b.fr")),
        ("Télécom Exemple <a@b.fr>", ("Télécom Exemple", "a@b.fr")),
        ('"Roux, Amélie \\"A\\"" <a@b.fr>', ('Roux, Amélie "A"', "a@b.fr")),
    ],
)
def test_a_party_is_a_name_and_an_address(text, party):
    assert check_party(text) == party


@pytest.mark.parametrize(
    "sender", ["", "Exemple", "Exemple <>", "a\nb <a@b.fr>", "a@b.fr, c@d.fr", "x <a@b.fr> y <c@d.fr>"]
)
def test_without_a_sender_nothing_leaves(sender):
    for check in (check_sender, lambda sender: build(mail(), sender)):
        with pytest.raises(BadSender) as refusal:
            check(sender)
        assert refusal.value.exit_code == 3


# ── identifiers ─────────────────────────────────────────────────────────────────────────────────────


def test_a_message_id_is_always_the_same_and_tells_nothing():
    made = message_id("D-2026-118/12/bienvenue/luc@morel.example", "Exemple.FR")
    assert made == message_id("D-2026-118/12/bienvenue/luc@morel.example", "exemple.fr")
    assert made != message_id("D-2026-118/13/bienvenue/luc@morel.example", "exemple.fr")
    assert re.fullmatch(r"<brt\.[0-9a-f]{32}@exemple\.fr>", made)
    assert build(mail(message_id=made), SENDER)["Message-ID"] == made
    assert message_id("a", "société.fr").endswith("@xn--socit-esab.fr>")


@pytest.mark.parametrize(
    "domain", ["", "a b", "a\r\nb", "a@b", "<a>", "-a.fr", "a..fr", "a" * 200, "é" * 200, "a.fr\n"]
)
def test_a_message_id_needs_a_domain(domain):
    with pytest.raises(BadMessage, match="is not the name of a mail domain"):
        message_id("a", domain)


@pytest.mark.parametrize("text", ["", "a", "<a>", "<a@b", "<a@b>\r\nBcc: c@d.fr", "<a b@c>", "<a@b>\n"])
def test_a_message_id_that_is_none(text):
    with pytest.raises(BadMessage, match="is not the identifier of a message"):
        build(mail(message_id=text), SENDER)


def test_a_date_that_is_none():
    with pytest.raises(BadMessage, match="demain is not a date and time"):
        build(mail(queued_at="demain"), SENDER)
