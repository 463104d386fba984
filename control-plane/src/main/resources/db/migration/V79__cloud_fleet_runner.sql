-- Until when the runner that was put into a cloud fleet's cluster has to enroll; null when nobody waits for one.
alter table fleet_work add column enroll_by timestamptz;
create index fleet_work_by_enroll on fleet_work (enroll_by) where enroll_by is not null;
call bowline_sweep('fleet_work', 'fleet-arrival');
