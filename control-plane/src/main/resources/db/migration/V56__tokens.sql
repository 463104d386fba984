-- Which installs a token is for; null for the whole organization.
alter table api_token add column installs uuid[];
-- To the minute.
alter table api_token add column last_used_at timestamptz;
call bowline_sweep('api_token', 'sign-in', 'update');

-- A service account is a member that is no person: without an address, and never an owner.
alter table member add column kind text not null default 'person' check (kind in ('person', 'service'));
alter table member alter column email drop not null;
alter table member add check ((kind = 'person') = (email is not null));
alter table member add check (kind = 'person' or role <> 'owner');
create unique index member_service on member (org, name) where kind = 'service' and removed_at is null;
