-- An organization that is to go, and later the stone on its grave: its name is not given again. It belongs to no
-- organization, since it outlives the one that it is about.
create table organization_end (
  gone          uuid primary key,
  name          text not null unique,
  asked_by      text not null,
  asked_at      timestamptz not null default now(),
  due_at        timestamptz not null,
  shredded_at   timestamptz, -- the data key is no more; from here there is no way back
  audit_entries bigint,
  audit_hash    text,
  ended_at      timestamptz
);
create index organization_end_open on organization_end (due_at) where ended_at is null;

-- Takes away rows of an organization whose secrets are destroyed already, whatever tables there are, also those that
-- the process itself may only add to. Newer tables first; who is still referred to waits for the next call.
create function bowline_forget(wanted uuid, most int) returns bigint
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  target regclass;
  batch bigint;
  total bigint := 0;
  referred boolean := false;
  before text := bowline_task();
begin
  if not exists (select 1 from organization_end
      where gone = wanted and shredded_at is not null and ended_at is null) then
    raise exception 'organization % is not to be forgotten', wanted;
  end if;
  perform set_config('bowline.task', 'keeping', true);
  for target in
    select c.oid::regclass from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'org' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'organization'
    order by c.oid desc
  loop
    begin
      execute format('delete from %s where ctid in (select ctid from %s where org = %L limit %s)',
        target, target, wanted, most);
      get diagnostics batch = row_count;
      total := total + batch;
    exception when foreign_key_violation then
      referred := true;
    end;
  end loop;
  if total = 0 then
    if referred then
      raise exception 'rows of organization % refer to each other', wanted;
    end if;
    delete from organization where org = wanted;
    get diagnostics total = row_count;
  end if;
  perform set_config('bowline.task', before, true);
  return total;
end $$;
revoke all on function bowline_forget(uuid, int) from public;
grant execute on function bowline_forget(uuid, int) to ${app};
