-- Where what is kept of an audit begins: number and hash of the last entry that was let go.
create table audit_beginning (
  org    uuid primary key,
  number bigint not null,
  hash   text not null,
  at     timestamptz not null default now()
);
call bowline_tenant('audit_beginning');
revoke insert, update, delete on audit_beginning from ${app};
call bowline_sweep('audit_beginning', 'audit-retention');
call bowline_sweep('audit_head', 'audit-retention');
call bowline_sweep('audit_entry', 'audit-retention');

-- Lets go of the entries of the caller's organization up to a number, which the process itself cannot: never of those
-- of the last 90 days, and never of the end of the chain.
create function bowline_audit_let_go(until bigint) returns bigint
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  wanted uuid := bowline_org();
  before text := bowline_task();
  last record;
  gone bigint;
begin
  perform set_config('bowline.task', 'keeping', true);
  select e.at, e.hash into last from audit_entry e
  join audit_head h on h.org = e.org and h.number > e.number
  where e.org = wanted and e.number = until and e.at < now() - interval '90 days';
  if not found then
    raise exception 'entry % of the audit of % is not to be let go', until, wanted;
  end if;
  insert into audit_beginning (org, number, hash) values (wanted, until, last.hash)
  on conflict (org) do update set number = excluded.number, hash = excluded.hash, at = now();
  delete from audit_entry where org = wanted and number <= until;
  get diagnostics gone = row_count;
  perform set_config('bowline.task', before, true);
  return gone;
end $$;
revoke all on function bowline_audit_let_go(bigint) from public;
grant execute on function bowline_audit_let_go(bigint) to ${app};
