-- What the doors into customers' accounts (a stack, a template, a module, a person) told of what they made there. A report is kept
-- as it came, for as long as its install: what was made is asked for when the install leaves. `digest` is of what was told, so
-- that the same told twice is one report; `token` is by which enrollment token the door was known.
create table door_report (
  org         uuid not null,
  install     uuid not null,
  id          uuid not null,
  token       uuid not null,
  door        text not null,
  phase       text not null check (phase in ('begun', 'made', 'failed', 'rolled-back', 'updated', 'deleted')),
  attempt     text not null,
  made        jsonb not null,
  reason      text not null,
  vouched_for text,
  digest      text not null,
  at          timestamptz not null default now(),
  primary key (org, install, id),
  unique (org, install, digest),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('door_report');
