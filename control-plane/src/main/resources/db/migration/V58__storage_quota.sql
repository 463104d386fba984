-- What each namespace of the artifact registry holds: a row for each thing that a repository has, taken before the storage
-- links to it and given back when the link is gone. The storage is the truth, and these rows are compared with it.
create table artifact_namespace (
  namespace    text primary key,
  bytes        bigint not null default 0, -- of what its repositories have, the same content once
  uploading    bigint not null default 0,
  repositories bigint not null default 0
);

create sequence artifact_holding_version;

create table artifact_holding (
  repository text not null,
  kind       text not null check (kind in ('blob', 'manifest')),
  digest     text not null,
  namespace  text not null references artifact_namespace (namespace),
  size       bigint not null check (size >= 0),
  version    bigint not null default nextval('artifact_holding_version'),
  claimed_at timestamptz, -- since when somebody is at bringing it; null once it is there
  primary key (repository, kind, digest)
);
create index artifact_holding_content on artifact_holding (namespace, digest);

create table artifact_upload (
  repository text not null,
  id         text not null,
  namespace  text not null references artifact_namespace (namespace),
  bytes      bigint not null check (bytes >= 0),
  touched_at timestamptz not null default now(),
  primary key (repository, id)
);
create index artifact_upload_namespace on artifact_upload (namespace);

-- When they were compared with the storage, which one replica does for all.
create table artifact_recount (
  one_row  boolean primary key default true check (one_row),
  began_at timestamptz not null,
  ended_at timestamptz not null default '-infinity'
);

-- How much an organization's namespace may hold, where it is not the default; 0 is no limit.
alter table artifact_allowance
  add column bytes_stored bigint check (bytes_stored >= 0),
  add column repositories int check (repositories >= 0);
call bowline_sweep('organization', 'storage-quota');
call bowline_sweep('artifact_allowance', 'storage-quota');
