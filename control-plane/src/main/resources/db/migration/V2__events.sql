-- Events: committed with the change they tell of, gone when they are delivered.
create table outbox (
  org        uuid not null,
  id         bigint generated always as identity,
  topic      text not null,
  key        text not null,
  payload    text not null,
  attempt    integer not null default 0,
  not_before timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (org, id)
);
create index outbox_due on outbox (not_before, id);
call bowline_tenant('outbox');
call bowline_sweep('outbox', 'events', 'all');

-- What happened in an organization, for those who follow along. The head's row lock makes numbers
-- grow in the order of commits.
create table feed_head (
  org  uuid primary key,
  last bigint not null
);
call bowline_tenant('feed_head');

create table feed (
  org     uuid not null,
  id      bigint not null,
  topic   text not null,
  subject text not null,
  kind    text not null,
  data    text not null,
  at      timestamptz not null default now(),
  primary key (org, id)
);
create index feed_by_subject on feed (org, topic, subject, id);
create index feed_by_age on feed (at);
call bowline_tenant('feed');
call bowline_sweep('feed', 'feed-trim');
call bowline_sweep('feed', 'feed-trim', 'delete');
