-- What an install's runner last found not to be as it should; the binary before this one ignores it.
alter table install add column findings jsonb not null default '[]';
