-- How somebody of staff may come into an organization, in one statement: asked at each request of theirs. It works as the
-- organization; noted is false when it is by an access whose use was not noted for a minute.
create function bowline_staff_entry(wanted uuid, who text)
  returns table (founding boolean, granted boolean, noted boolean)
  language plpgsql
as $$
#variable_conflict use_column
declare
  before text := coalesce(bowline_org()::text, '');
begin
  perform set_config('bowline.org', wanted::text, true);
  return query
    select
      not exists (select 1 from member m where m.org = wanted and m.role = 'owner' and m.removed_at is null),
      lasting.found, coalesce(lasting.noted, true)
    from (
      select count(*) > 0 as found, bool_and(coalesce(a.last_used_at > clock_timestamp() - interval '1 minute', false)) as noted
      from staff_access a
      where a.org = wanted and a.staff = who and a.granted and a.ended_at is null and a.expires_at > clock_timestamp()) lasting;
  perform set_config('bowline.org', before, true);
end $$;
