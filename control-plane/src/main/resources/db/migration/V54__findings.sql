-- What an install's runner finds not to be as it should. One row each time that it opens; while it
-- is open, telling it again changes no more than its words. The column install.findings is written
-- and read no more; the binary before this one does.
create table finding (
  org       uuid not null,
  install   uuid not null,
  id        uuid not null,
  -- a digest of what tells it from every other finding of the install
  key       text not null,
  content   jsonb not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (org, install, id),
  foreign key (org, install) references install (org, id) on delete cascade
);
create unique index finding_open on finding (org, install, key) where closed_at is null;
call bowline_tenant('finding');

-- When the runner told last, and how many findings there was no room for.
create table finding_check (
  org        uuid not null,
  install    uuid not null,
  checked_at timestamptz not null default now(),
  unlisted   bigint not null default 0,
  primary key (org, install),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('finding_check');
