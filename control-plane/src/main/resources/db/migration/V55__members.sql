-- People of an organization. Who was removed stays as a row, since the audit names them by id.
create table member (
  org        uuid not null references organization (org),
  id         uuid not null,
  email      text not null,
  name       text not null,
  role       text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  joined_at  timestamptz not null default now(),
  invited_by text not null,
  removed_at timestamptz,
  primary key (org, id)
);
create unique index member_email on member (org, email) where removed_at is null;
call bowline_tenant('member');
call bowline_sweep('member', 'sign-in');

-- Open until it is accepted, revoked or over.
create table invitation (
  org         uuid not null references organization (org),
  id          uuid not null,
  email       text not null,
  role        text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  hash        bytea not null unique,
  -- the member who invited; null when it was nobody of the organization
  inviter     uuid,
  invited_by  text not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  accepted_at timestamptz,
  revoked_at  timestamptz,
  primary key (org, id),
  foreign key (org, inviter) references member (org, id)
);
create index invitation_inviter on invitation (org, inviter);
call bowline_tenant('invitation');
call bowline_sweep('invitation', 'sign-in');

-- Whose token it is; null for one of the organization itself.
alter table api_token add column member uuid;
alter table api_token add foreign key (org, member) references member (org, id);
create index api_token_member on api_token (org, member);
