-- Where from, with what program and by what proof something was done. Version 1 has none of it, and
-- its hash knows of none; version 2 has all of it, be it empty.
alter table audit_entry
  add column version smallint not null default 1,
  add column source text,
  add column program text,
  add column credential text,
  add check (version = 1 and source is null and program is null and credential is null
    or version = 2 and source is not null and program is not null and credential is not null);
