-- The newest job that asks a provider's cloud, so that two who want to know wait for one answer.
alter table fleet_provider add column check_job uuid;
