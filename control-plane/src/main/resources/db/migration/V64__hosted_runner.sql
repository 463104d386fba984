-- Where the vendor's hosted runner of an organization is at work. It has a queue, leases and runners
-- as an install has, and is nobody's install: it is found by nothing that looks for one.
alter table install add column served_by text not null default 'runner'
  check (served_by in ('runner', 'hosted'));
create unique index install_hosted on install (org) where served_by = 'hosted';

call bowline_sweep('install', 'runner-watch');

-- Which job was handed its credential, how often, and to whom. The key is that of one call, by its
-- digest: no key gets a second answer. The credential itself is nowhere.
create table credential_handover (
  org        uuid not null,
  job        uuid not null,
  key_digest text not null,
  epoch      bigint not null,
  runner     uuid not null,
  handed_at  timestamptz not null default now(),
  primary key (org, job, key_digest),
  foreign key (org, job) references job (org, id) on delete cascade
);
call bowline_tenant('credential_handover');
