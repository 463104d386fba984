-- Where the master key is in a key management service, nothing can be derived from it: what the
-- system itself seals often (passes of the registry) is under a key for that purpose, kept here
-- sealed under the master key.
create table purpose_key (
  purpose    text primary key,
  sealed     bytea not null,
  created_at timestamptz not null default now()
);
