-- The process's settings as they were at a host's last start; of a secret a keyed digest alone.
create table own_setting (
  host    text not null,
  key     text not null,
  value   text not null,
  kept_at timestamptz not null default now(),
  primary key (host, key)
);

-- The key of those digests, sealed.
create table own_setting_key (
  one    boolean primary key default true check (one),
  sealed bytea not null
);

-- What was another way at a start than at the one before.
create table configuration_change (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  host    text not null,
  version text not null,
  key     text not null,
  before  text not null,
  after   text not null
);
revoke update, delete on configuration_change from ${app};
