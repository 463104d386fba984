-- What an organization's callers may take from the artifact registry, where it is not the default;
-- null is the default, 0 no limit.
create table artifact_allowance (
  org                 uuid primary key references organization (org),
  requests_per_second int check (requests_per_second >= 0),
  transfers           int check (transfers >= 0),
  bytes_per_day       bigint check (bytes_per_day >= 0),
  set_by              text not null,
  set_at              timestamptz not null default now()
);
call bowline_tenant('artifact_allowance');

-- Bytes of blobs that they pulled, by day in UTC.
create table artifact_pulled (
  org   uuid not null references organization (org),
  day   date not null,
  bytes bigint not null,
  primary key (org, day)
);
call bowline_tenant('artifact_pulled');
