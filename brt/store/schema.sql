-- One text for every database. {id} and {strict} are filled in by the store when it creates a file.
-- Dates are text 'YYYY-MM-DD', instants text '…Z' (UTC, fixed width), money text, booleans 0/1, lists JSON text.

create table meta (                       -- workspace id, mail domain
  key   text primary key,
  value text not null
) {strict};

create table counter (                    -- numbers that are permanent, never reused, known before the fact is written
  name text primary key,
  next integer not null
) {strict};
-- The short numbers are the endings of references: `brt show 118` means a dossier as long as no action is number 118.
insert into counter (name, next) values ('action', 4001), ('installation', 1);

-- ── data: edited in place, personal, never replayed ──────────────────────────────────────────────

create table customer (
  id    {id},
  name  text not null,
  fold  text not null unique,             -- NFKC and case folded in the program: the same name is the same customer
  kind  text not null check (kind in ('prospect', 'client'))
) {strict};

create table dossier (
  id          {id},
  ref         text not null unique,
  tail        text not null,              -- the reference folded and reversed: "a unique ending" is an index range
  customer_id integer not null references customer,
  status      text not null check (status in ('quote', 'production', 'billing', 'lost')),
  site        text not null,              -- JSON {name, address, subdivision}
  seq         integer not null default 0  -- of its last log row: raising it is the lock
) {strict};
create index dossier_tail on dossier (tail);
create index dossier_at_hand on dossier (ref) where status in ('quote', 'production');
create index dossier_customer on dossier (customer_id);

create table contact (
  id         {id},
  dossier_id integer not null references dossier,
  name       text not null,
  functions  text not null,               -- JSON list
  email      text,
  phone      text,
  language   text,
  active     integer not null default 1,
  accepts    integer not null default 1
) {strict};
create index contact_dossier on contact (dossier_id);

create table line (
  dossier_id integer not null references dossier,
  position   integer not null,
  label      text not null,
  quantity   integer not null,
  unit_price text not null,
  billing    text not null check (billing in ('one_off', 'monthly', 'yearly')),
  primary key (dossier_id, position)
) {strict};

-- ── work: what the log gives when it is replayed ──────────────────────────────────────────────────

create table plan (                       -- one row a different plan, however many installations run it
  id     {id},
  type   text not null,
  hash   text not null unique,
  body   text not null                    -- canonical JSON, carries its own format number
) {strict};

create table person (                     -- who holds a role on the dossier
  dossier_id integer not null references dossier,
  role       text not null,
  member     text not null,
  primary key (dossier_id, role)
) {strict};
create index person_member on person (member);

create table installation (
  id             integer primary key,
  dossier_id     integer not null references dossier,
  type           text not null,
  label          text not null,
  plan_id        integer not null references plan,
  status         text not null check (status in ('running', 'on_hold', 'complete', 'cancelling', 'cancelled')),
  produced_on    text not null,
  customer_kind  text not null,
  revision       text,
  held_on        text,
  billed_on      text,
  ended_on       text,                    -- null = in the manager's view
  -- a summary of the work, written with it and never replayed
  closed         integer not null default 0,
  total          integer not null default 0,
  phase          text,
  expected_end   text,                    -- the forecast of the last write …
  at_risk        integer not null default 0,
  forecast_until text,                    -- … and the last day on which it still holds
  unique (dossier_id, type, label)
) {strict};
create index installation_listed on installation (dossier_id) where ended_on is null;
create index installation_unbilled on installation (dossier_id) where billed_on is null;

create table phase (
  installation_id integer not null references installation,
  key             text not null,
  generation      integer not null,
  triggered       integer not null,
  triggered_on    text,
  opens_on        text,
  completed_on    text,
  applies         integer,
  primary key (installation_id, key)
) {strict};

create table action (                     -- at its current generation; earlier ones are in the log
  number          integer primary key,
  installation_id integer not null references installation,
  key             text not null,
  position        integer not null,
  generation      integer not null,
  status          text not null
                  check (status in ('waiting', 'open', 'done', 'skipped', 'not_applicable', 'cancelled', 'removed')),
  assignee        text,
  assigned        text not null check (assigned in ('role', 'hand')),
  triggered_on    text,
  available_on    text,                   -- "scheduled" and "available" are both open: which one is a question of today
  due             text,
  due_source      text not null check (due_source in ('computed', 'field', 'manual', 'none')),
  blocked         text,                   -- JSON {party, reason, since, until}; null = not
  skip_asked      integer not null,
  closed_on       text,
  closed_by       text,
  early           integer not null,
  awaits          text not null,          -- JSON: keys that must be closed beyond the plan's trigger
  again           integer not null,       -- opened or closed before in this generation
  unique (installation_id, key)
) {strict};
create index action_open on action (assignee, due) where status = 'open';
create index action_open_of on action (installation_id) where status = 'open';

create table field_value (
  dossier_id      integer not null references dossier,
  installation_id integer not null references installation,
  field           text not null,
  value           text not null,          -- canonical JSON; of a secret, its salted digest
  primary key (installation_id, field)
) {strict};
create index field_value_dossier on field_value (dossier_id);

create table secret_value (               -- apart, so that no list can bring a secret up
  installation_id integer not null references installation,
  field           text not null,
  value           text not null,
  primary key (installation_id, field)
) {strict};

-- ── log ───────────────────────────────────────────────────────────────────────────────────────────

create table log (                        -- append only; one row = what one command did to one dossier
  id         {id},
  dossier_id integer not null references dossier,
  seq        integer not null,            -- 1, 2, 3 … within the dossier: the order, never the clock
  at         text not null,               -- UTC; shown, never sorted by
  today      text not null,               -- the civil day the command believed in
  actor      text not null,
  command    text not null,
  claim      text not null,               -- JSON: how the actor was found, login, host, uid
  batch      text,                        -- shared by the rows of one command on many dossiers
  facts      text not null,               -- JSON list of [kind, {…}]: ids, words of ours, dates, numbers, digests
  unique (dossier_id, seq)
) {strict};
create index log_actor on log (actor, id);

create table said (                       -- what a person typed: can be erased, the fact keeps its digest
  dossier_id integer not null,
  seq        integer not null,
  key        text not null,
  salt       text,
  body       text,                        -- null = erased
  primary key (dossier_id, seq, key),
  foreign key (dossier_id, seq) references log (dossier_id, seq)
) {strict};

-- ── around ────────────────────────────────────────────────────────────────────────────────────────

create table outbox (                     -- one row a recipient
  number         {id},
  dossier_id     integer references dossier,       -- null, as the installation is: a digest
  seq            integer not null,        -- the log row that caused it
  installation_id integer references installation,
  action         integer not null,        -- 0 = the installation as a whole, or a field
  event          text not null,           -- done, blocked, …, produced, …, or the name of the field
  email_type     text not null,
  audience       text not null,
  target         text not null,           -- JSON: what the type says it goes to, for writing the text again
  recipient_name text not null,
  recipient      text not null,           -- address; '' = nobody there
  language       text not null,
  member         text,                    -- who answers for it: the action's holder, to whom a failure is shown
  reply_to       text,
  status         text not null
                 check (status in ('queued', 'held', 'claimed', 'sending', 'sent', 'retry', 'failed', 'uncertain',
                                   'undeliverable', 'cancelled')),
  reason         text,
  subject        text not null,
  body           text not null,
  html           text,
  cause          text not null,           -- JSON {reason, party}: what a person said, for writing the text again
  invite         text,                    -- JSON: the invitation to the calendar that goes with it
  attach         text not null,           -- JSON list: files of the workspace that go with it
  message_id     text not null,
  shows          text not null,           -- JSON {field: digest of the value that it announces}
  not_before     text not null,           -- an instant; '9999-…' = a day nobody knows yet
  queued_at      text not null,
  attempts       integer not null default 0,
  next_at        text not null,
  token          text,
  lease          text,
  sent_at        text,
  answer         text,
  unsure         integer not null default 0,       -- it was handed over without an answer: it may have arrived
  overtaken      text check (overtaken in ('changed', 'called_off')),  -- since it was handed over; null = not
  unique (dossier_id, seq, action, event, email_type, recipient, target)
) {strict};
create index outbox_waiting on outbox (next_at) where status in ('queued', 'claimed', 'sending', 'retry', 'uncertain');
create index outbox_trouble on outbox (member) where status in ('undeliverable', 'failed', 'uncertain');
create index outbox_dossier on outbox (dossier_id);
create index outbox_under_way on outbox (dossier_id, recipient) where status = 'sending';

create table holiday (                    -- filled by any writer that meets a year it lacks
  region  text not null,                  -- 'FR', 'FR/Alsace-Moselle'
  year    integer not null,
  days    text not null,                  -- JSON list of dates
  primary key (region, year)
) {strict};

create table compiled (                   -- what a file of the workspace was compiled to, by digest of its text
  digest text primary key,
  body   text not null
) {strict};
