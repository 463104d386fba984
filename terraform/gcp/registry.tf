# The customer's own registry: every image runs from here, and what scans it is the customer's choice.

resource "google_artifact_registry_repository" "this" {
  project       = var.account_id
  location      = var.region
  repository_id = local.prefix
  description   = "Images of the data plane of ${var.name}"
  format        = "DOCKER"
  kms_key_name  = google_kms_crypto_key.this.id
  labels        = local.labels

  docker_config {
    immutable_tags = true
  }

  # wherever the project's scanning is on
  vulnerability_scanning_config {
    enablement_config = "INHERITED"
  }

  depends_on = [google_kms_crypto_key_iam_member.user]
}

resource "google_artifact_registry_repository_iam_member" "nodes" {
  project    = var.account_id
  location   = var.region
  repository = google_artifact_registry_repository.this.name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.nodes.member
}

resource "google_artifact_registry_repository_iam_member" "runner" {
  project    = var.account_id
  location   = var.region
  repository = google_artifact_registry_repository.this.name
  role       = "roles/artifactregistry.repoAdmin"
  member     = google_service_account.runner.member
}
