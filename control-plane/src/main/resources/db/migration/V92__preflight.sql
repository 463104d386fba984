-- What the runner of an install last saw around it: its ways out, and what its cloud says (ADR 0045).
create table preflight (
  org       uuid not null,
  install   uuid not null,
  job       uuid not null,
  seen      jsonb not null,
  looked_at timestamptz not null default now(),
  primary key (org, install),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('preflight');
