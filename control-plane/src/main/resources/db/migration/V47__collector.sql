-- Senders of logs and metrics that a customer runs beside the runner. Only their certificates'
-- end is here; the keys never come by.
create table collector (
  org               uuid not null,
  id                uuid not null,
  install           uuid not null,
  name              text not null,
  created_by        text not null,
  created_at        timestamptz not null default now(),
  certificate_until timestamptz not null,
  revoked_at        timestamptz,
  primary key (org, id),
  foreign key (org, install) references install (org, id) on delete cascade
);
create unique index collector_name on collector (org, install, name) where revoked_at is null;
create index collector_by_install on collector (org, install, id desc);
call bowline_tenant('collector');
