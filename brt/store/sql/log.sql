-- part: row
select l.dossier_id, d.ref, l.seq, l.at, l.today, l.actor, l.command, l.facts
from log l join dossier d on d.id = l.dossier_id

-- name: append
insert into log (dossier_id, seq, at, today, actor, command, claim, batch, facts)
values (:dossier_id, :seq, :at, :today, :actor, :command, :claim, :batch, :facts)

-- name: say
insert into said (dossier_id, seq, key, salt, body) values (:dossier_id, :seq, :key, :salt, :body)

-- name: of_dossier
{row} where l.dossier_id = :dossier order by l.seq

-- name: said_of_dossier
select seq, key, body from said where dossier_id = :dossier

-- name: recent
{row} where l.today >= :since order by l.id desc limit :limit

-- name: said_one
select key, body from said where dossier_id = :dossier and seq = :seq

-- name: last_of
select id, at from log where actor = :actor order by id desc limit 1

-- name: others
select l.dossier_id, l.seq, d.ref, c.name, l.at, l.actor, l.command, l.facts
from log l join dossier d on d.id = l.dossier_id join customer c on c.id = d.customer_id
where l.id > :after and l.actor <> :member and l.command <> 'get'
  and (exists (select 1 from person p where p.dossier_id = d.id and p.member = :member)
       or exists (select 1 from action a join installation i on i.id = a.installation_id
                  where a.status = 'open' and a.assignee = :member and i.dossier_id = d.id))
order by l.id desc
