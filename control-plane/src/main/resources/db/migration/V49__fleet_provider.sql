-- Credentials of customers' cloud accounts. What may be seen of a configuration is beside what is
-- sealed, so that nothing is opened to be shown; the revision grows when the configuration changes.
create table fleet_provider (
  org           uuid not null,
  id            uuid not null,
  identifier    text not null,
  provider_type text not null,
  shown         jsonb not null,
  sealed        bytea not null,
  revision      bigint not null default 1,
  created_by    text not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  primary key (org, id),
  unique (org, identifier)
);
call bowline_tenant('fleet_provider');
