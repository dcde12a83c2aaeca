"""`brt dossier`: what was sold, to whom, and who works on it."""

from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "add": ("brt.cli.dossier_add", N_("Write a dossier.")),
    "import": ("brt.cli.dossier_import", N_("Create and update the dossiers of a file, YAML or CSV.")),
    "list": ("brt.cli.dossier_list", N_("List the dossiers.")),
    "show": ("brt.cli.dossier_show", N_("Show a dossier: people, contacts, what was sold.")),
    "find": ("brt.cli.dossier_find", N_("Find dossiers by customer, site, number, RIO or contact.")),
    "edit": ("brt.cli.dossier_edit", N_("Change a dossier in your editor.")),
    "contact": ("brt.cli.dossier_contact", N_("Add a contact to a dossier, or change one.")),
    "export": ("brt.cli.dossier_export", N_("Write dossiers as a file, YAML or CSV.")),
    "lose": ("brt.cli.dossier_lose", N_("Mark a dossier as lost.")),
    "assign": ("brt.cli.dossier_assign", N_("Give roles on a dossier to members of the team.")),
}

command = Group(
    "dossier",
    COMMANDS,
    help=N_("Write, import and show dossiers."),
    epilog="brt dossier import dossiers.csv\nbrt dossier list morel\nbrt dossier assign 118 technicien=karim",
)
