-- What every tenant table stands on. A tenant table has a column `org`, has it in its key, and is
-- handed to bowline_tenant; a test walks the catalogue and fails for one that is not.

grant usage on schema public to ${app};
alter default privileges in schema public grant select, insert, update, delete on tables to ${app};
alter default privileges in schema public grant usage, select on sequences to ${app};

-- The organization of this transaction; null outside of one, and then no row is seen.
create function bowline_org() returns uuid language sql stable
  as $$ select nullif(current_setting('bowline.org', true), '')::uuid $$;

-- The system's task of this transaction; empty for work of an organization.
create function bowline_task() returns text language sql stable
  as $$ select coalesce(current_setting('bowline.task', true), '') $$;

-- Walls around a tenant table, also for its owner. Only keeping (backup, restore) sees everything,
-- and only as the owner, which the process never works as.
create procedure bowline_tenant(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s to ${app} using (org = bowline_org()) with check (org = bowline_org())',
    target);
  execute format(
    'create policy keeping on %s to ${owner} using (bowline_task() = ''keeping'') '
    'with check (bowline_task() = ''keeping'')', target);
end $$;

-- Lets a named task of the system see the rows of all organizations: select only, or what is said.
create procedure bowline_sweep(target regclass, task text, command text default 'select')
language plpgsql as $$
begin
  execute format(
    'create policy %I on %s for %s to ${app} using (bowline_task() = %L)',
    'task ' || task || ' ' || command, target, command, task);
end $$;
