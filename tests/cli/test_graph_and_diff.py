"""`brt template graph` and `brt template diff`: types in drawings and in their own terms."""

import csv
import io
import json
import re
import shutil
import subprocess

import pytest

from brt.cli import template_graph
from tests.cli.play import Play, example

TYPE = """\
name: Essai
fields:
  jour: {label: Jour, kind: date}
phases:
  - id: un
    name: 'Un "premier" <b>#1</b>'
    actions:
      - {id: appeler, name: Appeler, role: commercial, due: 2 business days, asks: [jour]}
      - {id: noter, name: Noter, role: adv, optional: true}
  - id: deux
    name: Deux
    actions:
      - {id: poser, name: Poser, role: technicien, due: on jour}
      - {id: end, name: "Fin & suite", role: adv, after: {any: [poser, noter]}, wait: 3 days, when: jour}
"""


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    play = Play(tmp_path_factory.mktemp("ready"))
    example(play.at, play)
    (play.at / "installation_types" / "essai.yaml").write_text(TYPE)
    git(play.at, "init", "-q")
    git(play.at, "add", ".")
    git(play.at, "commit", "-qm", "Les types")
    return play.at


@pytest.fixture
def brt(ready, tmp_path):
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return Play(tmp_path)


def git(at, *words):
    who = ("-c", "user.name=Essai", "-c", "user.email=essai@exemple.fr", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(at), *who, *words], check=True)


def rewrite(brt, *changes):
    text = TYPE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (brt.at / "installation_types" / "essai.yaml").write_text(text)


# ── graph ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_flowchart_in_mermaid(brt):
    answer = brt("template", "graph", "essai")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "flowchart LR\n"
        '  production(["production"])\n'
        '  subgraph phase_un["Un #34;premier#34; #60;b#62;#35;1#60;/b#62;"]\n'
        '    action_appeler["Appeler<br/>Commercial<br/>due: 2 business days"]:::role_commercial\n'
        '    action_noter["Noter<br/>ADV<br/>optional"]:::role_adv\n'
        "  end\n"
        '  subgraph phase_deux["Deux"]\n'
        '    action_poser["Poser<br/>Technicien<br/>due: on jour"]:::role_technicien\n'
        '    action_end["Fin #38; suite<br/>ADV<br/>when: jour"]:::role_adv\n'
        "  end\n"
        "  production ==> phase_un\n"
        "  phase_un ==> phase_deux\n"
        '  action_poser -.->|"3 days"| action_end\n'
        '  action_noter -.->|"3 days"| action_end\n'
        "  linkStyle 3 stroke-width:4px\n"
        "  classDef role_commercial fill:#cfe2ff,stroke:#555,color:#000\n"
        "  classDef role_adv fill:#d1e7dd,stroke:#555,color:#000\n"
        "  classDef role_technicien fill:#fff3cd,stroke:#555,color:#000\n"
        "  classDef critical stroke:#000,stroke-width:4px\n"
        "  class action_noter,action_end critical\n"
    )


def test_a_wait_without_an_arrow_stands_in_the_box(brt):
    rewrite(brt, ("role: technicien,", "role: technicien, wait: 1 week,"))
    assert '["Poser<br/>Technicien<br/>wait: 1 week<br/>due: on jour"]' in brt("template", "graph", "essai").out


STATEMENT = re.compile(
    r"""
    \s*(?:
      digraph\ S\ \{ | subgraph\ S\ \{ | \}
      | (?:[a-z]+=(?:S|[A-Za-z]+);?\s*)+
      | (?:node|edge|graph)\ \[A\];(?:\s*(?:node|edge|graph)\ \[A\];)*
      | (?:S|production|cancelled)\ \[A\]; | (?:S|production|cancelled)\ ->\ S(?:\ \[A\])?;
    )
    """,
    re.VERBOSE,
)


def statements(text):
    """Return the lines with texts as S and lists of attributes as A: what is left is the grammar of dot."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "S", text)
    return re.sub(r"\[(?:[a-z]+=(?:S|[a-z0-9]+)(?:, )?)+\]", "[A]", bare).splitlines()


@pytest.mark.parametrize("name", ["essai", "3cx-porta", "ftth-pro"])
def test_a_directed_graph_in_dot(brt, name):
    text = brt("template", "graph", name, "--format", "dot").out
    assert [line for line in statements(text) if not STATEMENT.fullmatch(line)] == []
    assert text.count("{") == text.count("}")


def test_dot_says_the_same(brt):
    text = brt("template", "graph", "essai", "--format", "dot").out
    assert '"appeler" [label="Appeler\\nCommercial\\ndue: 2 business days", fillcolor="#cfe2ff"];' in text
    assert '"noter" [label="Noter\\nADV\\noptional", fillcolor="#d1e7dd", penwidth=4];' in text
    assert 'label="Un \\"premier\\" <b>#1</b>"; style="rounded";' in text
    assert '"noter" -> "poser" [ltail="cluster_un", lhead="cluster_deux", penwidth=3];' in text
    assert '"poser" -> "end" [label="3 days", style=dotted];' in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", ["essai", "3cx-porta", "ftth-pro"])
def test_graphviz_draws_it(brt, name):
    text = brt("template", "graph", name, "--format", "dot").out
    done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout.count("<svg"), done.stderr) == (1, "")


def test_a_type_with_errors_is_not_drawn(brt):
    rewrite(brt, ("role: adv, optional", "role: advv, optional"))
    answer = brt("template", "graph", "essai")
    assert (answer.code, answer.out) == (1, "")
    assert "unknown-role" in answer.err
    assert template_graph.command.epilog


# ── diff ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_otherwise_since_the_last_commit(brt):
    rewrite(
        brt,
        ("due: 2 business days, asks: [jour]", "due: 3 business days, asks: [{field: jour, optional: true}]"),
        (", wait: 3 days", ""),
        ("after: {any: [poser, noter]}", "after: [poser]"),
        ("\n      - {id: noter, name: Noter, role: adv, optional: true}", ""),
        ("role: technicien", "role: adv"),
        (
            "  - id: deux",
            "  - id: trois\n    name: Trois\n    actions: [{id: dire, name: Dire, role: adv}]\n  - id: deux",
        ),
        ("label: Jour", "label: Le jour"),
    )
    answer = brt("template", "diff", "essai")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "~ field jour  Le jour",
        "    label: Jour → Le jour",
        "+ phase trois  Trois",
        "~ phase deux  Deux",
        "    after: un → trois",
        "- action noter  Noter",
        "~ action appeler  Appeler",
        "    due: 2 business days → 3 business days",
        "    asks: - jour  + jour (optional)",
        "+ action dire  Dire",
        "~ action poser  Poser",
        "    role: technicien → adv",
        "~ action end  Fin & suite",
        "    after: the first of poser, noter → poser",
        "    wait: 3 days → –",
    ]


def test_layout_and_comments_make_no_difference(brt):
    rewrite(
        brt, ("name: Deux\n", "# La suite\n    name: 'Deux'\n"), ("due: 2 business days", 'due: "2  business  days"')
    )
    answer = brt("template", "diff", "essai@HEAD", "essai")
    assert (answer.code, answer.out, answer.err) == (0, "", "essai@HEAD and essai are the same.\n")


def test_two_types_and_two_revisions(brt):
    rewrite(brt, ("name: Poser", "name: Poser et tester"))
    git(brt.at, "commit", "-qam", "Autre nom")
    assert brt("template", "diff", "essai").out == ""
    assert "    name: Poser → Poser et tester\n" in brt("template", "diff", "essai@HEAD~1").out
    assert "    name: Poser et tester → Poser\n" in brt("template", "diff", "essai", "essai@HEAD~1").out
    found = brt("template", "diff", "3cx-porta", "3cx-sans-porta-a-distance").out
    assert "- phase portabilite  Portabilité\n" in found
    assert "+ phase mise-en-service  Mise en service à distance\n" in found


def test_another_order(brt):
    lines = TYPE.splitlines()
    lines[7], lines[8] = lines[8], lines[7]
    (brt.at / "installation_types" / "essai.yaml").write_text("\n".join(lines))
    assert brt("template", "diff", "essai").out.splitlines()[1] == "    stands elsewhere in the order"


def test_a_type_whose_roles_and_emails_have_gone_since(brt):
    rewrite(brt, ("role: technicien", "role: adv"))
    toml = (brt.at / "brt.toml").read_text(encoding="utf-8")
    kept = re.sub(r"(?m)^technicien = .*\n", "", toml).replace('"technicien"', '"adv"')
    (brt.at / "brt.toml").write_text(kept, encoding="utf-8")
    assert "    role: technicien → adv\n" in brt("template", "diff", "essai").out


def test_formats(brt):
    rewrite(brt, ("due: on jour", "due: 2 days after jour"))
    found = json.loads(brt("template", "diff", "essai", "--format", "json").out)
    change = {"change": "changed", "kind": "action", "id": "poser", "name": "Poser", "key": "due"}
    change |= {"before": "on jour", "after": "2 days after jour"}
    assert found == {"one": "essai@HEAD", "other": "essai", "changes": [change]}
    (row,) = csv.DictReader(io.StringIO(brt("template", "diff", "essai", "--format", "csv").out))
    assert (row["id"], row["before"], row["after"]) == ("poser", "on jour", "2 days after jour")
    assert brt("template", "diff", "essai", "--format", "plain").out.startswith("changed\taction\tposer\tPoser\tdue\t")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("essai@nulle-part",), 1, "git knows no revision nulle-part."),
        (("essai@--output=x",), 1, "git knows no revision --output=x."),
        (("visio@HEAD", "essai"), 1, "git has no installation_types/visio.yaml at HEAD."),
        (("visio@HEAD",), 1, "There is no installation type visio."),
        (("visio",), 1, "There is no installation type visio."),
        (("essai", "visio"), 1, "There is no installation type visio."),
        (("essai@",), 2, "essai@ is not TYPE or TYPE@REVISION."),
        (("@HEAD", "essai"), 2, "@HEAD is not TYPE or TYPE@REVISION."),
    ],
)
def test_what_is_not_there(brt, words, code, said):
    answer = brt("template", "diff", *words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_outside_of_git(tmp_path):
    brt = Play(tmp_path)
    assert brt("init", ".").code == 0
    for words in (("diff", "ftth-pro"), ("impact",)):
        answer = brt("template", *words, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
        assert (answer.code, answer.out) == (1, "")
        assert f"{tmp_path} is not in a git repository." in answer.err


def test_nothing_is_committed(tmp_path):
    brt = Play(tmp_path)
    assert brt("init", ".").code == 0
    git(tmp_path, "init", "-q")
    for words in (("diff", "ftth-pro"), ("impact",)):
        answer = brt("template", *words)
        assert (answer.code, answer.out) == (1, "")
        assert "Nothing is committed yet" in answer.err


def test_a_longer_text_shows_the_words_that_are_otherwise(brt):
    text = "Raccorder les postes, puis passer le contrôle réseau de 3CX avant la bascule, sans attendre personne."
    rewrite(brt, ("role: technicien,", f"role: technicien, help: '{text}',"))
    git(brt.at, "commit", "-qam", "Une aide")
    rewrite(brt, ("role: technicien,", f"role: technicien, help: '{text.replace('de 3CX', 'du 3CX').lower()}',"))
    answer = brt("template", "diff", "essai")
    assert "    help: Raccorder les postes, … → raccorder les postes, … ; " in answer.out
    assert "… contrôle réseau de 3CX avant la … → … contrôle réseau du 3cx avant la …\n" in answer.out


def test_an_action_in_another_phase_has_the_same_trigger(brt):
    rewrite(brt, ("id: deux", "id: pose"))
    assert "after" not in brt("template", "diff", "essai").out
    rewrite(brt, ("name: Poser,", "name: Poser, after: [],"))
    assert "    after: – → production\n" in brt("template", "diff", "essai").out


def test_a_field_is_known_by_its_label(brt):
    rewrite(brt, ("label: Jour,", "label: Journée,"))
    assert brt("template", "diff", "essai").out == "~ field jour  Journée\n    label: Jour → Journée\n"
