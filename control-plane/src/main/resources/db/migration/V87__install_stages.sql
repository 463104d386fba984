-- How far an install has come, more finely than `status` says it. The version before this one reads `status` alone, so
-- that keeps the words it knows; a stage counts for as long as it is one of the status beside it. See ADR 0041.
alter table install add column stage text;
alter table install_status add column stage text;
-- A token that admits nobody any more, and since when those who wait for its runner know that it ended unused.
alter table enrollment_token
  add column void_because text,
  add column told_at timestamptz;
update enrollment_token set told_at = now() where expires_at < now();
create index enrollment_token_over on enrollment_token (expires_at) where used_at is null and told_at is null;
