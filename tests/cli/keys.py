"""The keys of the published JSON: those of the contract, and after `|` those that came since. None may go."""

ASK = {"field", "kind", "label", "at", "optional", "must", "many", "choices", "value"} | {"given"}
BLOCKED = {"reason", "party", "since", "until"}
ITEM = {
    *("number", "ref", "dossier", "customer", "installation_type", "phase", "action", "name", "role", "assignee"),
    *("status", "available_on", "due", "due_source", "late_days", "asks", "blocked", "optional"),
} | {"skip_asked", "waits_for_field", "blocked_days", "site", "closed_on", "closed_by", "attempt"}
WHY = ITEM | {"depth", "holds_back", "when"} | {"risk"}
WHY_PHASE = {"depth", "number", "phase", "name", "status", "available_on"}
ACTION = ITEM | {"help", "waits_for", "contacts", "emails"} | {"stopped", "phase_name", "place", "known", "sent_back"}
SHOW = {"dossier", "customer", "customer_kind", "status", "people", "installations"} | {"site", "lost"}
INSTALLATION = {
    *("installation_type", "label", "status", "health", "produced_on", "fields", "progress", "phases"),
} | {
    *("name", "billed_on", "revision", "expected_end", "earliest_end", "end_waits_for_field", "ended_on", "stopped"),
    *("risk", "dates"),
}
PROGRESS = {"closed", "total", "percent"}
RISK = {"number", "name", "done_on", "field", "label", "date", "limit", "due", "way"}
PHASE = {"id", "name", "status", "actions"}
OVERVIEW = {
    *("dossier", "customer", "installation_type", "status", "health", "produced_on", "phase", "progress"),
    *("next_action", "open_actions", "late_days", "expected_end"),
} | {"label", "healths"}
CHANGE = {"closed", "opened", "emails"} | {
    "changed",
    "installations",
    "fields",
    "warnings",
    "unblocked",
    "moved",
    "ends",
    "regained",
}
REGAINED = {"dossier", "since", "by", "reason"}
WARNING = {"dossier", "installation_type", "label", "text"} | {"risk"}
CHANGED_FIELD = {"dossier", "installation_type", "field", "kind", "label", "secret", "was", "value", "cleared"}
SENT = {"number", "email_type", "to", "status"} | {"target"}
BILLABLE = {"dossier", "customer", "installation_type", "label", "ready", "missing", "amounts"}
ENTRY = {"at", "today", "dossier", "seq", "actor", "command", "facts"} | {"customer", "emails"}
FACT = {"what", "number", "name", "day", "member", "party", "kind", "value", "text", "early"} | {"was"}
DRY = {
    *("dossier", "customer", "installation_type", "label", "people", "expected_end", "actions", "emails"),
} | {"end_waits_for_field", "warnings", "phases", "earliest_end", "risk", "regained"}
DRY_ACTION = {"phase", "action", "name", "role", "assignee", "available_on", "due", "applicable"} | {"waits_for_field"}
DRY_EMAIL = {"email_type", "to", "status", "subject", "body"} | {
    *("dossier", "action", "target", "to_name", "language", "reason", "html", "invite", "attach", "not_before"),
}
