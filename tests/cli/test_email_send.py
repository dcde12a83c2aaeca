"""An email type sent by a person."""

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_waiting_email import LEO, LUC, addresses, edit, of, sets


@pytest.fixture
def visit(brt):
    brt.json("produce", "118", "--type", "visite")
    brt.json("done", "118/appeler", *sets("rdv=10/12"))
    return brt


def test_to_its_own_recipients(visit):
    sent = visit.json("email", "send", "visite-proche", "118")
    assert [(one["email_type"], one["to"], one["status"]) for one in sent["emails"]] == [("visite-proche", LUC, "sent")]
    assert addresses(visit)[LUC] == 2


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("role:technicien", LEO),
        ("contact:administratif", "jeanne@morel.example"),
        ("ailleurs@x.example", "ailleurs@x.example"),
    ],
)
def test_to_somebody_else(visit, to, address):
    sent = visit.json("email", "send", "visite-proche", "118", "--to", to)
    assert [one["to"] for one in sent["emails"]] == [address]


def test_with_values_that_are_kept(visit):
    """--set means the same everywhere: those who were told another date are told the new one as well."""
    sent = visit.json("email", "send", "visite-proche", "118", "--to", "role:adv", *sets("rdv=11/12"))
    assert [(one["email_type"], one["to"]) for one in sent["emails"]] == [
        ("visite-proche", "sonia@telecom.example"),
        ("rdv-deplace", LUC),
        ("rdv-deplace", LEO),
    ]
    assert visit.json("show", "118")["installations"][0]["fields"]["rdv"] == "2026-12-11"


def test_twice_is_twice(visit):
    for _ in range(2):
        visit.json("email", "send", "visite-proche", "118")
    assert of(visit, "visite-proche") == [(LUC, "sent"), (LUC, "sent")]


def test_it_is_in_the_history(visit):
    visit.json("email", "send", "visite-proche", "118/passer", "--to", "ailleurs@x.example")
    (entry,) = [one for one in visit.json("history", "118") if one["command"] == "email send"]
    assert (entry["actor"], entry["facts"][0]["name"], entry["facts"][0]["text"]) == (
        "sonia",
        "visite-proche",
        "ailleurs@x.example",
    )
    assert "visite-proche sent by hand to ailleurs@x.example" in visit("history", "118").out
    assert [one["action"] for one in visit.json("email", "list") if one["email_type"] == "visite-proche"] == [
        "D-2026-118/passer"
    ]


@pytest.mark.parametrize(("typed", "code", "count"), [("", 0, 2), ("n", 1, 1)])
def test_on_a_terminal_it_is_shown_first(visit, typed, code, count):
    with Terminal(visit, "email", "send", "visite-proche", "118") as terminal:
        terminal.sees("To: Luc Morel <luc@morel.example>").sees("Le technicien passe le jeudi 10")
        terminal.sees("Send it to Luc Morel?")
        terminal.types(typed)
    assert terminal.code == code
    assert addresses(visit)[LUC] == count


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("visite-proch", "118"), 1, "Did you mean `visite-proche` (Visite prochaine)?"),
        (("218",), 2, "brt email retry 218"),
        (("visite-proche", "999"), 1, "There is no dossier 999."),
        (("visite-proche", "118/verifier"), 1, "--to contact:technique"),
        (("visite-proche", "118", "--to", "contact:compta"), 1, "nobody has the function compta"),
        (("visite-proche", "118", "--to", "technique"), 2, "contact:FUNCTION"),
        (("visite-proche", "118", "--set", "rdv=31/02/2027"), 1, "rdv"),
    ],
)
def test_what_cannot_be_sent(visit, words, code, said):
    before = visit.json("email", "list")
    answer = visit("email", "send", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert visit.json("email", "list") == before


def test_a_text_that_cannot_be_written_is_not_sent(visit):
    edit(visit, "email_types/visite-proche.yaml", "{{ rdv | date }}.", "{{ contact.name | date }}.")
    answer = visit("email", "send", "visite-proche", "118")
    assert answer.code == 1
    assert "Nothing was sent" in answer.err
    assert of(visit, "visite-proche") == []
