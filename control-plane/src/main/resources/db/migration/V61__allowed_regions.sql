-- Regions in which an organization's fleets may stand; none at all means every one.
create table allowed_region (
  org    uuid not null references organization (org),
  cloud  text not null check (cloud in ('aws', 'gcp', 'oci', 'azure')),
  region text not null,
  primary key (org, cloud, region)
);
call bowline_tenant('allowed_region');
