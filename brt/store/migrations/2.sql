-- An email of a digest belongs to no dossier; what may have arrived, and was overtaken meanwhile, is known for each email.

create table outbox_2 (
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
  unsure         integer not null default 0,
  overtaken      text check (overtaken in ('changed', 'called_off')),
  unique (dossier_id, seq, action, event, email_type, recipient, target)
) strict;

insert into outbox_2
    (number, dossier_id, seq, installation_id, action, event, email_type, audience, target, recipient_name,
     recipient, language, member, reply_to, status, reason, subject, body, html, cause, invite, attach,
     message_id, shows, not_before, queued_at, attempts, next_at, token, lease, sent_at, answer,
     unsure)
select number, dossier_id, seq, installation_id, action, event, email_type, audience, target, recipient_name,
       recipient, language, member, reply_to, status, reason, subject, body, html, cause, invite, attach,
       message_id, shows, not_before, queued_at, attempts, next_at, token, lease, sent_at, answer,
       case when status = 'uncertain' then 1 else 0 end
from outbox;

drop table outbox;

alter table outbox_2 rename to outbox;

create index outbox_waiting on outbox (next_at) where status in ('queued', 'claimed', 'sending', 'retry', 'uncertain');
create index outbox_trouble on outbox (member) where status in ('undeliverable', 'failed', 'uncertain');
create index outbox_dossier on outbox (dossier_id);
create index outbox_under_way on outbox (dossier_id, recipient) where status = 'sending';
