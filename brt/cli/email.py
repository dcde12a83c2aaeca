"""`brt email`: the outbox."""

from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "list": ("brt.cli.email_list", N_("List the emails, the newest last.")),
    "show": ("brt.cli.email_show", N_("Show an email: headers and text.")),
    "preview": ("brt.cli.email_preview", N_("Show an email type with the values of a dossier; nothing is sent.")),
    "send": ("brt.cli.email_send", N_("Send an email type to the people of a dossier, now.")),
    "retry": ("brt.cli.email_retry", N_("Send emails again that did not leave.")),
    "release": ("brt.cli.email_release", N_("Let emails leave that were held back.")),
    "cancel": ("brt.cli.email_cancel", N_("Call emails off that have not left.")),
    "mark-sent": ("brt.cli.email_mark_sent", N_("Note that emails have left, or were told otherwise.")),
    "deliver": ("brt.cli.email_deliver", N_("Hand over the emails that may leave now.")),
    "test": ("brt.cli.email_test", N_("Send a test through the mail server.")),
    "login": ("brt.cli.email_login", N_("Keep the password of the mail server in the keyring.")),
    "arm": ("brt.cli.email_arm", N_("Let emails leave from a database that was copied or restored.")),
}

command = Group(
    "email",
    COMMANDS,
    help=N_("The emails of this workspace: those that wait, that left, and that did not."),
    epilog="brt email list --problems\nbrt email preview bienvenue-lancement 118",
)
