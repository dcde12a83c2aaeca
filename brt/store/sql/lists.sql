-- part: action
a.number, a.installation_id, a.key, a.position, a.generation, a.status, a.assignee, a.assigned, a.triggered_on,
       a.available_on, a.due, a.due_source, a.blocked, a.skip_asked, a.closed_on, a.closed_by, a.early,
       a.awaits, a.again

-- part: place
d.id, d.ref, c.name, d.site, i.type, i.label, i.plan_id,
       (select count(*) from installation j where j.dossier_id = i.dossier_id)

-- part: joined
action a join installation i on i.id = a.installation_id join dossier d on d.id = i.dossier_id
     join customer c on c.id = d.customer_id

-- part: live
i.status in ('running', 'complete', 'cancelling')

-- name: open_of
select {action}, {place} from {joined} where a.status = 'open' and {live} and a.assignee = :member

-- name: open_all
select {action}, {place} from {joined} where a.status = 'open' and {live}

-- name: closed
select {action}, {place}, i.status, i.billed_on
from installation i cross join action a join dossier d on d.id = i.dossier_id join customer c on c.id = d.customer_id
where a.installation_id = i.id and a.status in ('done', 'skipped') and i.ended_on is null and {live}
order by a.closed_on is null, a.closed_on desc, a.number desc limit :most

-- name: pending
select {action} from action a where a.installation_id = :installation and a.status in ('open', 'waiting')

-- name: states
select key, number, status from action where installation_id = :installation

-- name: having
select a.installation_id, a.key from installation i cross join action a
where i.ended_on is null and a.installation_id = i.id and a.key = :key and a.status = :state

-- name: open_keys
select distinct key from action where status = 'open' order by key

-- name: running
select i.id, i.dossier_id, i.type, i.label, i.plan_id, i.status, i.produced_on, i.customer_kind, i.revision,
       i.held_on, i.billed_on, i.ended_on, i.closed, i.total, i.phase, i.expected_end, i.at_risk, i.forecast_until,
       d.ref, c.name
from installation i join dossier d on d.id = i.dossier_id join customer c on c.id = d.customer_id
where i.ended_on is null

-- name: unbilled
select dossier_id, plan_id, status, total - closed from installation
where billed_on is null and status <> 'cancelled' order by dossier_id

-- name: running_of
select d.id, count(*), sum(case when i.status = 'on_hold' then 1 else 0 end),
  sum(case when i.status = 'cancelling' then 1 else 0 end)
from installation i join dossier d on d.id = i.dossier_id where i.ended_on is null group by d.id

-- name: values
select field, value from field_value where installation_id = :installation


-- name: dossiers_of
select dossier_id from person where member = :member

-- name: last_emails
select o.number, d.ref, o.recipient_name, o.subject, o.status
from outbox o left join dossier d on d.id = o.dossier_id order by o.number desc limit 1000

-- name: undelivered
select o.member from outbox o where o.status in ('undeliverable', 'failed', 'uncertain')

-- name: key_of
select a.key, i.plan_id from action a join installation i on i.id = a.installation_id where a.number = :number

-- name: plan_of
select plan_id from installation where id = :installation
