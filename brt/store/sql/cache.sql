-- name: holidays
select year, days from holiday where region = :region

-- name: put_holidays
insert into holiday (region, year, days) values (:region, :year, :days)
on conflict (region, year) do update set days = excluded.days

-- name: compiled
select body from compiled where digest = :digest

-- name: put_compiled
insert into compiled (digest, body) values (:digest, :body) on conflict (digest) do nothing

-- name: meta
select value from meta where key = :key

-- name: take_meta
insert into meta (key, value) values (:key, :value)
on conflict (key) do update set value = excluded.value where meta.value <> excluded.value

-- name: drop_meta
delete from meta where key = :key and value = :value

-- name: put_meta
insert into meta (key, value) values (:key, :value) on conflict (key) do nothing

-- name: set_meta
insert into meta (key, value) values (:key, :value) on conflict (key) do update set value = excluded.value
