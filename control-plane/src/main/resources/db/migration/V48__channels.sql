-- A release that was yanked is never offered again; why, and by whom.
alter table release add column yank_reason text;
alter table release add column yanked_by text;

-- What became of channels and releases, never altered. The binary before this one moves channels
-- without it: `channel` is the truth about where a channel points, this about how it came there.
create table catalog_event (
  product text not null,
  number  bigint not null,
  at      timestamptz not null default now(),
  actor   text not null,
  kind    text not null,
  channel text,
  was     text references release (digest),
  became  text references release (digest),
  reason  text not null default '',
  primary key (product, number)
);
create index catalog_event_channel on catalog_event (product, channel, number desc)
  where channel is not null;
revoke update, delete on catalog_event from ${app};

insert into catalog_event (product, number, at, actor, kind, channel, became)
select product, row_number() over (partition by product order by moved_at, name), moved_at, moved_by,
  'promote', name, digest
from channel;

-- Whoever yanks a release has to find the plans towards it, of every organization.
call bowline_sweep('plan', 'catalog');
create index plan_open on plan (release, org, id)
  where status in ('planning', 'awaiting-approval', 'applying');
