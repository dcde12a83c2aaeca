"""What `brt help TOPIC` and the manual page explain: what holds for every command."""

from typing import NamedTuple

from brt.say import N_


class Topic(NamedTuple):
    """A page of the help; all texts are msgids, but for what is typed."""

    title: str
    rows: tuple[tuple[str, str], ...]
    more: str = ""


TOPICS = {
    "exit-codes": Topic(
        N_("What the exit code of a command says."),
        (
            ("0", N_("Done; or there is nothing to show.")),
            ("1", N_("The answer is no: refused, not found, findings. Nothing was changed.")),
            ("2", N_("The command line is wrong, or nothing says who acts.")),
            ("3", N_("The surroundings failed: the database, brt.toml, the mail server.")),
            ("70", N_("A bug of brt; the message names the file that describes it.")),
            ("130", N_("Interrupted with Ctrl-C. Nothing was changed.")),
        ),
        N_("Data goes to stdout, everything else that is said to stderr."),
    ),
    "environment": Topic(
        N_("The environment variables that brt heeds."),
        (
            ("BRT_USER", N_("Who acts: a member of the team. --as comes before it.")),
            ("BRT_WORKSPACE", N_("The folder of the workspace. -C comes before it.")),
            ("BRT_LANG", N_("fr or en; otherwise `language` in brt.toml, else LANGUAGE, LC_ALL, LC_MESSAGES, LANG.")),
            ("BRT_NO_INPUT", N_("Set to anything: never ask.")),
            ("VISUAL, EDITOR", N_("The editor of brt dossier edit.")),
            (
                "NO_COLOR, FORCE_COLOR",
                N_("Set to anything: no colours; colours even in a pipe. --color comes before them."),
            ),
            ("TERM", N_("dumb: no colours, no pager.")),
            ("PAGER", N_("What shows pages that are longer than the terminal (default: less); empty or cat: nothing.")),
            ("COLUMNS, LINES", N_("How wide and high the terminal is, instead of what it says itself.")),
            ("XDG_CONFIG_HOME", N_("Where the own configuration file is (default: ~/.config).")),
            ("BRT_NOW", N_("The clock of tests, together with BRT_TESTING=1: 2026-11-30T09:00.")),
        ),
        N_(
            'The own configuration file, ~/.config/brt/config.toml, may hold one line: user = "MEMBER". '
            "What counts, and where it comes from: brt config --origin"
        ),
    ),
    "dates": Topic(
        N_("How dates are typed. What was understood is shown in full."),
        (
            ("2026-12-15, 15/12, 15 déc", N_("A day; without a year, the next one of that name.")),
            ("today, aujourd'hui, hier, demain", N_("Today, tomorrow, yesterday; also in the other language.")),
            ("fri, ven, vendredi", N_("The next Friday.")),
            ("+3bd, +3jo", N_("Three business days later: no weekend, no public holiday, no day off.")),
            ("+2w, +2s", N_("Two weeks later.")),
            ("+5d, +5j", N_("Five calendar days later.")),
            ("-3bd, -3jo, -1w, -1d", N_("The same, earlier.")),
        ),
        N_(
            "What begins with + or - counts from the due date (or the value set now) or from today, whichever is "
            "later. For what happened (--on, --since) a day and month, or a weekday, is the last one. In a field that "
            "no date hangs on, such as the day of a signature, a day and month that passed within 90 days is that one. "
            "Otherwise it is next year's: brt says so, and on a terminal asks, as for a date to come that is past or a "
            "day off. Another date may be typed as the answer."
        ),
    ),
    "references": Topic(
        N_("How dossiers and actions are named."),
        (
            ("D-2026-118", N_("A dossier, by its reference.")),
            ("118", N_("Or by the end of it, when that fits one dossier only; those in production come first.")),
            ("morel", N_("Or by a part of the customer's name, to look only.")),
            ("4127", N_("An action, by its number, which is never used again.")),
            ("118/valider-go", N_("Or by its dossier and its id.")),
            ("118/3cx-porta/valider-go", N_("With the type, where several installations run on the dossier;")),
            ("118/Lot 2/valider-go", N_("or with the label of that installation.")),
            ("@mine.csv", N_("What a file names: a CSV as brt prints it, or a name a line.")),
        ),
    ),
    "formats": Topic(
        N_("What --format prints."),
        (
            ("table", N_("For people: in their language, aligned.")),
            ("plain", N_("A line each, the columns of csv, tabs between them, no titles: for cut, grep and awk.")),
            ("json", N_("Everything, under keys that stay. Dates are ISO, lists are arrays.")),
            ("csv", N_("With titles, for programs: commas, UTF-8 without a mark, ids.")),
        ),
        N_(
            "All but table show values as they are stored: ids instead of labels, nothing shortened. A French "
            "Excel opens what `brt dossier export --output tous.csv` writes (semicolons, a byte order mark); it takes "
            "another CSV by Data > From Text/CSV. dossier export, template graph, template schema and completion print "
            "files of formats of their own."
        ),
    ),
}
