-- What an install, or an organization's installs of a product, follow or stay on.
create table pin (
  org       uuid not null,
  product   text not null,
  -- of all installs of the organization, when it is all zeros
  install   uuid not null default '00000000-0000-0000-0000-000000000000',
  channel   text,
  release   text references release (digest),
  reason    text not null,
  pinned_by text not null,
  pinned_at timestamptz not null default now(),
  primary key (org, product, install),
  check ((channel is null) <> (release is null))
);
call bowline_tenant('pin');

-- The vendor's staff see which installs run what, of every organization.
call bowline_sweep('pin', 'catalog');
call bowline_sweep('install', 'catalog');
call bowline_sweep('organization', 'catalog');
create index install_by_release on install (release, org, id);
