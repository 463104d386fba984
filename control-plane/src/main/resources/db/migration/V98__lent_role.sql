-- A role in a customer's account, lent to the hosted runner for one job that makes the base layer of an install. When the
-- job has ended, whichever way, the role's name is gone from here.
create table lent_role (
  org     uuid not null,
  install uuid not null,
  job     uuid not null,
  role    text,
  -- network to be made; empty for the module's own choice
  network text not null default '',
  -- who may put the runner into the cluster, by their ARN; empty for nobody
  access  text not null default '',
  at      timestamptz not null default now(),
  primary key (org, install),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('lent_role');
