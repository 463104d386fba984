# The cluster with its smallest pool. Whoever may manage clusters of the compartment may do everything in it: Oracle has no switch
# for that, so the policy of who made it has to go away afterwards.

resource "oci_kms_vault" "this" {
  compartment_id = local.compartment_id
  display_name   = local.prefix
  vault_type     = "DEFAULT"
  freeform_tags  = local.tags
}

resource "oci_kms_key" "this" {
  compartment_id      = local.compartment_id
  display_name        = local.prefix
  management_endpoint = oci_kms_vault.this.management_endpoint
  protection_mode     = "HSM"
  freeform_tags       = local.tags

  key_shape {
    algorithm = "AES"
    length    = 32
  }
}

# the cluster encrypts its secrets by the key; images are looked through for known flaws
resource "oci_identity_policy" "cluster" {
  provider       = oci.home
  compartment_id = local.compartment_id
  name           = "${local.prefix}-cluster"
  description    = "What Oracle's services may do for ${var.name}"
  freeform_tags  = local.tags

  statements = [
    "Allow any-user to use keys in ${local.place} where all {request.principal.type = 'cluster', request.principal.compartment.id = '${local.compartment_id}', target.key.id = '${oci_kms_key.this.id}'}",
    "Allow service vulnerability-scanning-service to read repos in ${local.place}",
    "Allow service vulnerability-scanning-service to read compartments in ${local.place}",
  ]
}

data "oci_containerengine_cluster_option" "this" {
  cluster_option_id = "all"
  compartment_id    = local.compartment_id
}

locals {
  # the newest patch of the minor version that Oracle has
  versions = reverse(sort([for version in data.oci_containerengine_cluster_option.this.kubernetes_versions : version if startswith(version, "v${var.kubernetes_version}.")]))
}

resource "oci_containerengine_cluster" "this" {
  compartment_id     = local.compartment_id
  vcn_id             = local.vpc_id
  name               = local.prefix
  type               = "ENHANCED_CLUSTER" # the runner's identity needs it
  kubernetes_version = try(local.versions[0], "none")
  kms_key_id         = oci_kms_key.this.id
  freeform_tags      = local.tags

  endpoint_config {
    subnet_id            = local.api_subnet_id
    nsg_ids              = [oci_core_network_security_group.control.id]
    is_public_ip_enabled = length(var.cluster_access_cidrs) > 0
  }

  cluster_pod_network_options {
    cni_type = "FLANNEL_OVERLAY"
  }

  options {
    service_lb_subnet_ids = [local.subnet_ids[0]]

    add_ons {
      is_kubernetes_dashboard_enabled = false
      is_tiller_enabled               = false
    }

    kubernetes_network_config {
      pods_cidr     = "10.244.0.0/16"
      services_cidr = "10.96.0.0/16"
    }

    persistent_volume_config {
      freeform_tags = local.tags
    }

    service_lb_config {
      freeform_tags = local.tags
    }
  }

  lifecycle {
    # the runner brings it up to date later
    ignore_changes = [kubernetes_version]

    precondition {
      condition     = length(local.versions) > 0
      error_message = "kubernetes_version: Oracle has ${join(", ", data.oci_containerengine_cluster_option.this.kubernetes_versions)}, and no ${var.kubernetes_version}."
    }
  }

  depends_on = [oci_identity_policy.cluster]
}

data "oci_containerengine_node_pool_option" "this" {
  node_pool_option_id = "all"
  compartment_id      = local.compartment_id
}

locals {
  # Oracle's own image for nodes of this version, the newest of it
  images = {
    for image in data.oci_containerengine_node_pool_option.this.sources : image.source_name => image.image_id
    if strcontains(image.source_name, "OKE-${trimprefix(try(local.versions[0], "none"), "v")}-") && !can(regex("aarch64|GPU", image.source_name))
  }
  image_id = try(local.images[reverse(sort(keys(local.images)))[0]], "none")
}

resource "oci_containerengine_node_pool" "system" {
  compartment_id     = local.compartment_id
  cluster_id         = oci_containerengine_cluster.this.id
  name               = "system"
  kubernetes_version = oci_containerengine_cluster.this.kubernetes_version
  node_shape         = var.system_pool.instance_type
  freeform_tags      = local.tags

  node_shape_config {
    ocpus         = var.system_pool.ocpus
    memory_in_gbs = var.system_pool.memory_gib
  }

  node_source_details {
    source_type             = "IMAGE"
    image_id                = local.image_id
    boot_volume_size_in_gbs = tostring(var.system_pool.disk_gib)
  }

  # pods must not get at what a node is told at its birth: the older way of asking is shut
  node_metadata = {
    areLegacyImdsEndpointsDisabled = "true"
  }

  node_config_details {
    size                                = var.system_pool.nodes
    nsg_ids                             = [oci_core_network_security_group.nodes.id]
    is_pv_encryption_in_transit_enabled = true
    freeform_tags                       = local.tags

    dynamic "placement_configs" {
      for_each = local.zones
      content {
        availability_domain = placement_configs.value
        subnet_id           = local.subnet_ids[placement_configs.key % length(local.subnet_ids)]
      }
    }

    node_pool_pod_network_option_details {
      cni_type = "FLANNEL_OVERLAY"
    }
  }

  node_eviction_node_pool_settings {
    eviction_grace_duration              = "PT30M"
    is_force_delete_after_grace_duration = true
  }

  lifecycle {
    # the runner scales and patches it later
    ignore_changes = [kubernetes_version, node_config_details[0].size, node_source_details[0].image_id]

    precondition {
      condition     = local.image_id != "none"
      error_message = "Oracle has no image for nodes of Kubernetes ${try(local.versions[0], var.kubernetes_version)} here."
    }
  }
}
