-- The fleets that a token is for, beside the installs; null in both for the whole organization.
alter table api_token add column fleets uuid[];

-- Whose token a hash is, in one statement: asked at each request, where the beginning and the end of a transaction
-- would take three times as long. It works as the task that may look; the text in plpgsql keeps its plan.
create function bowline_bearer(wanted bytea)
  returns table (staff boolean, id uuid, org uuid, name text, scopes text, installs uuid[], fleets uuid[], member uuid, role text,
    kind text, stale boolean)
  language plpgsql
as $$
#variable_conflict use_column
declare
  before text := bowline_task();
begin
  perform set_config('bowline.task', 'sign-in', true);
  return query
    select false, t.id, t.org, t.name, t.scopes, t.installs, t.fleets, t.member, m.role, m.kind,
      coalesce(t.last_used_at < clock_timestamp() - interval '1 minute', true)
    from api_token t left join member m on m.org = t.org and m.id = t.member and m.removed_at is null
    where t.hash = wanted and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())
      and (t.member is null or m.id is not null);
  if not found then
    return query
      select true, t.id, null::uuid, t.name, t.scopes, null::uuid[], null::uuid[], null::uuid, null::text, null::text, false
      from staff_token t
      where t.hash = wanted and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp());
  end if;
  perform set_config('bowline.task', before, true);
end $$;
