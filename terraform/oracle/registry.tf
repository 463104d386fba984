# The customer's own registry: every image runs from here. Oracle encrypts it by keys of its own and takes none of the customer's.

resource "oci_artifacts_container_repository" "runner" {
  compartment_id = local.compartment_id
  display_name   = "${local.prefix}/runner"
  is_immutable   = true
  is_public      = false
  freeform_tags  = local.tags
}

resource "oci_vulnerability_scanning_container_scan_recipe" "this" {
  compartment_id = local.compartment_id
  display_name   = local.prefix
  image_count    = 10
  freeform_tags  = local.tags

  scan_settings {
    scan_level = "STANDARD"
  }
}

resource "oci_vulnerability_scanning_container_scan_target" "this" {
  compartment_id           = local.compartment_id
  container_scan_recipe_id = oci_vulnerability_scanning_container_scan_recipe.this.id
  display_name             = local.prefix
  description              = "Images of ${var.name}"
  freeform_tags            = local.tags

  target_registry {
    type           = "OCIR"
    compartment_id = local.compartment_id
    repositories   = [oci_artifacts_container_repository.runner.display_name]
    url            = "https://ocir.${var.region}.oci.oraclecloud.com"
  }

  depends_on = [oci_identity_policy.cluster]
}
