-- A release belongs to the vendor; it reaches organizations by entitlement.
create table release (
  digest       text primary key,
  product      text not null,
  version      text not null,
  sequence     bigint not null,
  repository   text not null,
  document     jsonb not null,
  yanked_at    timestamptz,
  published_at timestamptz not null default now(),
  unique (product, version),
  unique (product, sequence)
);

create table channel (
  product  text not null,
  name     text not null,
  digest   text not null references release (digest),
  moved_at timestamptz not null default now(),
  moved_by text not null,
  primary key (product, name)
);

create table entitlement (
  org        uuid not null,
  product    text not null,
  granted_at timestamptz not null default now(),
  primary key (org, product)
);

create table install (
  org        uuid not null,
  id         uuid not null,
  name       text not null,
  product    text not null,
  cloud      text not null,
  account    text not null,
  region     text not null,
  inputs     jsonb not null default '{}',
  release    text,
  status     text not null default 'awaiting-runner',
  reason     text not null default '',
  heard_at   timestamptz,
  created_at timestamptz not null default now(),
  primary key (org, id),
  unique (org, name)
);

create table install_status (
  org     uuid not null,
  install uuid not null,
  at      timestamptz not null default now(),
  status  text not null,
  reason  text not null,
  primary key (org, install, at),
  foreign key (org, install) references install (org, id) on delete cascade
);

create sequence job_epoch;

create table job (
  org              uuid not null,
  id               uuid not null,
  install          uuid not null,
  kind             text not null,
  exclusive        boolean not null,
  spec             bytea not null,
  traceparent      text not null default '',
  requested_by     text not null,
  created_at       timestamptz not null default now(),
  phase            text not null,
  attempt          integer not null,
  epoch            bigint,
  runner           uuid,
  not_before       timestamptz,
  until            timestamptz,
  deadline         timestamptz,
  since            timestamptz,
  cancel_wanted    boolean not null default false,
  reason           text,
  message          text,
  retryable        boolean not null default false,
  wake_at          timestamptz,
  report           bytea,
  primary key (org, id),
  foreign key (org, install) references install (org, id) on delete cascade
);
create index job_waiting on job (org, install, created_at) where phase = 'queued';
create index job_wake on job (wake_at) where wake_at is not null;
create index job_held on job (org, install) where phase in ('offered', 'running', 'cancelling', 'unknown');

create table job_transition (
  org   uuid not null,
  job   uuid not null,
  n     integer not null,
  phase text not null,
  event text not null,
  note  text not null,
  epoch bigint,
  at    timestamptz not null default now(),
  primary key (org, job, n),
  foreign key (org, job) references job (org, id) on delete cascade
);

create table job_step (
  org      uuid not null,
  job      uuid not null,
  sequence bigint not null,
  epoch    bigint not null,
  step     text not null,
  state    text not null,
  message  text not null,
  at       timestamptz not null,
  primary key (org, job, epoch, sequence),
  foreign key (org, job) references job (org, id) on delete cascade
);

create table plan (
  org          uuid not null,
  id           uuid not null,
  install      uuid not null,
  release      text not null,
  stage        integer not null,
  status       text not null,
  reason       text not null default '',
  digest       text,
  approval_needed boolean not null default true,
  content      bytea,
  plan_job     uuid,
  apply_job    uuid,
  requested_by text not null,
  created_at   timestamptz not null default now(),
  primary key (org, id),
  foreign key (org, install) references install (org, id) on delete cascade
);
create index plan_by_install on plan (org, install, created_at desc);

create table approval (
  org        uuid not null,
  plan       uuid not null,
  sequence   bigint not null,
  expires    timestamptz not null,
  key_id     text not null,
  signature  text not null,
  given_by   text not null,
  given_at   timestamptz not null default now(),
  primary key (org, plan),
  foreign key (org, plan) references plan (org, id) on delete cascade
);

call bowline_tenant('entitlement');
call bowline_tenant('install');
call bowline_tenant('install_status');
call bowline_tenant('job');
call bowline_tenant('job_transition');
call bowline_tenant('job_step');
call bowline_tenant('plan');
call bowline_tenant('approval');
call bowline_sweep('job', 'job-clock');
call bowline_sweep('install', 'install-watch');
