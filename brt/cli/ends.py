"""How a command can end and which variables it heeds, declared beside it; its help and its manual page show that."""

from typing import NamedTuple

from brt.say import N_

WRONG = N_("the command line is wrong")
NOBODY = N_("the command line is wrong, or nothing says who acts")
STOPPED = N_("Ctrl-C at a question; nothing was changed")


class Ends(NamedTuple):
    """What the exit codes of a command say, as msgids ("": it never ends so), and the variables that count for it."""

    done: str = N_("done")
    no: str = ""
    usage: str = WRONG
    fails: str = ""
    variables: tuple[str, ...] = ()

    def codes(self, *, asks: bool) -> dict[int, str]:
        """Return what each exit code says that can come; `asks`: the command may ask something."""
        said = {0: self.done, 1: self.no, 2: self.usage, 3: self.fails, 130: STOPPED if asks else ""}
        return {code: text for code, text in said.items() if text}


ALONE = Ends()
"""Needs nothing but what is typed."""
FILES = Ends(
    no=N_("not found, or it has mistakes"),
    fails=N_("no workspace, or a mistake in brt.toml"),
    variables=("BRT_WORKSPACE",),
)
"""Reads or writes files of the workspace."""
PAGES = FILES._replace(variables=("BRT_WORKSPACE", "PAGER"))
"""Shows what those say, which may be long."""
LOOKS = Ends(
    done=N_("done, or there is nothing to show"),
    no=N_("not found"),
    fails=N_("no workspace, a mistake in brt.toml, or the database failed"),
    variables=PAGES.variables,
)
"""Reads the database."""
MINE = LOOKS._replace(usage=NOBODY, variables=("BRT_USER", *LOOKS.variables))
"""Reads the database, and what it shows depends on who looks."""
ACTS = LOOKS._replace(
    done=Ends().done,
    no=N_("refused, or not found; nothing was changed"),
    usage=NOBODY,
    variables=("BRT_USER", "BRT_WORKSPACE"),
)
"""Changes something, in somebody's name."""
MAILS = N_("no workspace, a mistake in brt.toml, or the database or the mail server failed")
"""What exit code 3 says where emails leave by themselves."""
