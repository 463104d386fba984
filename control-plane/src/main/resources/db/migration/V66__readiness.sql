-- What the runner of a fleet last found of whether a Kafka cluster could be created where it is.
create table readiness (
  org     uuid not null,
  install uuid not null,
  checks  jsonb not null,
  told_at timestamptz not null default now(),
  primary key (org, install),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('readiness');
