data "oci_identity_availability_domains" "open" {
  compartment_id = var.account_id

  # not a validation of the variables: one that looks at two of them needs a Terraform that the clouds' own services do not have
  lifecycle {
    precondition {
      condition     = (var.vpc == null) != (var.existing_vpc == null)
      error_message = "Give either vpc, to have a network made, or existing_vpc, to use one of yours; not both and not neither."
    }
  }
}

data "oci_objectstorage_namespace" "this" {}

data "oci_core_services" "open" {}

locals {
  prefix         = "bowline-${var.name}"
  compartment_id = var.compartment_id == null ? var.account_id : var.compartment_id

  # as policies call it
  place = local.compartment_id == var.account_id ? "tenancy" : "compartment id ${local.compartment_id}"

  tags = merge(var.tags, {
    "bowline:install" = var.install_id
    "bowline:name"    = var.name
    "bowline:layer"   = "base"
  })

  vpc_id        = var.existing_vpc == null ? oci_core_vcn.this[0].id : var.existing_vpc.vpc_id
  subnet_ids    = var.existing_vpc == null ? [oci_core_subnet.nodes[0].id] : var.existing_vpc.subnet_ids
  api_subnet_id = var.existing_vpc == null ? oci_core_subnet.api[0].id : coalesce(var.existing_vpc.api_subnet_id, var.existing_vpc.subnet_ids[0])
  vpc_cidrs     = var.existing_vpc == null ? [local.cidr] : data.oci_core_vcn.existing[0].cidr_blocks

  # a region has one or three; each has its own power and cooling
  domains = [for domain in data.oci_identity_availability_domains.open.availability_domains : domain.name]
  zones   = slice(local.domains, 0, min(var.vpc == null ? 3 : var.vpc.zones, length(local.domains)))

  # Oracle's own services of the region, by one name
  services = one([for service in data.oci_core_services.open.services : service if can(regex("^All .* Services In Oracle Services Network$", service.name))])
}
