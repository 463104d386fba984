create table organization (
  org        uuid primary key,
  name       text not null unique,
  created_at timestamptz not null default now()
);
call bowline_tenant('organization');
call bowline_sweep('organization', 'staff');

create table api_token (
  org        uuid not null,
  id         uuid not null,
  name       text not null,
  scopes     text not null,
  hash       bytea not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (org, id)
);
call bowline_tenant('api_token');
call bowline_sweep('api_token', 'sign-in');

-- The vendor's people stand above organizations.
create table staff_token (
  id         uuid primary key,
  name       text not null,
  scopes     text not null,
  hash       bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);

create table audit_head (
  org    uuid primary key,
  number bigint not null default 0,
  hash   text not null default ''
);
call bowline_tenant('audit_head');

create table audit_entry (
  org      uuid not null,
  number   bigint not null,
  at       timestamptz not null,
  actor    text not null,
  action   text not null,
  subject  text not null,
  detail   text not null,
  previous text not null,
  hash     text not null,
  primary key (org, number)
);
call bowline_tenant('audit_entry');
revoke update, delete on audit_entry from ${app};
revoke delete on audit_head from ${app};

-- Answers to creates that carried an Idempotency-Key.
create table repeat_answer (
  org        uuid not null,
  caller     uuid not null,
  key        text not null,
  request    text not null,
  status     integer,
  location   text,
  body       text,
  started_at timestamptz not null default now(),
  primary key (org, caller, key)
);
create index repeat_answer_age on repeat_answer (started_at);
call bowline_tenant('repeat_answer');
call bowline_sweep('repeat_answer', 'repeat-trim');
call bowline_sweep('repeat_answer', 'repeat-trim', 'delete');
