data "aws_caller_identity" "this" {
  lifecycle {
    postcondition {
      condition     = self.account_id == var.account_id
      error_message = "These credentials are of account ${self.account_id}, and the install is bound to ${var.account_id}. Sign in to that account."
    }
  }
}

data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  prefix = "bowline-${var.name}"

  tags = merge(var.tags, {
    "bowline:install" = var.install_id
    "bowline:name"    = var.name
    "bowline:layer"   = "base"
  })

  vpc_id     = var.existing_vpc == null ? aws_vpc.this[0].id : var.existing_vpc.vpc_id
  subnet_ids = var.existing_vpc == null ? aws_subnet.private[*].id : var.existing_vpc.subnet_ids
  vpc_cidrs  = var.existing_vpc == null ? [var.vpc.cidr] : [for block in data.aws_vpc.existing[0].cidr_block_associations : block.cidr_block]

  arn = "arn:${data.aws_partition.this.partition}"
}
