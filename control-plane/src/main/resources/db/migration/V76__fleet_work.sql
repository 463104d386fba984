-- The newest job of a hosted runner that makes a cloud fleet or takes it down, and what the module told that made it.
-- What an older job says has no effect.
create table fleet_work (
  org     uuid not null,
  fleet   uuid not null,
  job     uuid not null,
  -- outputs of the module; none is secret
  outputs jsonb not null default '{}',
  at      timestamptz not null default now(),
  primary key (org, fleet),
  foreign key (org, fleet) references fleet (org, id) on delete cascade
);
call bowline_tenant('fleet_work');
