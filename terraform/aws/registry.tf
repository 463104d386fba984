# The customer's own registry: every image runs from here, and what scans it is the customer's choice.

resource "aws_ecr_repository" "runner" {
  name                 = "${local.prefix}/runner"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.delete_images
  tags                 = local.tags

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.this.arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}
