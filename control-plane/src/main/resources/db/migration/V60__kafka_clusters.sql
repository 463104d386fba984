-- Kafka clusters as records with their capacity; what they take of a fleet's room stands with the fleet.
create table kafka_cluster (
  org         uuid not null,
  id          uuid not null,
  identifier  text not null,
  fleet       uuid not null,
  kafka_units int not null check (kafka_units >= 1),
  created_by  text not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  primary key (org, id),
  unique (org, identifier),
  foreign key (org, fleet) references fleet (org, id)
);
create index kafka_cluster_by_fleet on kafka_cluster (org, fleet, identifier);
call bowline_tenant('kafka_cluster');
