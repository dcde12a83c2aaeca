"""Whatever has a finite set of answers: a slip of the fingers is told which was meant."""

import shutil

import pytest

from tests.conftest import Brt

NEAR = [
    ("tdo", 2, "todo"),
    ("dossier shw 118", 2, "show"),
    ("email lst", 2, "list"),
    ("simulate visite", 2, "brt template simulate"),
    ("login", 2, "brt email login"),
    ("help formts", 2, "formats"),
    ("todo --tem", 2, "--team"),
    ("todo --formt json", 2, "--format"),
    ("todo --format jsn", 2, "json"),
    ("block 4002 --reason x --party custmer", 2, "customer"),
    ("overview --by persn", 2, "person"),
    ("completion bsh", 2, "bash"),
    ("config shwo", 2, "show"),
    ("show D-2026-181", 1, "D-2026-118"),
    ("show mrel", 1, "D-2026-118"),
    ("produce 119 --type visit", 1, "visite"),
    ("overview --type visit", 1, "visite"),
    ("template show visit", 1, "visite"),
    ("done 118/apeler", 1, "appeler"),
    ("show 118/visit/appeler", 1, "visite"),
    ("assign 4002 sonja", 1, "sonia"),
    ("todo --who sonja", 1, "sonia"),
    ("todo --as sonja", 2, "sonia"),
    ("todo --role techniciens", 1, "technicien"),
    ("dossier assign 118 advv=sonia", 1, "adv"),
    ("dossier assign 118 adv=sonja", 1, "sonia"),
    ("set 118 rdvv=10/12", 1, "rdv"),
    ("done 4001 --set rdvv=10/12", 1, "rdv"),
    ("get 118 rdvv", 1, "rdv"),
    ("set 118 accord=oui-tou", 1, "oui-tout"),
    ("email preview rdv-confirm 118", 1, "rdv-confirme"),
    ("email list --status snt", 2, "sent"),
    ("rule wrong-valeu", 1, "wrong-value"),
]


@pytest.fixture(scope="module")
def at_work(prepared, tmp_path_factory):
    brt = Brt(shutil.copytree(prepared, tmp_path_factory.mktemp("near") / "espace"))
    brt.json("produce", "118", "--type", "visite")
    return brt


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("line", "code", "meant"), NEAR, ids=[line for line, _code, _meant in NEAR])
def test_the_nearest_name_is_offered(at_work, line, code, meant, language):
    answer = at_work(*line.split(), BRT_LANG=language)
    assert (answer.code, answer.out) == (code, "")
    asked = "Did you mean" if language == "en" else "Peut-être"
    assert meant in answer.err.partition(asked)[2]


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ("tecnique,signataire", "a contact with the function tecnique. Did you mean `technique`?\n"),
        ("gérant", "function gerant; functions are administratif, facturation, gardien, signataire and technique.\n"),
        ("Technique,gardien,facturation", ""),
    ],
)
def test_a_function_that_nothing_writes_to_is_told(brt, functions, told):
    for path in (brt.root / "installation_types").glob("*.yaml"):
        path.unlink()
    phase = brt.root / "installation_types" / "phases" / "clefs.yaml"
    phase.parent.mkdir(exist_ok=True)
    phase.write_text(
        "name: Clefs\nactions:\n- {id: a, name: A, role: adv, emails: [{send: x, to: [contact:gardien]}]}\n"
    )
    said = brt("dossier", "add", "D-2026-190", "--customer", "Neuf", "--contact", f"{functions}=Luc <l@m.example>")
    lines = [line for line in said.err.splitlines(keepends=True) if "function" in line]
    assert (said.code, len(lines)) == (0, 1 if told else 0)
    assert "".join(lines).endswith(told)
    file = brt.root / "d.yaml"
    file.write_text(f"{{ref: D-2026-190, customer: Neuf, contacts: [{{name: Léa, functions: [{functions}]}}]}}")
    assert ("No installation type" in brt("dossier", "import", str(file)).err) == bool(told)
    assert "No installation type" not in brt("dossier", "import", str(file)).err
