"""Every command with its sentence; the module is imported when the command is run."""

import click

from brt import __version__
from brt.cli.group import Group
from brt.say import N_

COMMANDS = {
    "init": ("brt.cli.init", N_("Make a workspace.")),
    "dossier": ("brt.cli.dossier", N_("Write, import and show dossiers.")),
    "produce": ("brt.cli.produce", N_("Put a dossier to work with an installation type.")),
    "todo": ("brt.cli.todo", N_("Show what is to be done.")),
    "show": ("brt.cli.show", N_("Show a dossier, or an action.")),
    "done": ("brt.cli.done", N_("Close actions that are done and open what waited for them.")),
    "skip": ("brt.cli.skip", N_("Close actions without doing them.")),
    "reopen": ("brt.cli.reopen", N_("Do closed actions after all.")),
    "reject": ("brt.cli.reject", N_("Send the work before an action back, for a second attempt.")),
    "block": ("brt.cli.block", N_("Say that actions are stuck, on whom, and why.")),
    "unblock": ("brt.cli.unblock", N_("Let stuck actions go on.")),
    "shift": ("brt.cli.shift", N_("Give an action another date.")),
    "hold": ("brt.cli.hold", N_("Let an installation rest.")),
    "resume": ("brt.cli.resume", N_("Let an installation that rests go on.")),
    "cancel": ("brt.cli.cancel", N_("Call an installation off.")),
    "take": ("brt.cli.take", N_("Take actions on.")),
    "assign": ("brt.cli.assign", N_("Give actions to a member of the team.")),
    "note": ("brt.cli.note", N_("Write a remark on an action or a dossier.")),
    "set": ("brt.cli.set", N_("Give fields other values; what hangs on them moves.")),
    "get": ("brt.cli.get", N_("Print the value of a field.")),
    "overview": ("brt.cli.overview", N_("Show every running installation, the worst first.")),
    "history": ("brt.cli.history", N_("Show who did what, when.")),
    "why": ("brt.cli.why", N_("Say why something cannot be done yet.")),
    "bill": ("brt.cli.bill", N_("Bill an installation, or list what can be billed.")),
    "digest": ("brt.cli.digest", N_("Send each member the list of the day.")),
    "email": ("brt.cli.email", N_("List, show, preview and deliver emails.")),
    "template": ("brt.cli.template", N_("Lint, list, show and write installation types.")),
    "lint": ("brt.cli.lint", N_("Check installation types and email types.")),
    "rule": ("brt.cli.rule", N_("Explain a rule of the linter.")),
    "completion": ("brt.cli.completion", N_("Teach the shell to complete what is typed.")),
    "config": ("brt.cli.config", N_("Show the settings, and where each comes from.")),
    "help": ("brt.cli.help", N_("Explain a command, or dates, references, formats, exit codes, the environment.")),
    "db": ("brt.cli.db", N_("Copy the database, put a copy back, bring it up to date.")),
    "doctor": ("brt.cli.doctor", N_("Check that everything is there that brt needs.")),
    "whoami": ("brt.cli.whoami", N_("Say who you are for brt, and why.")),
}


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"brt {__version__}")
        ctx.exit()


@click.pass_context
def _home(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        from brt.cli.home import show

        show(ctx.obj)


ROOT = Group(
    "brt",
    COMMANDS,
    callback=_home,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help=N_("Print the version and leave."),
        )
    ],
    help=N_("Installation types: who does what, when, and which email leaves."),
    epilog=N_(
        "Where to begin: brt init my-company, then brt todo. Each command explains itself: brt help done. "
        "For all of them: brt help exit-codes, environment, dates, references, formats"
    ),
)
