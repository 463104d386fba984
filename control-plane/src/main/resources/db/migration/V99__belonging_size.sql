-- How large it is, as whoever has seen it spells that; empty where it is not known.
alter table belonging add column size text not null default '';
