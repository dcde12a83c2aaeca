"""`brt completion`."""

import sys

import click

from brt.cli import oneof
from brt.cli.ends import ALONE
from brt.cli.group import says
from brt.cli.shells import SHELLS, script
from brt.say import N_


@says(
    N_(
        "Print what teaches a shell to complete dossiers, actions, people, fields and values. It goes there, once:\n\n"
        "bash        mkdir -p ~/.local/share/bash-completion/completions\n"
        "            brt completion bash > ~/.local/share/bash-completion/completions/brt\n"
        "            (without the package bash-completion: >> ~/.bashrc)\n"
        "zsh         mkdir -p ~/.zfunc\n"
        "            brt completion zsh > ~/.zfunc/_brt\n"
        "            (in ~/.zshrc: fpath+=~/.zfunc; autoload -Uz compinit; compinit)\n"
        "fish        mkdir -p ~/.config/fish/completions\n"
        "            brt completion fish > ~/.config/fish/completions/brt.fish\n"
        "PowerShell  New-Item -ItemType Directory -Force (Split-Path $PROFILE)\n"
        "            brt completion powershell >> $PROFILE\n\n"
        "A shell that is opened afterwards completes."
    ),
    "brt completion bash\nbrt completion powershell",
    ends=ALONE,
)
@click.argument("shell", metavar="SHELL", type=oneof.Choice(list(SHELLS)))
def command(shell: str) -> None:
    """Print the script."""
    sys.stdout.write(script(SHELLS[shell].file))
