"""`brt email`: the outbox."""

from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "list": ("brt.cli.email_list", N_("List the emails, the newest last.")),
    "show": ("brt.cli.email_show", N_("Show an email: headers and text.")),
    "preview": ("brt.cli.email_preview", N_("Show an email type with the values of a dossier; nothing is sent.")),
    "send": ("brt.cli.email_send", N_("Send an email type to the people of a dossier, now.")),
    "deliver": ("brt.cli.email_deliver", N_("Hand over the emails that may leave now.")),
}

command = Group(
    "email",
    COMMANDS,
    help=N_("List, show, preview and deliver emails."),
    epilog="brt email list --problems\nbrt email preview bienvenue-lancement 118",
)
