-- What an install has, or had, in its customer's account, as somebody has seen it. See ADR 0044.
create table belonging (
  org        uuid not null,
  install    uuid not null,
  kind       text not null,
  name       text not null,
  maker      text not null,
  holds_data boolean not null,
  since      timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  seen_by    text not null check (seen_by in ('runner', 'door', 'customer')),
  gone_at    timestamptz,
  why        text not null default '',
  primary key (org, install, kind, name),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('belonging');

-- The last look of the customer's own at their account, which they have told of.
create table account_look (
  org      uuid not null,
  install  uuid not null,
  at       timestamptz not null default now(),
  told_by  text not null,
  looked   jsonb not null,
  unlooked jsonb not null,
  primary key (org, install),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('account_look');

-- What was signed when an install had left; each stays as it was signed.
create table leaving_certificate (
  org       uuid not null,
  install   uuid not null,
  number    int not null,
  issued_at timestamptz not null,
  envelope  text not null,
  primary key (org, install, number),
  foreign key (org, install) references install (org, id) on delete cascade
);
call bowline_tenant('leaving_certificate');
