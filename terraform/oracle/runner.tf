# The runner's identity: one service account of this one cluster, and no key of it is ever made.

resource "oci_identity_policy" "runner" {
  provider       = oci.home
  compartment_id = local.compartment_id
  name           = "${local.prefix}-runner"
  description    = "What the runner of ${var.name} may do"
  freeform_tags  = local.tags

  statements = [
    "Allow any-user to manage repos in ${local.place} where all {request.principal.type = 'workload', request.principal.namespace = '${var.runner.namespace}', request.principal.service_account = '${var.runner.service_account}', request.principal.cluster_id = '${oci_containerengine_cluster.this.id}', target.repo.name = /${local.prefix}*/}",
  ]
}
