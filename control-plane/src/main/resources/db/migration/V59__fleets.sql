-- Places for Kafka clusters. What is taken of a fleet's room stands beside its limits, so that one statement looks and
-- takes, and no number of requests at the same time takes more than there is.
create table fleet (
  org             uuid not null references organization (org),
  id              uuid not null,
  identifier      text not null,
  infra_type      text not null check (infra_type in ('byok', 'aws', 'gcp', 'oci', 'azure')),
  domain          text not null,
  tenancy         text not null check (tenancy in ('shared', 'isolated', 'dedicated')),
  max_tenants     int not null check (max_tenants >= 1),
  max_kafka_units int not null check (max_kafka_units >= 1),
  tenants         int not null default 0 check (tenants between 0 and max_tenants),
  kafka_units     int not null default 0 check (kafka_units between 0 and max_kafka_units),
  placement       jsonb not null,
  advanced        jsonb not null,
  -- whose credentials make it; null where none are needed
  provider        uuid,
  -- the data plane whose runner serves it, once there is one
  install         uuid,
  -- whether somebody began to make it: what was never begun is deleted at once
  begun           boolean not null default false,
  status          text not null,
  reason          text not null,
  status_at       timestamptz not null default now(),
  created_by      text not null,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (org, id),
  unique (org, identifier),
  unique (org, domain),
  check (tenancy <> 'dedicated' or max_tenants = 1),
  foreign key (org, provider) references fleet_provider (org, id),
  foreign key (org, install) references install (org, id)
);
create index fleet_by_type on fleet (org, infra_type, identifier);
create index fleet_by_status on fleet (org, status, identifier);
create index fleet_by_provider on fleet (org, provider);
create index fleet_by_install on fleet (org, install);
call bowline_tenant('fleet');

-- Every status that a fleet had, in order.
create table fleet_status (
  org    uuid not null,
  fleet  uuid not null,
  n      int not null,
  status text not null,
  reason text not null,
  at     timestamptz not null,
  primary key (org, fleet, n),
  foreign key (org, fleet) references fleet (org, id) on delete cascade
);
call bowline_tenant('fleet_status');
