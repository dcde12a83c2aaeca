create table meta (
  key   text primary key,
  value text not null
) strict;

create table counter (
  name text primary key,
  next integer not null
) strict;

insert into counter (name, next) values ('action', 4001), ('installation', 1);

create table customer (
  id    integer primary key autoincrement,
  name  text not null,
  fold  text not null unique,
  kind  text not null check (kind in ('prospect', 'client'))
) strict;

create table dossier (
  id          integer primary key autoincrement,
  ref         text not null unique,
  tail        text not null,
  customer_id integer not null references customer,
  status      text not null check (status in ('quote', 'production', 'billing', 'lost')),
  site        text not null,
  seq         integer not null default 0
) strict;
create index dossier_tail on dossier (tail);
create index dossier_at_hand on dossier (ref) where status in ('quote', 'production');
create index dossier_customer on dossier (customer_id);

create table contact (
  id         integer primary key autoincrement,
  dossier_id integer not null references dossier,
  name       text not null,
  functions  text not null,
  email      text,
  phone      text,
  language   text,
  active     integer not null default 1,
  accepts    integer not null default 1
) strict;
create index contact_dossier on contact (dossier_id);

create table line (
  dossier_id integer not null references dossier,
  position   integer not null,
  label      text not null,
  quantity   integer not null,
  unit_price text not null,
  billing    text not null check (billing in ('one_off', 'monthly', 'yearly')),
  primary key (dossier_id, position)
) strict;

create table plan (
  id     integer primary key autoincrement,
  type   text not null,
  hash   text not null unique,
  body   text not null
) strict;

create table person (
  dossier_id integer not null references dossier,
  role       text not null,
  member     text not null,
  primary key (dossier_id, role)
) strict;
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
  ended_on       text,

  closed         integer not null default 0,
  total          integer not null default 0,
  phase          text,
  expected_end   text,
  at_risk        integer not null default 0,
  forecast_until text,
  unique (dossier_id, type, label)
) strict;
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
) strict;

create table action (
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
  available_on    text,
  due             text,
  due_source      text not null check (due_source in ('computed', 'field', 'manual', 'none')),
  blocked         text,
  skip_asked      integer not null,
  closed_on       text,
  closed_by       text,
  early           integer not null,
  awaits          text not null,
  again           integer not null,
  unique (installation_id, key)
) strict;
create index action_open on action (assignee, due) where status = 'open';
create index action_open_of on action (installation_id) where status = 'open';

create table field_value (
  dossier_id      integer not null references dossier,
  installation_id integer not null references installation,
  field           text not null,
  value           text not null,
  primary key (installation_id, field)
) strict;
create index field_value_dossier on field_value (dossier_id);

create table secret_value (
  installation_id integer not null references installation,
  field           text not null,
  value           text not null,
  primary key (installation_id, field)
) strict;

create table log (
  id         integer primary key autoincrement,
  dossier_id integer not null references dossier,
  seq        integer not null,
  at         text not null,
  today      text not null,
  actor      text not null,
  command    text not null,
  claim      text not null,
  batch      text,
  facts      text not null,
  unique (dossier_id, seq)
) strict;
create index log_actor on log (actor, id);

create table said (
  dossier_id integer not null,
  seq        integer not null,
  key        text not null,
  salt       text,
  body       text,
  primary key (dossier_id, seq, key),
  foreign key (dossier_id, seq) references log (dossier_id, seq)
) strict;

create table outbox (
  number         integer primary key autoincrement,
  dossier_id     integer references dossier,
  seq            integer not null,
  installation_id integer references installation,
  action         integer not null,
  event          text not null,
  email_type     text not null,
  audience       text not null,
  target         text not null,
  recipient_name text not null,
  recipient      text not null,
  language       text not null,
  member         text,
  reply_to       text,
  status         text not null
                 check (status in ('queued', 'held', 'claimed', 'sending', 'sent', 'retry', 'failed', 'uncertain',
                                   'undeliverable', 'cancelled')),
  reason         text,
  subject        text not null,
  body           text not null,
  html           text,
  cause          text not null,
  invite         text,
  attach         text not null,
  message_id     text not null,
  shows          text not null,
  not_before     text not null,
  queued_at      text not null,
  attempts       integer not null default 0,
  next_at        text not null,
  token          text,
  lease          text,
  sent_at        text,
  answer         text,
  unique (dossier_id, seq, action, event, email_type, recipient, target)
) strict;
create index outbox_waiting on outbox (next_at) where status in ('queued', 'claimed', 'sending', 'retry', 'uncertain');
create index outbox_trouble on outbox (member) where status in ('undeliverable', 'failed', 'uncertain');
create index outbox_dossier on outbox (dossier_id);

create table holiday (
  region  text not null,
  year    integer not null,
  days    text not null,
  primary key (region, year)
) strict;

create table compiled (
  digest text primary key,
  body   text not null
) strict;
