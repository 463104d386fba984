output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.id

  # whoever is told of it finds it closed
  depends_on = [
    aws_s3_bucket_policy.this,
    aws_s3_bucket_public_access_block.this,
    aws_s3_bucket_server_side_encryption_configuration.this,
  ]
}
