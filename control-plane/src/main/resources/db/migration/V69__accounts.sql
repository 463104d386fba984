-- A person's password, as Argon2id made it.
create table member_password (
  org        uuid not null,
  member     uuid not null,
  hash       text not null,
  changed_at timestamptz not null default now(),
  primary key (org, member),
  foreign key (org, member) references member (org, id)
);
call bowline_tenant('member_password');
call bowline_sweep('member_password', 'sign-in');

-- A person's second factor: pending until a code of it was shown, and then on.
create table member_totp (
  org          uuid not null,
  member       uuid not null,
  secret       bytea not null, -- sealed
  confirmed_at timestamptz,
  -- the step of the code that was taken last: neither it nor an earlier one is taken again
  last_step    bigint not null default 0,
  created_at   timestamptz not null default now(),
  primary key (org, member),
  foreign key (org, member) references member (org, id)
);
call bowline_tenant('member_totp');
call bowline_sweep('member_totp', 'sign-in');

-- Each stands in for the second factor, once.
create table member_recovery_code (
  org     uuid not null,
  member  uuid not null,
  hash    bytea not null,
  used_at timestamptz,
  primary key (org, member, hash),
  foreign key (org, member) references member (org, id)
);
call bowline_tenant('member_recovery_code');

-- A link with which one person sets a password anew, once.
create table password_reset (
  org           uuid not null,
  id            uuid not null,
  member        uuid not null,
  hash          bytea not null unique,
  -- whether it also takes the second factor away
  second_factor boolean not null,
  created_by    text not null,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  ended_at      timestamptz,
  primary key (org, id),
  foreign key (org, member) references member (org, id)
);
create index password_reset_member on password_reset (org, member);
call bowline_tenant('password_reset');
call bowline_sweep('password_reset', 'sign-in');

-- Sign-ins that last. What ended stays for a while, so that a person sees it.
create table sign_in_session (
  org          uuid not null,
  id           uuid not null,
  member       uuid not null,
  hash         bytea not null unique,
  -- how they proved who they are
  method       text not null,
  source       text not null,
  program      text not null,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  idle         interval not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  primary key (org, id),
  foreign key (org, member) references member (org, id)
);
create index sign_in_session_member on sign_in_session (org, member, id);
create index sign_in_session_expiry on sign_in_session (expires_at);
call bowline_tenant('sign_in_session');
call bowline_sweep('sign_in_session', 'sign-in');
call bowline_sweep('sign_in_session', 'sign-in', 'update');
call bowline_sweep('sign_in_session', 'sign-in-trim');
call bowline_sweep('sign_in_session', 'sign-in-trim', 'delete');
call bowline_sweep('organization', 'sign-in');

-- How often something was tried in a while: hashes of addresses and sources, never they themselves.
create table sign_in_tries (
  key   bytea primary key,
  tries int not null,
  since timestamptz not null
);
create index sign_in_tries_since on sign_in_tries (since);
