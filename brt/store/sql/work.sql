-- name: lock
update dossier set seq = seq + 1 where id = :dossier returning seq

-- name: seq
select seq from dossier where id = :dossier

-- name: installations
select id, dossier_id, type, label, plan_id, status, produced_on, customer_kind, revision, held_on, billed_on,
       ended_on
from installation where dossier_id = :dossier order by id

-- name: phases
select p.installation_id, p.key, p.generation, p.triggered, p.triggered_on, p.opens_on, p.completed_on, p.applies
from phase p join installation i on i.id = p.installation_id where i.dossier_id = :dossier

-- name: actions
select a.number, a.installation_id, a.key, a.position, a.generation, a.status, a.assignee, a.assigned, a.triggered_on,
       a.available_on, a.due, a.due_source, a.blocked, a.skip_asked, a.closed_on, a.closed_by, a.early,
       a.awaits, a.again
from action a join installation i on i.id = a.installation_id where i.dossier_id = :dossier
order by a.installation_id, a.position

-- name: values
select installation_id, field, value from field_value where dossier_id = :dossier order by installation_id, field

-- name: people
select role, member from person where dossier_id = :dossier order by role

-- name: lost
select id from dossier where id = :dossier and status = 'lost'

-- name: plans
select id, body from plan where id in (select plan_id from installation where dossier_id = :dossier)

-- name: plan
select id, body from plan where id = :id

-- name: find_plan
select id from plan where hash = :hash

-- name: add_plan
insert into plan (type, hash, body) values (:type, :hash, :body)

-- name: next_number
select next from counter where name = :name

-- name: reserve
update counter set next = next + :count where name = :name returning next

-- name: put_installation
insert into installation (id, dossier_id, type, label, plan_id, status, produced_on, customer_kind, revision, held_on,
                          billed_on, ended_on)
values (:id, :dossier_id, :type, :label, :plan_id, :status, :produced_on, :customer_kind, :revision, :held_on,
        :billed_on, :ended_on)
on conflict (id) do update set status = excluded.status, plan_id = excluded.plan_id, held_on = excluded.held_on,
                               billed_on = excluded.billed_on, ended_on = excluded.ended_on

-- name: put_summary
update installation set closed = :closed, total = :total, phase = :phase, expected_end = :expected_end,
                        at_risk = :at_risk, forecast_until = :forecast_until
where id = :installation

-- name: put_phase
insert into phase (installation_id, key, generation, triggered, triggered_on, opens_on, completed_on, applies)
values (:installation_id, :key, :generation, :triggered, :triggered_on, :opens_on, :completed_on, :applies)
on conflict (installation_id, key) do update
set generation = excluded.generation, triggered = excluded.triggered, triggered_on = excluded.triggered_on,
    opens_on = excluded.opens_on, completed_on = excluded.completed_on, applies = excluded.applies

-- name: put_action
insert into action (number, installation_id, key, position, generation, status, assignee, assigned, triggered_on,
                    available_on, due, due_source, blocked, skip_asked, closed_on, closed_by, early, awaits, again)
values (:number, :installation_id, :key, :position, :generation, :status, :assignee, :assigned, :triggered_on,
        :available_on, :due, :due_source, :blocked, :skip_asked, :closed_on, :closed_by, :early, :awaits, :again)
on conflict (number) do update
set generation = excluded.generation, status = excluded.status, assignee = excluded.assignee,
    assigned = excluded.assigned, triggered_on = excluded.triggered_on, available_on = excluded.available_on,
    due = excluded.due, due_source = excluded.due_source, blocked = excluded.blocked,
    skip_asked = excluded.skip_asked, closed_on = excluded.closed_on, closed_by = excluded.closed_by,
    early = excluded.early, awaits = excluded.awaits, again = excluded.again

-- name: put_value
insert into field_value (dossier_id, installation_id, field, value)
values (:dossier_id, :installation_id, :field, :value)
on conflict (installation_id, field) do update set value = excluded.value

-- name: drop_value
delete from field_value where installation_id = :installation_id and field = :field

-- name: put_secret
insert into secret_value (installation_id, field, value) values (:installation_id, :field, :value)
on conflict (installation_id, field) do update set value = excluded.value

-- name: drop_secret
delete from secret_value where installation_id = :installation_id and field = :field

-- name: secret
select value from secret_value where installation_id = :installation and field = :field

-- name: put_person
insert into person (dossier_id, role, member) values (:dossier_id, :role, :member)
on conflict (dossier_id, role) do update set member = excluded.member

-- name: drop_person
delete from person where dossier_id = :dossier_id and role = :role

-- name: put_status
update dossier set status = :status where id = :dossier

-- name: become_client
update customer set kind = 'client' where id = (select customer_id from dossier where id = :dossier)
