-- One row and more in every table, with what is awkward to carry; written before a sample of a
-- released version is taken, and by the test of backup and restore.
insert into organization (org, name, created_at) values
  ('00000000-0000-0000-0000-00000000000a', 'acme', '2026-01-02 03:04:05.678901Z'),
  ('00000000-0000-0000-0000-00000000000b', 'Beispiel \ "GmbH"', '2026-01-02 03:04:05Z');
insert into data_key (org, sealed) values ('00000000-0000-0000-0000-00000000000a', '\x0001ff0a0d5c');
insert into organization_end (gone, name, asked_by, due_at) values
  ('00000000-0000-0000-0000-00000000000e', 'gone', 'staff/owner', '2026-01-09Z');
insert into purpose_key (purpose, sealed) values ('registry-pass', '\x0002ff');
insert into api_token (org, id, name, scopes, hash, created_by, expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a1', 'ci', 'read,write', '\x01', 'staff', '2036-01-01Z');
insert into member (org, id, email, name, role, invited_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 'anna@example.com', 'Anna', 'owner', 'staff/owner');
insert into member (org, id, email, kind, name, role, invited_by, removed_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000b7', null, 'service', 'ci', 'admin', 'staff/owner', '2026-01-04Z');
insert into access_review (org, id, reviewed_by, note) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000b8', 'member/anna', 'a quarter');
insert into access_review_decision (org, review, subject, name, rights, last_used_at, confirmed) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000b8', 'member/anna', 'anna@example.com', 'owner', '2026-01-05Z', true);
insert into invitation (org, id, email, role, hash, inviter, invited_by, expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a8', 'ben@example.com', 'viewer', '\x03', '00000000-0000-0000-0000-0000000000a7', 'member/anna', '2026-01-09Z');
insert into api_token (org, id, name, scopes, hash, created_by, member, installs, last_used_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a9', 'laptop', 'read', '\x04', 'member/anna', '00000000-0000-0000-0000-0000000000a7', '{00000000-0000-0000-0000-0000000000d1}', '2026-01-05Z');
insert into staff_access_policy (org, rule, most_hours, set_by) values
  ('00000000-0000-0000-0000-00000000000a', 'ask', 4, 'member/anna');
insert into staff_access (org, id, staff, reason, hours, granted, decided_by, decided_at, expires_at, ended_by, ended_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c1', 'owner', 'ticket "312"', 2, true, 'member/anna', '2026-01-05Z', '2026-01-06Z', 'member/anna', '2026-01-05Z');
insert into own_setting (host, key, value) values ('h1', 'bowline.http.port', '8443');
insert into own_setting_key (sealed) values ('\x0a0b');
insert into configuration_change (host, version, key, before, after) values ('h1', '0.1.0', 'bowline.http.port', '443', '8443');
insert into member_password (org, member, hash) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHQ');
insert into member_totp (org, member, secret, confirmed_at, last_step) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', '\x0102', '2026-01-05Z', 7);
insert into member_recovery_code (org, member, hash, used_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', '\x05', '2026-01-05Z');
insert into password_reset (org, id, member, hash, second_factor, created_by, expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000b9', '00000000-0000-0000-0000-0000000000a7', '\x06', true, 'staff/owner', '2026-01-06Z');
insert into sign_in_session (org, id, member, hash, method, source, program, idle, expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000ba', '00000000-0000-0000-0000-0000000000a7', '\x07', 'password', '192.0.2.1', 'curl/8', '12:00', '2026-01-12Z');
insert into sso_setting (org, issuer, client_id, client_secret, scopes, groups_claim, roles, default_role, joining, trust_emails, local_sign_in, proven_revision, changed_by) values
  ('00000000-0000-0000-0000-00000000000a', 'https://login.example.com', 'bowline', '\x21', '{email}', 'groups', '{"dev": "operator"}', 'viewer', true, false, false, 1, 'member/anna');
insert into sso_identity (org, issuer, subject, member, governed) values
  ('00000000-0000-0000-0000-00000000000a', 'https://login.example.com', 'anna-1', '00000000-0000-0000-0000-0000000000a7', true);
insert into sso_attempt (org, id, state, sealed, browser, revision, port, port_state, challenge, expires_at, used_at, member, code, code_expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c7', '\x22', '\x23', '\x24', 1, 40000, 'a-state-of-its-own', 'a-challenge', '2026-01-05Z', '2026-01-05Z', '00000000-0000-0000-0000-0000000000a7', '\x25', '2026-01-05Z');
insert into team (org, id, name, provider_group, role, created_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c8', 'platform', 'g-77', 'admin', 'member/anna');
insert into team_member (org, team, member) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c8', '00000000-0000-0000-0000-0000000000a7');
insert into sign_in_tries (key, tries, since) values ('\x08', 3, '2026-01-05Z');
insert into staff_token (id, name, scopes, hash) values ('00000000-0000-0000-0000-0000000000c1', 'owner', 'owner', '\x02');
insert into audit_head (org, number, hash) values ('00000000-0000-0000-0000-00000000000a', 1, 'h1');
insert into audit_beginning (org, number, hash) values ('00000000-0000-0000-0000-00000000000a', 0, '');
insert into audit_entry (org, number, at, actor, action, subject, detail, previous, hash) values
  ('00000000-0000-0000-0000-00000000000a', 1, '2026-01-02Z', 'staff', 'create', 'organization/acme', E'tab\t newline\n backslash \\ quote '' umlaut \u00e4', '', 'h1');
insert into repeat_answer (org, caller, key, request, status, location, body) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a1', 'k', 'r', 201, '/x', '{}');
insert into release (digest, product, version, sequence, repository, document, yanked_at) values
  ('sha256:aaaa', 'stream', '1.0.0', 1, 'stream', '{"schema": 1, "name": "stream"}', null),
  ('sha256:bbbb', 'stream', '1.1.0', 2, 'stream', '{"schema": 1, "name": "stream"}', '2026-02-01Z');
insert into channel (product, name, digest, moved_by) values ('stream', 'stable', 'sha256:aaaa', 'staff');
insert into catalog_event (product, number, actor, kind, channel, became, reason) values
  ('stream', 1, 'staff', 'promote', 'stable', 'sha256:aaaa', '');
insert into entitlement (org, product) values ('00000000-0000-0000-0000-00000000000a', 'stream');
insert into artifact_allowance (org, requests_per_second, bytes_per_day, bytes_stored, set_by) values
  ('00000000-0000-0000-0000-00000000000a', 5, null, 9007199254740993, 'staff/owner');
insert into artifact_pulled (org, day, bytes) values ('00000000-0000-0000-0000-00000000000a', '2026-01-02', 4294967297);
insert into artifact_namespace (namespace, bytes, uploading, repositories) values ('acme', 10995116277760, 7, 1);
insert into artifact_holding (repository, kind, digest, namespace, size, claimed_at) values
  ('acme/app', 'blob', 'sha256:dddd', 'acme', 10995116277760, '2026-01-02Z');
insert into artifact_upload (repository, id, namespace, bytes) values ('acme/app', 'u', 'acme', 7);
insert into artifact_recount (began_at, ended_at) values ('2026-01-02Z', '-infinity');
insert into install (org, id, name, product, cloud, account, region, inputs, release, status, heard_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 'eu', 'stream', 'aws', '1234', 'eu-central-1', '{"size": "small"}', 'sha256:aaaa', 'active', '2026-01-03Z');
insert into install_status (org, install, at, status, reason) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '2026-01-03Z', 'active', '');
insert into job (org, id, install, kind, exclusive, spec, requested_by, phase, attempt, epoch, since, report) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000d1', 'inspect', false, '\x00', 'ci', 'succeeded', 1, nextval('job_epoch'), '2026-01-03Z', '\xff00');
insert into job_transition (org, job, n, phase, event, note, epoch) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000e1', 1, 'succeeded', 'reported', '', 1);
insert into job_step (org, job, sequence, epoch, step, state, message, at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000e1', 1, 1, 's', 'done', '', '2026-01-03Z');
insert into credential_handover (org, job, key_digest, epoch, runner) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000e1', 'kd', 1, '00000000-0000-0000-0000-0000000000a3');
insert into plan (org, id, install, release, stage, status, digest, content, plan_job, requested_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000f1', '00000000-0000-0000-0000-0000000000d1', 'sha256:aaaa', 1, 'applied', 'sha256:cccc', '\x00ff', '00000000-0000-0000-0000-0000000000e1', 'ci');
insert into approval (org, plan, sequence, expires, key_id, signature, given_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000f1', 1, '2026-02-01Z', 'k', 's', 'ci');
insert into enrollment_token (org, id, install, hash, created_by, expires_at, used_at, used_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a2', '00000000-0000-0000-0000-0000000000d1', 'hash', 'ci', '2026-01-02Z', '2026-01-02Z', '00000000-0000-0000-0000-0000000000a3');
insert into runner (org, id, install, key_digest, runner_key, version, certificate_until) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a3', '00000000-0000-0000-0000-0000000000d1', 'kd', '\x03', '0.1', '2026-01-04Z');
insert into runner_session (org, runner, epoch, replica, process, version) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a3', 7, 'r1', 'p1', '0.1');
insert into collector (org, id, install, name, created_by, certificate_until) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a4', '00000000-0000-0000-0000-0000000000d1', 'agent', 'test', '2026-01-04Z');
insert into fleet_provider (org, id, identifier, provider_type, shown, sealed, created_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a5', 'main', 'aws', '{"aws_access_key": "********MPLE", "aws_access_secret": "********"}', '\x0001ff0a0d5c', 'ci');
insert into fleet_provider_check (org, provider, revision, result, findings, checked_by, started_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a5', 1, 'ok', '{"credentials": [], "permissions": []}', 'ci', '2026-01-03Z');
insert into fleet (org, id, identifier, infra_type, domain, tenancy, max_tenants, max_kafka_units, placement, advanced, provider, install, begun, status, reason, created_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 'calm-river', 'aws', 'kafka.example.com', 'shared', 4, 40, '{"account": "main", "region": "eu-central-1"}', '{}', '00000000-0000-0000-0000-0000000000a5', '00000000-0000-0000-0000-0000000000d1', true, 'Healthy', '', 'ci');
insert into fleet_status (org, fleet, n, status, reason, at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 1, 'Healthy', '', '2026-01-03Z');
insert into lent_kubeconfig (org, fleet, revision, context, server, namespace, sealed, lent_by, expires_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 1, 'prod', 'https://kube.example.com', 'bowline', '\x0001ff', 'ci', '2026-01-04Z');
insert into fleet_work (org, fleet, job, outputs) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', '00000000-0000-0000-0000-0000000000b7', '{"cluster_name": "bowline-calm-river"}');
insert into lent_role (org, install, job, role) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000b8', 'arn:aws:iam::123456789012:role/bowline-installer-prod');
insert into base_domain (org, id, domain, dns_provider, challenge, created_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 'kafka.example.com', 'None', 'bowline-domain=00', 'ci');
insert into domain_proof (domain, holder) values ('kafka.example.com', '00000000-0000-0000-0000-00000000000a');
insert into base_domain_check (org, domain, revision, result, checks, checked_by, started_at) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a7', 1, 'ok', '[]', 'ci', '2026-01-03Z');
insert into kafka_cluster (org, id, identifier, fleet, kafka_units, created_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000a8', 'orders', '00000000-0000-0000-0000-0000000000a7', 3, 'ci');
insert into allowed_region (org, cloud, region) values ('00000000-0000-0000-0000-00000000000a', 'aws', 'eu-central-1');
insert into pin (org, product, install, release, reason, pinned_by) values
  ('00000000-0000-0000-0000-00000000000a', 'stream', '00000000-0000-0000-0000-0000000000d1', 'sha256:aaaa', 'a freeze', 'ci');
insert into finding (org, install, id, key, content) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000a6', 'sha256:aaaa', '{"v": 1, "kind": "unchecked", "check": "foreign-image", "why": "no cluster"}');
insert into finding_check (org, install, unlisted) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 3);
insert into readiness (org, install, checks) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '[]');
insert into preflight (org, install, job, seen) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000b7', '[]');
insert into preflight_overruling (org, install, check_name, reason, ruled_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 'logs.tcp', 'opened on Monday', 'ci');
insert into door_report (org, install, id, token, door, phase, attempt, made, reason, digest) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000d7', '00000000-0000-0000-0000-0000000000d8', 'cloudformation', 'made', 'arn:aws:cloudformation:eu-central-1:123456789012:stack/prod/1', '[{"kind": "AWS::EKS::Cluster", "id": "bowline-prod", "name": "Cluster"}]', '', 'sha256:aaaa');
insert into belonging (org, install, kind, name, maker, holds_data, seen_by) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 'aws_s3_bucket', 'acme-logs', 'storage', true, 'runner');
insert into account_look (org, install, told_by, looked, unlooked) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 'ci', '["aws_s3_bucket"]', '[]');
insert into leaving_certificate (org, install, number, issued_at, envelope) values
  ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000d1', 1, '2026-01-03Z', '{}');
insert into recovery_policy (org, allowed, within) values ('00000000-0000-0000-0000-00000000000a', true, interval '30 days');
insert into outbox (org, topic, key, payload) values
  ('00000000-0000-0000-0000-00000000000a', 't', 'k', E'tab\t, newline\n, backslash \\ and ''quotes''');
insert into feed_head (org, last) values ('00000000-0000-0000-0000-00000000000a', 1);
insert into feed (org, id, topic, subject, kind, data) values
  ('00000000-0000-0000-0000-00000000000a', 1, 'job', 'j', 'queued', '{}');
