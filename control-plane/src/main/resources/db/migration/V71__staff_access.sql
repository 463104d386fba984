-- How the vendor's staff come into an organization; without a row as the code says.
create table staff_access_policy (
  org        uuid primary key references organization (org),
  rule       text not null check (rule in ('ask', 'tell', 'never')),
  most_hours int not null check (most_hours between 1 and 168),
  set_by     text not null,
  set_at     timestamptz not null default now()
);
call bowline_tenant('staff_access_policy');

-- Who of the vendor's staff asked to come in, why, for how long, and what became of it.
create table staff_access (
  org          uuid not null references organization (org),
  id           uuid not null,
  staff        text not null,
  reason       text not null,
  hours        int not null,
  requested_at timestamptz not null default now(),
  -- open until somebody decides, or it lapses
  granted      boolean,
  decided_by   text,
  decided_at   timestamptz,
  expires_at   timestamptz,
  ended_by     text,
  ended_at     timestamptz,
  primary key (org, id),
  check ((granted is null) = (decided_by is null) and (granted is null) = (decided_at is null)),
  check (coalesce(granted, false) = (expires_at is not null)),
  check ((ended_by is null) = (ended_at is null))
);
create index staff_access_entry on staff_access (org, staff, expires_at);
call bowline_tenant('staff_access');
revoke delete on staff_access from ${app};
