-- When an offered job stops waiting: what its runner declines prolongs nothing. Offers of earlier
-- versions do not note it.
alter table job add column queue_until timestamptz;

-- Which kinds of job the runner of a stream can do; null from versions that did not note it.
alter table runner_session add column kinds text[];
