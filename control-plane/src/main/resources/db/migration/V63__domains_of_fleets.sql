-- Fleets named a domain before it was an object of its own; each of them gets one as if it were made now.
select set_config('bowline.task', 'keeping', true);
insert into base_domain (org, id, domain, dns_provider, challenge, created_by)
select org, gen_random_uuid(), domain, 'None',
  'bowline-domain=' || replace(gen_random_uuid()::text, '-', ''), created_by
from fleet
on conflict (org, domain) do nothing;
select set_config('bowline.task', '', true);
