-- When somebody of staff last did something by an access, to the minute.
alter table staff_access add column last_used_at timestamptz;

-- From when on a link that sets a password anew is good. One that staff made waits, and is over once an owner is there meanwhile.
alter table password_reset add column usable_at timestamptz not null default now();
