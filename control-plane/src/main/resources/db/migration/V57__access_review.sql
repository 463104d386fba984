-- Dated records of who looked at everybody's rights, and what they decided.
create table access_review (
  org         uuid not null references organization (org),
  id          uuid not null,
  reviewed_at timestamptz not null default now(),
  reviewed_by text not null,
  note        text not null,
  primary key (org, id)
);
call bowline_tenant('access_review');

-- As it stood then; what it names may have gone since.
create table access_review_decision (
  org          uuid not null,
  review       uuid not null,
  subject      text not null,
  name         text not null,
  rights       text not null,
  last_used_at timestamptz,
  confirmed    boolean not null,
  primary key (org, review, subject),
  foreign key (org, review) references access_review (org, id)
);
call bowline_tenant('access_review_decision');
revoke update, delete on access_review, access_review_decision from ${app};
