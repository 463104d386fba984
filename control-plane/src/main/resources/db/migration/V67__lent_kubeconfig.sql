-- The kubeconfig that somebody lent for a fleet, for as long as nobody enrolled with its help. The row stays when the
-- secret is gone, so that its revision only grows and it is known what became of it.
create table lent_kubeconfig (
  org           uuid not null,
  fleet         uuid not null,
  revision      bigint not null check (revision >= 1),
  context       text not null,
  server        text not null,
  sealed        bytea, -- null once it is destroyed
  lent_by       text not null,
  lent_at       timestamptz not null default now(),
  expires_at    timestamptz not null,
  -- the newest job that works with it
  job           uuid,
  -- what the newest look at the cluster found
  checks        jsonb not null default '[]',
  -- where the runner is put in the cluster
  namespace     text not null,
  -- until when the runner that was put there has to enroll
  enroll_by     timestamptz,
  ended_at      timestamptz,
  ended_because text,
  primary key (org, fleet),
  foreign key (org, fleet) references fleet (org, id) on delete cascade,
  check ((sealed is null) = (ended_at is not null)),
  check ((ended_at is null) = (ended_because is null))
);
create index lent_kubeconfig_expiry on lent_kubeconfig (expires_at) where sealed is not null;
create index lent_kubeconfig_enroll on lent_kubeconfig (enroll_by) where enroll_by is not null;
call bowline_tenant('lent_kubeconfig');
call bowline_sweep('lent_kubeconfig', 'kubeconfig-watch');

-- Fleets that are well, and whose runners fell silent.
call bowline_sweep('fleet', 'fleet-watch');
call bowline_sweep('readiness', 'fleet-watch');
