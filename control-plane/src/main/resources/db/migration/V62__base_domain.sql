-- Domains under which an organization's fleets have their endpoints. The certificate may be seen,
-- its key is sealed; without one, it is to be issued. The revision grows with every change.
create table base_domain (
  org           uuid not null,
  id            uuid not null,
  domain        text not null,
  tls_cert      text,
  sealed_key    bytea,
  dns_provider  text not null check (dns_provider in ('Route53', 'None')),
  dns_zone      text,
  aws_account   text,
  aws_zone      text,
  -- what the organization puts into its DNS to show that the domain is its own
  challenge     text not null,
  revision      bigint not null default 1,
  created_by    text not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  check_due     timestamptz not null default now(),
  primary key (org, id),
  unique (org, domain),
  check ((tls_cert is null) = (sealed_key is null))
);
call bowline_tenant('base_domain');
create index base_domain_by_check on base_domain (check_due);
call bowline_sweep('base_domain', 'domain-check');
call bowline_sweep('base_domain', 'domain-check', 'update');

-- Who has shown that a domain is theirs, of all organizations: nobody else may have it then. Where it was not seen for
-- a while, somebody else may show it.
create table domain_proof (
  domain    text primary key,
  holder    uuid not null,
  proven_at timestamptz not null default now(),
  seen_at   timestamptz not null default now(),
  foreign key (holder, domain) references base_domain (org, domain) on delete cascade
);

-- What looking at a domain and its certificate found, for one revision of it.
create table base_domain_check (
  org        uuid not null,
  domain     uuid not null,
  revision   bigint not null,
  result     text not null,
  checks     jsonb not null,
  checked_by text not null,
  started_at timestamptz not null,
  ended_at   timestamptz not null default now(),
  primary key (org, domain),
  foreign key (org, domain) references base_domain (org, id) on delete cascade
);
call bowline_tenant('base_domain_check');
