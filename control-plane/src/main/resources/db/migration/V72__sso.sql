-- How an organization's people come in through its own identity provider.
create table sso_setting (
  org             uuid primary key references organization (org),
  issuer          text not null,
  client_id       text not null,
  client_secret   bytea, -- sealed
  scopes          text[] not null,
  groups_claim    text not null,
  -- group to role
  roles           jsonb not null,
  -- of those who join and are in no group that is named; null keeps them out
  default_role    text check (default_role in ('owner', 'admin', 'operator', 'viewer')),
  joining         boolean not null,
  trust_emails    boolean not null,
  local_sign_in   boolean not null,
  -- grows when another provider, client or secret is set
  revision        bigint not null default 1,
  -- the revision within which an owner came in
  proven_revision bigint,
  changed_by      text not null,
  changed_at      timestamptz not null default now()
);
call bowline_tenant('sso_setting');
call bowline_sweep('sso_setting', 'sign-in');

-- Who a person is at the provider. Of who was removed it stays, so that they do not join again by themselves.
create table sso_identity (
  org        uuid not null,
  issuer     text not null,
  subject    text not null,
  member     uuid not null,
  -- whether their role is the provider's to give, and to take
  governed   boolean not null,
  created_at timestamptz not null default now(),
  last_at    timestamptz not null default now(),
  primary key (org, issuer, subject),
  foreign key (org, member) references member (org, id)
);
create index sso_identity_member on sso_identity (org, member);
call bowline_tenant('sso_identity');

-- Sign-ins under way: of what is a secret, hashes, and what is needed again sealed.
create table sso_attempt (
  org                uuid not null references organization (org),
  id                 uuid not null,
  state              bytea not null unique,
  sealed             bytea not null,
  -- hash of what the browser keeps that began it
  browser            bytea not null,
  revision           bigint not null,
  -- where a command line listens on its own machine, and the challenge of what it will show; null for a browser
  port               int,
  port_state         text,
  challenge          text,
  created_at         timestamptz not null default now(),
  expires_at         timestamptz not null,
  used_at            timestamptz,
  -- who it was, for a command line to fetch the session of, once
  member             uuid,
  code               bytea unique,
  code_expires_at    timestamptz,
  primary key (org, id),
  foreign key (org, member) references member (org, id)
);
create index sso_attempt_member on sso_attempt (org, member);
create index sso_attempt_expiry on sso_attempt (expires_at);
call bowline_tenant('sso_attempt');
call bowline_sweep('sso_attempt', 'sign-in');
call bowline_sweep('sso_attempt', 'sign-in-trim');
call bowline_sweep('sso_attempt', 'sign-in-trim', 'delete');

-- Teams: a group at the provider by a name of ours, with a role. Who is in is seen when they sign in.
create table team (
  org        uuid not null references organization (org),
  id         uuid not null,
  name       text not null,
  provider_group text not null,
  role       text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (org, id),
  unique (org, name)
);
call bowline_tenant('team');

create table team_member (
  org    uuid not null,
  team   uuid not null,
  member uuid not null,
  since  timestamptz not null default now(),
  primary key (org, team, member),
  foreign key (org, team) references team (org, id) on delete cascade,
  foreign key (org, member) references member (org, id)
);
create index team_member_member on team_member (org, member);
call bowline_tenant('team_member');
