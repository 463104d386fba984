-- Whether a runner of this install has to show by its cloud's word where it is (null: as the vendor has it for the cloud), and
-- what the cloud said last.
alter table install
  add column proof text check (proof in ('required', 'if-offered', 'none')),
  add column vouched_for text,
  add column vouched_at timestamptz;
