"""`brt db`: the file that everything is kept in."""

from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "backup": ("brt.cli.db_backup", N_("Write a checked copy of the database.")),
    "restore": ("brt.cli.db_restore", N_("Put a copy in the place of a database that is gone.")),
    "migrate": ("brt.cli.db_migrate", N_("Bring the database up to the format of this brt.")),
}

command = Group(
    "db",
    COMMANDS,
    help=N_("Copy the database, put a copy back, bring it up to date."),
    epilog="brt db backup ../brt-lundi.db\nbrt db migrate",
)
