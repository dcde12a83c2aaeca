"""What may stand in a dossier, said beside one that a person edits: an example of every key, ready to be used."""

from brt.say import N_, _
from brt.service.functions import known
from brt.service.sheets.values import BILLINGS, LANGUAGES
from brt.service.sheets.writing import Hint, flow
from brt.settings import Settings

SITE = {"name": "Rennes", "address": "12 rue des Lices, 35000 Rennes"}
CONTACT = {
    "name": "Luc Morel",
    "functions": ["technique", "signataire"],
    "email": "luc@morel.example",
    "phone": "06 12 34 56 78",
}
LINE = {"label": "Licence 3CX Pro 8 appels", "quantity": 1, "unit_price": "350.00", "billing": "yearly"}

ON_SITE = N_("name, address; subdivision (a part of the country with holidays of its own, such as Alsace-Moselle)")
ON_PEOPLE = N_("roles: {roles}; members: {members}")
ON_CONTACTS = N_(
    "functions: {functions}; and `language: {languages}`, `active: false` (has left), "
    "`accept_emails: false` (gets none)"
)


def hints(settings: Settings) -> dict[str, Hint]:
    """Return what to say of each key, with the roles, the team and the functions of contacts of the workspace."""
    team = settings.team.values()
    holders = {role: next((who.id for who in team if role in who.roles), None) for role in settings.roles}
    people = _(ON_PEOPLE).format(roles=", ".join(settings.roles), members=", ".join(settings.team))
    functions = ", ".join(known(settings.root))
    contacts = _(ON_CONTACTS).format(functions=functions, languages=" | ".join(LANGUAGES))
    return {
        "site": Hint(flow(SITE), _(ON_SITE)),
        "people": Hint(flow(holders), people),
        "contacts": Hint(flow(CONTACT), contacts),
        "lines": Hint(flow(LINE), "billing: " + " | ".join(BILLINGS)),
    }
