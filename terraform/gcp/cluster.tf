# The cluster with its smallest pool. Whoever makes it gets no rights in it by that; who may put the runner into it is said by
# `installer_access`, and that goes away again.

# A ring and its keys are never deleted by Google, only what is in them: a second install of the same name needs another ring.
resource "google_kms_key_ring" "this" {
  project  = var.account_id
  location = var.region
  name     = "${local.prefix}-${substr(var.install_id, 0, 8)}"
}

resource "google_kms_crypto_key" "this" {
  name            = local.prefix
  key_ring        = google_kms_key_ring.this.id
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "7776000s" # 90 days
  labels          = local.labels
}

# Google's own machinery that encrypts by the key: secrets of the cluster, disks of nodes, images
resource "google_kms_crypto_key_iam_member" "user" {
  for_each = {
    cluster  = "service-${data.google_project.this.number}@container-engine-robot.iam.gserviceaccount.com"
    disks    = "service-${data.google_project.this.number}@compute-system.iam.gserviceaccount.com"
    registry = "service-${data.google_project.this.number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
  }
  crypto_key_id = google_kms_crypto_key.this.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
}

resource "google_container_cluster" "this" {
  project             = var.account_id
  location            = var.region
  node_locations      = local.zones
  name                = local.prefix
  description         = "Data plane of ${var.name}"
  min_master_version  = var.kubernetes_version
  resource_labels     = local.labels
  deletion_protection = false

  # a cluster is born with a pool; it goes at once, and its nodes are nobody until then
  remove_default_node_pool = true
  initial_node_count       = 1

  network                     = local.vpc_id
  subnetwork                  = local.subnet_id
  networking_mode             = "VPC_NATIVE"
  datapath_provider           = "ADVANCED_DATAPATH"
  enable_intranode_visibility = true
  default_max_pods_per_node   = 64
  enable_legacy_abac          = false
  enable_shielded_nodes       = true

  ip_allocation_policy {
    cluster_secondary_range_name  = local.ranges.pods
    services_secondary_range_name = local.ranges.services
  }

  private_cluster_config {
    enable_private_nodes        = true
    enable_private_endpoint     = length(var.cluster_access_cidrs) == 0
    private_endpoint_subnetwork = local.subnet_id
  }

  master_authorized_networks_config {
    gcp_public_cidrs_access_enabled = false

    dynamic "cidr_blocks" {
      for_each = toset(var.cluster_access_cidrs)
      content {
        cidr_block   = cidr_blocks.value
        display_name = "cluster_access_cidrs"
      }
    }
  }

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }

  rbac_binding_config {
    enable_insecure_binding_system_authenticated   = false
    enable_insecure_binding_system_unauthenticated = false
  }

  workload_identity_config {
    workload_pool = "${var.account_id}.svc.id.goog"
  }

  database_encryption {
    state    = "ENCRYPTED"
    key_name = google_kms_crypto_key.this.id
  }

  release_channel {
    channel = "REGULAR"
  }

  logging_config {
    enable_components = ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
  }

  monitoring_config {
    enable_components = ["SYSTEM_COMPONENTS"]
    managed_prometheus {
      enabled = false
    }
  }

  node_config {
    service_account   = google_service_account.nodes.email
    oauth_scopes      = ["https://www.googleapis.com/auth/cloud-platform"]
    boot_disk_kms_key = google_kms_crypto_key.this.id

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }

    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }

  lifecycle {
    ignore_changes = [node_config, initial_node_count]
  }

  depends_on = [google_kms_crypto_key_iam_member.user, google_project_iam_member.nodes]
}

resource "google_container_node_pool" "system" {
  project            = var.account_id
  location           = var.region
  cluster            = google_container_cluster.this.name
  name               = "system"
  node_locations     = local.pool_zones
  initial_node_count = ceil(var.system_pool.nodes / length(local.pool_zones))

  autoscaling {
    total_min_node_count = var.system_pool.nodes
    total_max_node_count = var.system_pool.nodes + 1
    location_policy      = "BALANCED"
  }

  network_config {
    enable_private_nodes = true
  }

  node_config {
    machine_type      = var.system_pool.instance_type
    disk_size_gb      = var.system_pool.disk_gib
    disk_type         = "pd-balanced"
    image_type        = "COS_CONTAINERD"
    service_account   = google_service_account.nodes.email
    oauth_scopes      = ["https://www.googleapis.com/auth/cloud-platform"]
    boot_disk_kms_key = google_kms_crypto_key.this.id
    resource_labels   = local.labels
    metadata          = { disable-legacy-endpoints = "true" }

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }

    # pods must not get at the node's identity
    workload_metadata_config {
      mode = "GKE_METADATA"
    }
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  upgrade_settings {
    max_surge       = 1
    max_unavailable = 0
  }

  # the runner scales and patches it later
  lifecycle {
    ignore_changes = [initial_node_count, version, autoscaling]
  }
}

locals {
  # a pool is as large in each of its zones: not more zones than nodes
  pool_zones = slice(local.zones, 0, min(var.system_pool.nodes, length(local.zones)))
}

# it makes the runner's namespace and rights, so it has to be allowed all that it gives
resource "google_project_iam_member" "installer" {
  count   = var.installer_access == null ? 0 : 1
  project = var.account_id
  role    = "roles/container.admin"
  member  = var.installer_access
}
