-- part: dossier
d.id, d.ref, d.customer_id, c.name, c.kind, d.status, d.site, d.seq

-- name: by_id
select {dossier}
from dossier d join customer c on c.id = d.customer_id where d.id = :id

-- name: by_ref
select {dossier}
from dossier d join customer c on c.id = d.customer_id where d.ref = :ref

-- name: by_tail
select {dossier}
from dossier d join customer c on c.id = d.customer_id where d.tail >= :low and d.tail < :high order by d.ref

-- name: by_customer
select {dossier}
from customer c join dossier d on d.customer_id = c.id where c.fold like :pattern escape '\' order by d.ref

-- name: all
select {dossier}
from dossier d join customer c on c.id = d.customer_id order by d.ref

-- name: refs
select ref from dossier order by ref

-- name: at_hand
select d.ref, c.name, d.status from dossier d join customer c on c.id = d.customer_id
where d.status in ('quote', 'production') order by d.ref

-- name: brief
select d.ref, c.name, d.status from dossier d join customer c on c.id = d.customer_id order by d.ref

-- name: add
insert into dossier (ref, tail, customer_id, status, site) values (:ref, :tail, :customer_id, 'quote', :site)

-- name: put
update dossier set customer_id = :customer_id, site = :site where id = :id

-- name: keep_client
update customer set kind = 'client'
where id = :customer_id and exists (select 1 from installation where dossier_id = :id)

-- name: customer
select id, name, kind from customer where fold = :fold

-- name: add_customer
insert into customer (name, fold, kind) values (:name, :fold, 'prospect')

-- name: languages
select distinct language from contact where language is not null and active = 1 and accepts = 1

-- name: all_contacts
select dossier_id, name, email, phone from contact order by dossier_id, id

-- name: all_values
select v.dossier_id, v.field, i.plan_id, v.value
from field_value v join installation i on i.id = v.installation_id

-- name: all_secrets
select i.dossier_id, s.field, i.plan_id, s.value
from secret_value s join installation i on i.id = s.installation_id

-- name: contacts
select id, name, functions, email, phone, language, active, accepts from contact where dossier_id = :dossier order by id

-- name: add_contact
insert into contact (dossier_id, name, functions, email, phone, language, active, accepts)
values (:dossier, :name, :functions, :email, :phone, :language, :active, :accepts)

-- name: drop_contacts
delete from contact where dossier_id = :dossier

-- name: lines
select label, quantity, unit_price, billing from line where dossier_id = :dossier order by position

-- name: add_line
insert into line (dossier_id, position, label, quantity, unit_price, billing)
values (:dossier, :position, :label, :quantity, :unit_price, :billing)

-- name: drop_lines
delete from line where dossier_id = :dossier

-- name: of_action
select i.dossier_id from action a join installation i on i.id = a.installation_id where a.number = :number
