# Who nodes and runner are. The runner: one service account of Kubernetes may take its identity, and no key of it is ever made.

locals {
  # an account's id has 30 characters at most; a long name is cut, and told from others by the install
  account_ids = {
    for who in ["nodes", "runner"] : who =>
    length("${local.prefix}-${who}") <= 30 ? "${local.prefix}-${who}" : "${trimsuffix(substr(local.prefix, 0, 17), "-")}-${substr(sha256(var.install_id), 0, 5)}-${who}"
  }
}

resource "google_service_account" "nodes" {
  project      = var.account_id
  account_id   = local.account_ids.nodes
  display_name = "${local.prefix}-nodes"
  description  = "Nodes of ${var.name}, install ${var.install_id}"
}

# what a node needs to tell that it is well, and no more
resource "google_project_iam_member" "nodes" {
  project = var.account_id
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.nodes.member
}

resource "google_service_account" "runner" {
  project      = var.account_id
  account_id   = local.account_ids.runner
  display_name = "${local.prefix}-runner"
  description  = "Runner of ${var.name}, install ${var.install_id}"
}

resource "google_service_account_iam_member" "runner" {
  service_account_id = google_service_account.runner.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${google_container_cluster.this.workload_identity_config[0].workload_pool}[${var.runner.namespace}/${var.runner.service_account}]"
}
