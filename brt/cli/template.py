"""`brt template`: the workshop of installation types."""

from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "lint": ("brt.cli.lint", N_("Check installation types and email types.")),
    "list": ("brt.cli.template_list", N_("List the installation types.")),
    "show": ("brt.cli.template_show", N_("Show what an installation type holds.")),
    "new": ("brt.cli.template_new", N_("Write a first, commented installation type.")),
    "duplicate": ("brt.cli.template_duplicate", N_("Copy an installation type.")),
    "simulate": ("brt.cli.template_simulate", N_("Work an installation type on paper: when it ends, and why.")),
    "diff": ("brt.cli.template_diff", N_("Compare two installation types, or one with what it was.")),
    "impact": ("brt.cli.template_impact", N_("Show which running installations a change would touch.")),
    "graph": ("brt.cli.template_graph", N_("Draw an installation type, for Mermaid or Graphviz.")),
    "test": ("brt.cli.template_test", N_("Play the scenarios that test the installation types.")),
    "schema": ("brt.cli.template_schema", N_("Print the JSON Schema, for editors.")),
}

command = Group(
    "template",
    COMMANDS,
    help=N_("Lint, list, show and write installation types."),
    epilog="brt template list\nbrt template show 3cx-porta\nbrt template duplicate 3cx-porta 3cx-sda",
)
