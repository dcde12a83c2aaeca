"""The shape of the files, as pydantic models: which keys there are, and what stands behind them.

They check the shape and make the JSON Schema for editors; what the words mean is checked by the rules, which say more.
Every description is a sentence for the person who writes the file, shown by editors.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from brt.language.forms import (
    LIST,
    MAPPING,
    USING,
    Day,
    Delay,
    Due,
    FieldKey,
    FieldName,
    Id,
    Kind,
    Line,
    Recipient,
    Text,
    event,
    one_of,
)
from brt.records import PARTIES
from brt.say import LANGUAGES, N_

ACTION_EVENTS = ("done", "blocked", "rejected", "shifted", "available", "skipped")
INSTALLATION_EVENTS = ("produced", "completed", "billed", "held", "resumed", "cancelled")
ASK_EVENTS = ("done", "blocked", "rejected")
AUDIENCES = ("customer", "team")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class AnyOf(_Model):
    """The first of several triggers is enough."""

    any: list[Id] = Field(min_length=1, description=N_("Actions and phases: the first of them triggers."))


After = Annotated[list[Id] | AnyOf, MAPPING]


class Send(_Model):
    """An email that leaves when a field changes."""

    send: Id = Field(description=N_("The email type: the name of a file of email_types/, without .yaml."))
    to: list[Recipient] = Field(
        min_length=1,
        description=N_("Recipients: contact:FUNCTION, role:ROLE, assignee, managers, member:ID or an address."),
    )
    hold: bool = Field(default=False, description=N_("It waits for a person to release it."))


class SendOfAction(Send):
    """An email that an action sends."""

    at: event(ACTION_EVENTS) = Field(  # type: ignore[valid-type]
        default="done",
        description=N_("When it leaves: when the action is done, at another event, or 2 business days before FIELD."),
    )


class SendOfInstallation(Send):
    """An email of the installation as a whole."""

    at: event(INSTALLATION_EVENTS) = Field(  # type: ignore[valid-type]
        description=N_("When it leaves: at an event, or 2 business days before FIELD.")
    )


class Ask(_Model):
    """A field that an action asks for."""

    field: FieldName = Field(description=N_("The name of a field."))
    at: one_of(ASK_EVENTS) = Field(  # type: ignore[valid-type]
        default="done", description=N_("When it is asked: to close the action, or when it is blocked or rejected.")
    )
    optional: bool = Field(default=False, description=N_("It may be left out."))
    must: Any = Field(default=None, description=N_("The only answer that closes the action."))


class FieldModel(_Model):
    """A value that is noted during the installation."""

    label: Line = Field(default="", validate_default=False, description=N_("What people call it."))
    kind: Kind = Field(description=N_("What kind of value it is."))
    many: bool = Field(default=False, description=N_("A list of values."))
    secret: bool = Field(default=False, description=N_("Never shown in an email, a list or the log."))
    to_come: bool = Field(
        default=False,
        description=N_("A date of something to come: one that is past, or a day off, is told and asked about."),
    )
    choices: list[Line] = Field(
        default_factory=list, min_length=1, description=N_("The values of a field of kind choice.")
    )
    emails: list[Send] = Field(default_factory=list, description=N_("Emails that leave when its value changes."))


class Action(_Model):
    """Something that one person does."""

    id: Id = Field(description=N_("Its id in kebab-case, unique among phases and actions."))
    name: Line = Field(description=N_("What is to be done, as people say it."))
    role: Id = Field(description=N_("Who does it: a role of brt.toml."))
    help: Text = Field(default="", description=N_("What is good to know when doing it."))
    after: After = Field(
        default_factory=list,
        description=N_("What triggers it: actions and phases, all of them. Default: the start of its phase."),
    )
    wait: Delay = Field(default="", description=N_("It becomes available that long after its trigger."))
    due: Delay = Field(default="", description=N_("When it is to be done. Default: the day it becomes available."))
    when: Text = Field(default="", description=N_("It is only done when this condition is true at its trigger."))
    optional: bool = Field(default=False, description=N_("It does not hold back its phase, the end or billing."))
    bills: bool = Field(default=False, description=N_("Closing it is billing; at most one action."))
    point_of_no_return: bool = Field(
        default=False, description=N_("Once it is done, the installation is called off by force only.")
    )
    asks: list[Annotated[FieldName | Ask, MAPPING]] = Field(
        default_factory=list, description=N_("The fields that must be given to close it.")
    )
    sends_back: list[Id] = Field(
        default_factory=list,
        min_length=1,
        description=N_("The earlier actions that `brt reject` may send the work back to."),
    )
    emails: list[SendOfAction] = Field(default_factory=list, description=N_("The emails that it sends."))


class Check(_Model):
    """Something to be told as soon as a value makes a condition true."""

    when: Text = Field(description=N_("The condition."))
    say: Line = Field(description=N_("What is said then: it warns, and refuses nothing."))


class Phase(_Model):
    """A stage of the installation."""

    id: Id = Field(description=N_("Its id in kebab-case, unique among phases and actions."))
    name: Line = Field(description=N_("What people call it."))
    after: After = Field(
        default_factory=list,
        description=N_("What opens it: actions and phases, all of them. Default: the phase before; [] = production."),
    )
    wait: Delay = Field(default="", description=N_("It opens that long after its trigger."))
    when: Text = Field(default="", description=N_("Its actions are only done when this condition is true."))
    actions: list[Action] = Field(min_length=1, description=N_("Its actions, in the order of time."))


class UsedPhase(_Model):
    """A phase that several types share."""

    use: Id = Field(description=N_("A phase that types share: the name of a file of installation_types/phases/."))
    name: Line = Field(default="", validate_default=False, description=N_("What people call it here."))
    after: After = Field(default_factory=list, description=N_("What opens it here."))
    wait: Delay = Field(default="", validate_default=False, description=N_("It opens that long after its trigger."))
    when: Text = Field(default="", validate_default=False, description=N_("When its actions are done here."))


class SharedPhase(_Model):
    """A phase that several types share, with its fields."""

    id: Id = Field(default="", validate_default=False, description=N_("Its id; default: the name of the file."))
    name: Line = Field(description=N_("What people call it."))
    fields: dict[FieldKey, FieldModel] = Field(
        default_factory=dict, description=N_("What is noted in it: the fields come with it.")
    )
    after: After = Field(default_factory=list, description=N_("What opens it. Default: the phase before."))
    wait: Delay = Field(default="", validate_default=False, description=N_("It opens that long after its trigger."))
    when: Text = Field(
        default="", validate_default=False, description=N_("Its actions are only done when this condition is true.")
    )
    actions: list[Action] = Field(min_length=1, description=N_("Its actions, in the order of time."))


class InstallationType(_Model):
    """An installation type: who does what, when, and which emails leave."""

    name: Line = Field(description=N_("What people call it."))
    summary: Line = Field(default="", description=N_("One sentence to choose it by."))
    fields: dict[FieldKey, FieldModel] = Field(
        default_factory=dict,
        description=N_("What is noted during the installation, by name in snake_case."),
    )
    deadline: FieldName = Field(default="", description=N_("The date field that the whole is measured against."))
    emails: list[SendOfInstallation] = Field(
        default_factory=list, description=N_("Emails of the installation as a whole.")
    )
    checks: list[Check] = Field(
        default_factory=list, description=N_("Warnings, said as soon as a value makes their condition true.")
    )
    phases: list[Annotated[Phase | UsedPhase, USING]] = Field(
        min_length=1, description=N_("Its phases, in the order of time.")
    )
    on_cancel: Annotated[Phase | UsedPhase, USING] = Field(  # type: ignore[assignment]
        default=None, description=N_("A phase that is there only once the installation is cancelled.")
    )


class Translation(_Model):
    """An email type in another language; what it leaves out is taken from the texts above."""

    subject: Line = Field(default="", description=N_("Its subject line in this language."))
    body: Text = Field(default="", description=N_("Its text in this language."))
    html: Text = Field(default="", description=N_("Its HTML in this language."))


class Translations(_Model):
    """An email type in other languages."""

    fr: Translation = Field(default_factory=Translation, description=N_("For those who read French."))
    en: Translation = Field(default_factory=Translation, description=N_("For those who read English."))


class Invite(_Model):
    """An invitation that goes with an email."""

    date: FieldName = Field(description=N_("The field with its date."))
    slot: FieldName = Field(default="", description=N_("The field with its slot; without one it takes the whole day."))


class EmailType(_Model):
    """An email type: the text of an email, in Jinja2."""

    name: Line = Field(description=N_("What people call it."))
    audience: one_of(AUDIENCES) = Field(description=N_("Who reads it: the customer or the team."))  # type: ignore[valid-type]
    language: one_of(LANGUAGES) = Field(  # type: ignore[valid-type]
        default="",
        validate_default=False,
        description=N_("What its texts below are written in, and dates in them; default: what the recipient speaks."),
    )
    subject: Line = Field(description=N_("Its subject line, in Jinja2."))
    body: Text = Field(description=N_("Its text, in Jinja2."))
    html: Text = Field(default="", description=N_("The same as HTML, in Jinja2; values are escaped."))
    translations: Translations = Field(
        default_factory=Translations, description=N_("Its texts in other languages: the recipient's decides.")
    )
    invite: Invite = Field(  # type: ignore[assignment]
        default=None, description=N_("An invitation to the calendar goes with it, and follows the date.")
    )
    attach: list[Text] = Field(
        default_factory=list, min_length=1, description=N_("Files of the workspace that go with it.")
    )


Ids = Annotated[Id | list[Id], LIST]
OpenOfRole = Annotated[list[Id] | dict[Id, Due], MAPPING]


class ScenarioStep(_Model):
    """One thing that happens, and what follows from it."""

    day: Day = Field(default="", description=N_("The day; default: that of the step before."))
    done: Ids = Field(default="", description=N_("Actions that are done."))
    skip: Ids = Field(default="", description=N_("Actions that are skipped."))
    block: Ids = Field(default="", description=N_("Actions that are blocked."))
    unblock: Ids = Field(default="", description=N_("Actions that can go on."))
    reject: Ids = Field(default="", description=N_("An action that sends the work before it back."))
    reopen: Ids = Field(default="", description=N_("Closed actions that are done after all."))
    shift: dict[Id, Day] = Field(default_factory=dict, description=N_("An action that gets another date."))
    bill: bool = Field(default=False, description=N_("The installation is billed."))
    cancel: bool = Field(default=False, description=N_("The installation is cancelled."))
    set: dict[FieldName, Any] = Field(
        default_factory=dict, description=N_("Values of fields: asked for by the actions, or by themselves.")
    )
    party: one_of(PARTIES) = Field(default="us", description=N_("On whom a blocked action waits."))  # type: ignore[valid-type]
    reason: Line = Field(default="", validate_default=False, description=N_("Why it is blocked, skipped or cancelled."))
    refused: bool = Field(default=False, description=N_("The rules say no to it."))
    open: dict[Id, OpenOfRole] = Field(
        default_factory=dict,
        description=N_("What can be done afterwards, all of it: by role, each action with its due date."),
    )
    emails: dict[Id, list[Recipient]] = Field(
        default_factory=dict,
        description=N_("The emails that have left since the step before, all of them, each with its recipients."),
    )


class Scenario(_Model):
    """A test of an installation type: what is done on which day, and what must follow."""

    name: Line = Field(description=N_("What happens in it."))
    type: Id = Field(description=N_("The installation type: the name of its file, without .yaml."))
    start: Day = Field(description=N_("The day of the production."))
    customer: one_of(("prospect", "client")) = Field(  # type: ignore[valid-type]
        default="prospect", description=N_("What the customer was just before.")
    )
    contacts: list[Id] = Field(
        default_factory=list, description=N_("The functions that somebody has; default: all that the type writes to.")
    )
    set: dict[FieldName, Any] = Field(default_factory=dict, description=N_("Values given at the production."))
    steps: list[ScenarioStep] = Field(min_length=1, description=N_("What happens, in the order of time."))


MODELS: dict[str, type[BaseModel]] = {
    "installation-type": InstallationType,
    "phase": SharedPhase,
    "email-type": EmailType,
    "scenario": Scenario,
}


def json_schema(which: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of `which`, a key of MODELS; the sentences in it are msgids."""
    schema: dict[str, Any] = _tidy(MODELS[which].model_json_schema(ref_template="#/definitions/{model}"))
    definitions = schema.pop("$defs", None)
    if definitions:
        schema["definitions"] = definitions
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _tidy(schema: Any) -> Any:
    """Drop what pydantic adds for programs: titles, the docstrings of models, and defaults that only mean "absent"."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    model = schema.get("type") == "object" and "properties" in schema
    return {
        key: {name: _tidy(each) for name, each in value.items()} if key in ("properties", "$defs") else _tidy(value)
        for key, value in _named(schema).items()
        if not (
            (key == "title" and isinstance(value, str))
            or (key == "description" and model)
            or (key == "default" and value in ("", None))
        )
    }


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    """Refuse names that are not of the pattern, of which `patternProperties` alone would say nothing."""
    if "patternProperties" not in schema:
        return schema
    ((pattern, values),) = schema["patternProperties"].items()
    rest = {key: value for key, value in schema.items() if key != "patternProperties"}
    return {**rest, "propertyNames": {"pattern": pattern, **schema["propertyNames"]}, "additionalProperties": values}
