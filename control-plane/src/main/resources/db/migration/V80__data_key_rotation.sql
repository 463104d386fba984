-- An organization gets another data key, when somebody asks or the present one is old; what was sealed is sealed anew
-- in the same transaction. The former key opens what a transaction had read before that, and is destroyed soon after.
alter table data_key
  add column rotated_at timestamptz,
  add column asked_by text,
  add column former bytea,
  add column former_until timestamptz,
  add constraint data_key_former check ((former is null) = (former_until is null));
create index data_key_asked on data_key (org) where asked_by is not null;
create index data_key_former_over on data_key (former_until) where former_until is not null;
