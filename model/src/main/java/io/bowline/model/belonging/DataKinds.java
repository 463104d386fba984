package io.bowline.model.belonging;

import java.util.Set;

/// Which kinds may hold what nobody can make again. One table for everybody: the runner keeps these
/// unless a person names them, and inventory and look mark them.
///
/// Keys are among them, since what was written under a key is gone with it.
public final class DataKinds {
  private static final Set<String> KINDS =
      Set.of(
          Belonging.CLAIM,
          Belonging.VOLUME,
          "aws_backup_vault",
          "aws_cloudwatch_log_group",
          "aws_db_instance",
          "aws_docdb_cluster",
          "aws_dynamodb_table",
          "aws_ebs_snapshot",
          "aws_ebs_volume",
          "aws_efs_file_system",
          "aws_elasticache_cluster",
          "aws_elasticache_replication_group",
          "aws_fsx_lustre_file_system",
          "aws_fsx_ontap_file_system",
          "aws_fsx_openzfs_file_system",
          "aws_kinesis_stream",
          "aws_kms_key",
          "aws_memorydb_cluster",
          "aws_msk_cluster",
          "aws_neptune_cluster",
          "aws_opensearch_domain",
          "aws_rds_cluster",
          "aws_redshift_cluster",
          "aws_s3_bucket",
          "aws_secretsmanager_secret",
          "aws_sqs_queue",
          "azurerm_cosmosdb_account",
          "azurerm_eventhub",
          "azurerm_key_vault",
          "azurerm_key_vault_key",
          "azurerm_managed_disk",
          "azurerm_mssql_database",
          "azurerm_mysql_flexible_server",
          "azurerm_postgresql_flexible_server",
          "azurerm_snapshot",
          "azurerm_storage_account",
          "azurerm_storage_container",
          "azurerm_storage_share",
          "google_bigquery_dataset",
          "google_bigquery_table",
          "google_compute_disk",
          "google_compute_snapshot",
          "google_filestore_instance",
          "google_kms_crypto_key",
          "google_secret_manager_secret",
          "google_spanner_database",
          "google_sql_database_instance",
          "google_storage_bucket",
          "kubernetes_namespace",
          "kubernetes_namespace_v1",
          "kubernetes_persistent_volume",
          "kubernetes_persistent_volume_claim",
          "kubernetes_persistent_volume_claim_v1",
          "kubernetes_persistent_volume_v1",
          "oci_core_boot_volume",
          "oci_core_volume",
          "oci_database_autonomous_database",
          "oci_database_db_system",
          "oci_file_storage_file_system",
          "oci_kms_key",
          "oci_mysql_mysql_db_system",
          "oci_nosql_table",
          "oci_objectstorage_bucket",
          "oci_streaming_stream",
          "oci_vault_secret");

  private DataKinds() {}

  /// Whether things of this kind may hold data.
  public static boolean hold(String kind) {
    return KINDS.contains(kind);
  }
}
