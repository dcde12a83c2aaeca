-- A statement on what waits repeats the `where` of the index outbox_waiting: SQLite sees by that alone that it fits.
-- What an installation on hold sends waits, but for what says that it is on hold. To one address about one dossier,
-- emails leave one after another: what was handed over may still be refused, and then what corrects it is not due.
-- `unsure = 1`: it was handed over without an answer, and may have arrived. Such an email, and one that is being handed
-- over, cannot be written again or called off any more: `overtaken` keeps what became of its cause meanwhile.

-- part: letter
number, installation_id, action, event, email_type, audience, target, recipient_name, recipient, language,
       member, reply_to, status, reason, subject, body, html, cause, shows, not_before, seq,
       invite, attach, unsure, overtaken

-- part: posted
o.number, d.ref, o.action, o.email_type, o.recipient, o.recipient_name, o.subject, o.status, o.queued_at,
       o.sent_at, o.attempts, o.next_at, o.reason, o.target, o.member, coalesce(i.type, ''),
       coalesce(i.label, ''), a.key,
       (select count(*) from installation j where j.dossier_id = o.dossier_id),
       (select c.name from customer c where c.id = d.customer_id), o.seq, {moment}

-- part: moment
coalesce(o.sent_at, case when o.status in ('failed', 'uncertain') and o.not_before > o.queued_at
                          and o.not_before < '9999' then o.not_before else o.queued_at end)

-- part: of_posted
from outbox o left join dossier d on d.id = o.dossier_id left join installation i on i.id = o.installation_id
     left join action a on a.number = o.action

-- name: queue
insert into outbox (dossier_id, seq, installation_id, action, event, email_type, audience, target, recipient_name,
                    recipient, language, member, reply_to, status, reason, subject, body, html, cause, invite, attach,
                    message_id, shows, not_before, queued_at, next_at)
values (:dossier_id, :seq, :installation_id, :action, :event, :email_type, :audience, :target, :recipient_name,
        :recipient, :language, :member, :reply_to, :status, :reason, :subject, :body, :html, :cause, :invite, :attach,
        :message_id, :shows, :not_before, :queued_at, :not_before)

-- name: told
select recipient, installation_id, shows from outbox
where dossier_id = :dossier and number <> :but and (status in ('sending', 'sent') or unsure = 1)
order by coalesce(sent_at, queued_at), number

-- name: announced
select number, dossier_id, installation_id, recipient, shows from outbox
where status in ('sent', 'uncertain') and shows <> '{}'
order by number

-- name: values
select installation_id, field, value from field_value
where installation_id in (select installation_id from outbox where status in ('sent', 'uncertain') and shows <> '{}')

-- name: unsent
select {letter}
from outbox
where dossier_id = :dossier and unsure = 0
  and (status in ('queued', 'claimed', 'retry', 'held') or (status = 'undeliverable' and not_before > :now))
order by number

-- name: caused
select {letter}
from outbox where dossier_id = :dossier and seq = :seq
order by number

-- name: invited
select {letter}
from outbox where dossier_id = :dossier and invite is not null and status in ('claimed', 'sending', 'sent', 'uncertain')
order by number

-- name: count
select count(*) from outbox where dossier_id = :dossier and seq = :seq

-- name: rewrite
update outbox set target = :target, recipient_name = :recipient_name, recipient = :recipient, language = :language,
                  member = :member, reply_to = :reply_to, subject = :subject, body = :body, html = :html,
                  shows = :shows, status = :status, reason = :reason, not_before = :not_before, invite = :invite,
                  attach = :attach, message_id = case when unsure = 1 then :message_id else message_id end,
                  unsure = 0, overtaken = null,
                  next_at = case when next_at = :far or not_before <> :not_before or recipient <> :recipient
                                 then :not_before else next_at end
where number = :number and status in ('queued', 'retry', 'held', 'undeliverable', 'failed', 'uncertain')

-- name: hold_back
update outbox set next_at = :far, reason = :reason,
                  status = case when unsure = 1 then 'uncertain' when status = 'held' then 'held' else 'queued' end
where number = :number and status in ('queued', 'retry', 'held', 'uncertain')

-- name: withdraw
update outbox set status = case when unsure = 1 then 'uncertain' else 'cancelled' end, next_at = :far,
                  reason = coalesce(:reason, reason)
where number = :number and status in ('queued', 'retry', 'held', 'undeliverable', 'uncertain')

-- name: call_off
update outbox set overtaken = case when status = 'sending' or unsure = 1 then 'called_off' end,
                  next_at = case when status = 'sending' then next_at else :far end,
                  status = case when status = 'sending' then 'sending' when unsure = 1 then 'uncertain'
                                else 'cancelled' end
where dossier_id = :dossier and seq < :seq and installation_id = :installation
  and (:whole = 1 or (action = :action and event = :event))
  and status in ('queued', 'retry', 'held', 'undeliverable', 'failed', 'sending', 'uncertain')

-- name: exposed
select {letter}
from outbox where dossier_id = :dossier and (status = 'sending' or unsure = 1)
order by number

-- name: overtake
update outbox set overtaken = 'changed' where number = :number and overtaken is null

-- name: overtake_behind
update outbox set overtaken = 'changed'
where dossier_id = :dossier and seq = :seq and status in ('queued', 'held')
  and exists (select 1 from outbox r where r.dossier_id = outbox.dossier_id and r.recipient = outbox.recipient
              and r.status = 'sending')

-- name: caught_up
update outbox set overtaken = null where number = :number

-- name: corrections
select number, recipient, event from outbox
where dossier_id = :dossier and installation_id = :installation and action = 0 and number > :number
  and (status in ('sending', 'sent') or unsure = 1
       or (:unsure = 1 and status in ('queued', 'claimed', 'retry', 'held')))
order by number desc

-- name: out
select number from outbox where dossier_id = :dossier and (status in ('sending', 'sent') or unsure = 1)
order by number

-- name: digests
select member, number from outbox where dossier_id is null and event = 'digest' and queued_at >= :since
order by number

-- name: call_off_digests
update outbox set overtaken = case when status = 'sending' then 'called_off' end,
                  status = case when status = 'sending' then 'sending' else 'cancelled' end
where dossier_id is null and event = 'digest' and queued_at < :since
  and status in ('queued', 'retry', 'failed', 'sending', 'uncertain')

-- name: events
select distinct event from outbox where dossier_id = :dossier and action = :action

-- name: sent_of
select event, email_type, recipient, subject, body, html, sent_at from outbox
where dossier_id = :dossier and action = :action and number <> :but
  and (status = 'sent' or unsure = 1 or (status = 'sending' and (overtaken is null or overtaken <> 'called_off')))
order by coalesce(sent_at, queued_at), number

-- name: ready
select number from outbox
where status in ('queued', 'claimed', 'sending', 'retry', 'uncertain') and status in ('queued', 'retry', 'uncertain')
  and next_at <= :now
  and not exists (select 1 from installation i where i.id = outbox.installation_id
                  and i.status = 'on_hold' and outbox.event <> 'held')
  and not exists (select 1 from outbox r where r.dossier_id = outbox.dossier_id and r.recipient = outbox.recipient
                  and r.status = 'sending')
order by next_at, number limit :limit

-- name: claim
update outbox set status = 'claimed', token = :token, lease = :lease, attempts = attempts + 1
where number = :number and status in ('queued', 'retry', 'uncertain')

-- name: draft
select number, recipient_name, recipient, subject, body, html, message_id, queued_at, reply_to, attempts, not_before,
       invite, attach
from outbox where number = :number

-- name: claimed
select number, token from outbox
where status in ('queued', 'claimed', 'sending', 'retry', 'uncertain') and status = 'claimed'
  and (lease <= :now or lease > :latest)

-- name: claimed_of
select number, token from outbox where dossier_id = :dossier and status = 'claimed'

-- name: back
update outbox set status = case when unsure = 1 then 'uncertain' when attempts > 1 then 'retry' else 'queued' end,
                  attempts = attempts - 1, token = null, lease = null
where number = :number and token = :token and status = 'claimed'

-- name: sending
update outbox set status = 'sending', lease = :lease where number = :number and token = :token and status = 'claimed'

-- name: sent
update outbox set status = 'sent', unsure = 0, overtaken = null, token = null, lease = null, answer = :answer,
                  sent_at = :now, reason = :remark
where number = :number and token = :token

-- name: retry
update outbox set status = case when unsure = 1 then 'uncertain' when overtaken = 'called_off' then 'cancelled'
                                else 'retry' end,
                  next_at = case when overtaken = 'called_off' then :far else :next_at end,
                  token = null, lease = null, reason = :reason
where number = :number and token = :token

-- name: failed
update outbox set status = case when unsure = 1 then 'uncertain' when overtaken = 'called_off' then 'cancelled'
                                else 'failed' end,
                  next_at = case when unsure = 1 then :far else next_at end,
                  token = null, lease = null, reason = :reason
where number = :number and token = :token

-- name: uncertain
update outbox set status = 'uncertain', unsure = 1, token = null, lease = null, reason = :reason,
                  next_at = case when audience = 'team' and attempts <= :tries
                                      and (overtaken is null or overtaken <> 'called_off') then :again else :far end
where number = :number and token = :token

-- name: abandoned
select number, token from outbox
where status = 'sending' and (lease <= :now or lease > :latest)

-- name: by_hand
update outbox set status = :status, reason = :reason, next_at = :next_at, sent_at = :sent_at, token = null, lease = null,
                  unsure = case when :status = 'queued' then unsure else 0 end, overtaken = null
where number = :number

-- name: letter
select {letter}, dossier_id
from outbox where number = :number

-- name: list
select {posted} {of_posted} order by o.number

-- name: list_of
select {posted} {of_posted} where o.dossier_id = :dossier order by o.number

-- name: list_since
select {posted} {of_posted} where o.dossier_id is not null and {moment} >= :since

-- name: list_problems
select {posted} {of_posted} where o.status in ('undeliverable', 'failed', 'uncertain')

-- name: one
select {posted}, o.body, o.html, o.invite, o.attach {of_posted}
where o.number = :number

-- name: status
select status from outbox where number = :number
