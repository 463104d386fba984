-- One data key per organization, sealed under the master key: dropping it destroys all its secrets.
create table data_key (
  org        uuid primary key,
  sealed     bytea not null,
  created_at timestamptz not null default now()
);
call bowline_tenant('data_key');

-- Issuing CAs; the newest signs, all are trusted until they end. Keys sealed under the master key.
create table issuing_ca (
  id          bigint generated always as identity primary key,
  certificate text not null,
  sealed_key  bytea not null,
  created_at  timestamptz not null default now()
);
