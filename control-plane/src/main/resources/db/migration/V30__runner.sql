-- One-time tokens with which an installer's runner enrolls; only their hash is here.
create table enrollment_token (
  org           uuid not null,
  id            uuid not null,
  install       uuid not null,
  hash          text not null,
  cloud_account text not null default '',
  region        text not null default '',
  created_by    text not null,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  used_at       timestamptz,
  used_by       uuid,
  primary key (org, id),
  unique (hash),
  foreign key (org, install) references install (org, id) on delete cascade
);
create index enrollment_token_by_install on enrollment_token (org, install, created_at desc);

create table runner (
  org             uuid not null,
  id              uuid not null,
  install         uuid not null,
  key_digest      text not null,
  runner_key      bytea not null,
  version         text not null,
  enrolled_at     timestamptz not null default now(),
  recoveries      integer not null default 0,
  generation      bigint not null default 0,
  certificate_until timestamptz not null,
  revoked_at      timestamptz,
  revoked_because text,
  primary key (org, id),
  foreign key (org, install) references install (org, id) on delete cascade
);
create index runner_by_install on runner (org, install, enrolled_at desc);
create index runner_by_key on runner (key_digest, enrolled_at desc);

-- Which replica holds a runner's stream. The epoch grows with every stream and fences the older.
create table runner_session (
  org          uuid not null,
  runner       uuid not null,
  epoch        bigint not null,
  replica      text not null,
  process      text not null,
  version      text not null,
  connected_at timestamptz not null default now(),
  heard_at     timestamptz not null default now(),
  closed_at    timestamptz,
  primary key (org, runner),
  foreign key (org, runner) references runner (org, id) on delete cascade
);

-- What an organization allows a runner that was away for longer than its certificate lived.
create table recovery_policy (
  org     uuid primary key,
  allowed boolean not null,
  within  interval not null
);

call bowline_tenant('enrollment_token');
call bowline_tenant('runner');
call bowline_tenant('runner_session');
call bowline_tenant('recovery_policy');
call bowline_sweep('enrollment_token', 'runner-admission');
call bowline_sweep('runner', 'runner-admission');
call bowline_sweep('runner', 'runner-watch');
call bowline_sweep('runner_session', 'runner-watch');
