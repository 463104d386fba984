-- What asking the cloud found, for one revision of a provider's configuration: another revision has
-- to be asked about anew, and until then it is as if nothing was found.
create table fleet_provider_check (
  org        uuid not null,
  provider   uuid not null,
  revision   bigint not null,
  result     text not null,
  findings   jsonb not null,
  checked_by text not null,
  started_at timestamptz not null,
  ended_at   timestamptz not null default now(),
  primary key (org, provider),
  foreign key (org, provider) references fleet_provider (org, id) on delete cascade
);
call bowline_tenant('fleet_provider_check');

-- When the cloud is to be asked again without anybody's asking.
alter table fleet_provider add column check_due timestamptz not null default now();
create index fleet_provider_by_check on fleet_provider (check_due);
call bowline_sweep('fleet_provider', 'provider-check');
call bowline_sweep('fleet_provider', 'provider-check', 'update');
