"""A word that is no command: it is not there yet, it is what people call one, or it was misspelt."""

import re
from collections.abc import Iterable, Iterator, Sequence

import click

from brt.cli.oneof import Choice
from brt.errors import Usage
from brt.kinds.base import fold, nearest
from brt.say import N_, _
from brt.views.words import either

NOT_YET = {
    "absence": N_("Until then: brt assign ACTION… MEMBER, or brt dossier assign DOSSIER ROLE=MEMBER for all of a role"),
    "action": N_("Until then: brt note DOSSIER TEXT for what is to be done besides, brt skip ACTION for what is not"),
    "undo": N_("Until then: brt reopen ACTION for what was closed by mistake, brt set for a wrong value"),
    "upgrade": N_(
        "Until then what runs stays as it was produced; what an edited type means for it: brt template impact"
    ),
    "verify": N_("Until then: brt doctor, which checks the database too"),
}
"""What is planned, and what does the nearest thing today."""

WORDS = {
    "todo": "taches liste lister list ls",
    "done": "fait faire fini finir termine terminer valide valider effectue effectuer clore cloturer finish complete",
    "show": "voir montrer afficher fiche open",
    "skip": "passer sauter ignorer",
    "reject": "rejeter refuser renvoyer",
    "block": "bloquer",
    "unblock": "debloquer",
    "shift": "decaler reporter deplacer postpone delay move",
    "hold": "suspendre pause",
    "resume": "reprendre",
    "cancel": "annuler supprimer delete remove",
    "reopen": "rouvrir annuler",
    "take": "prendre",
    "assign": "assigner affecter attribuer confier give",
    "note": "noter remarque commentaire comment",
    "set": "changer modifier change",
    "edit": "modifier corriger",
    "get": "lire",
    "produce": "produire lancer demarrer start",
    "overview": "apercu synthese suivi status",
    "history": "historique journal log",
    "why": "pourquoi",
    "bill": "facturer facture facturation invoice",
    "help": "aide",
    "whoami": "qui",
    "doctor": "verifier check",
    "email": "mail mails emails courriel courriels",
    "template": "modele modeles type types",
    "find": "chercher rechercher trouver search",
    "add": "ajouter creer nouveau new create",
    "import": "importer",
    "export": "exporter",
    "lose": "perdre perdu supprimer delete remove",
    "list": "liste lister ls",
}
"""What people call commands, without accents."""

OPTIONS = {
    "all": "tout tous toutes",
    "as": "comme",
    "at-risk": "risque a-risque risk health sante status statut etat",
    "blocked": "bloque bloques bloquee bloquees stuck health sante status statut etat",
    "color": "couleur couleurs colour",
    "customer": "client",
    "dry-run": "essai simuler simulation",
    "early": "avance",
    "format": "sortie",
    "help": "aide",
    "label": "etiquette libelle",
    "late": "retard en-retard retards overdue health sante status statut etat",
    "line": "ligne",
    "me": "moi",
    "no-input": "sans-question",
    "note": "remarque commentaire comment",
    "on": "le date",
    "on-hold": "pause en-pause suspendu hold health sante status statut etat",
    "only": "seul seule",
    "output": "fichier file",
    "party": "partie",
    "person": "personne",
    "reason": "raison motif",
    "role": "roles",
    "set": "champ field valeur value",
    "since": "depuis from",
    "stalled": "arret a-l-arret health sante status statut etat",
    "start": "debut",
    "status": "statut etat",
    "team": "equipe",
    "type": "types",
    "unassigned": "libre libres non-attribue",
    "until": "jusque jusqu'a jusqu-a to",
    "who": "qui membre member",
    "workspace": "espace dossier",
    "yes": "oui",
}
"""What people call options, without accents."""

ALIKE = 0.7
"""So much of a word must be that of a command: with less, "absence" would be taken for "cancel"."""
BEGUN = 2
"""So many letters name the commands that begin so."""
MOST = 4
"""So many commands are named at most."""
NUMBERED = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
"""What may be a dossier or an action."""


class NotYet(Usage):
    """The command is planned; NOT_YET has a better hint."""

    says = N_("brt {command} is planned, but not there yet.")
    hint = N_("To see what there is: brt --help")


def unknown(ctx: click.Context, name: str, topics: Iterable[str] = ()) -> Exception:
    """Return what to say of `name`, which is no command of the group of `ctx`; `topics` of the help may be meant."""
    if name in NOT_YET and ctx.parent is None:
        return NotYet(hint=NOT_YET[name], command=name)
    said = _("No such command {name!r}.").format(name=name)
    if meant := list(dict.fromkeys(_meant(ctx, name, topics)))[:MOST]:
        said += " " + _("Did you mean {names}?").format(names=either(f"`{one}`" for one in meant))
    return click.UsageError(said, ctx)


def option(error: click.UsageError, ctx: click.Context) -> click.UsageError:
    """Return what is wrong with the options of a command: with what may have been meant, or with what one takes."""
    if isinstance(error, click.NoSuchOption):
        every = [name for param in ctx.command.params for name in (*param.opts, *param.secondary_opts)]
        names = [name.removeprefix("--") for name in every if name.startswith("--")]
        said = _("No such option {name!r}.").format(name=error.option_name)
        if meant := options_called(error.option_name, names):
            said += " " + _("Did you mean {names}?").format(names=either(f"`--{one}`" for one in meant))
        return click.UsageError(said, error.ctx)
    taken = next((param.type for param in ctx.command.params if getattr(error, "option_name", "") in param.opts), None)
    if isinstance(error, click.BadOptionUsage) and isinstance(taken, Choice):
        takes = _("It takes one of {choices}.").format(choices=taken.listed())
        return click.UsageError(f"{error.message} {takes}", error.ctx)
    return error


def options_called(typed: str, names: Sequence[str]) -> list[str]:
    """Return those of `names` that an option may stand for: called so, else written alike."""
    word = fold(typed).removeprefix("--")
    if not typed.startswith("--"):
        return []
    return [name for name in names if word in OPTIONS.get(name, "").split()] or nearest(word, names, ALIKE)


def _meant(ctx: click.Context, name: str, topics: Iterable[str]) -> list[str]:
    """Return the commands that `name` may stand for, as they are typed: those called so, else those written alike."""
    known = _known(ctx.find_root())
    known |= {topic: [f"{ctx.find_root().command_path} help {topic}"] for topic in topics}
    here = f"{ctx.command_path} "
    letters = sorted(fold(name))
    begun = [word for word, paths in known.items() if f"{here}{word}" in paths and word.startswith(fold(name))]
    if fold(name) in known:
        found = known[fold(name)]
    elif NUMBERED.fullmatch(name):
        found = [f"{ctx.find_root().command_path} show {name}"]
    elif len(name) >= BEGUN and begun:
        found = [f"{here}{word}" for word in begun]
    else:
        turned = [word for word in known if sorted(word) == letters]  # two letters the wrong way round
        found = [path for word in turned or nearest(name, known, ALIKE) for path in known[word]]
    return [path for path in found if path.startswith(here)] or found


def _known(root: click.Context) -> dict[str, list[str]]:
    """Return the words for commands: their names and what people call them, with how those commands are typed."""
    found: dict[str, list[str]] = {}
    for path in _paths(root):
        found.setdefault(path.rpartition(" ")[2], []).append(path)
    names = dict(found)
    for command, words in WORDS.items():
        for word in words.split():
            found[word] = [*found.get(word, ()), *names[command]]
    return found


def _paths(root: click.Context) -> Iterator[str]:
    """Yield every command as it is typed; those inside groups come last."""
    commands = list(_inside(root, root.command))
    yield from (f"{root.command_path} {name}" for name, _command in commands)
    for name, command in commands:
        yield from (f"{root.command_path} {name} {below}" for below, _command in _inside(root, command))


def _inside(ctx: click.Context, group: click.Command | None) -> list[tuple[str, click.Command | None]]:
    if not isinstance(group, click.Group):
        return []
    return [(name, group.get_command(ctx, name)) for name in group.list_commands(ctx)]
