-- What somebody answers for although a look found it in the way (ADR 0052).
create table preflight_overruling (
  org        uuid not null,
  install    uuid not null,
  check_name text not null,
  reason     text not null,
  ruled_by   text not null,
  ruled_at   timestamptz not null default now(),
  primary key (org, install, check_name),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('preflight_overruling');
