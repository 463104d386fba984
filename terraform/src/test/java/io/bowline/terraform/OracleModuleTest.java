package io.bowline.terraform;

import io.bowline.terraform.CloudModule.Shortfall;
import io.bowline.testkit.terraform.OracleLayer;
import io.bowline.testkit.terraform.StandIn;
import java.util.Set;

/// The base layer in Oracle's cloud keeps the contract of all clouds.
class OracleModuleTest extends BaseLayerContract {
  static final CloudModule MODULE =
      new CloudModule(
          "oracle",
          """
          account_id     = "ocid1.tenancy.oc1..aaaa"
          compartment_id = "ocid1.compartment.oc1..bbbb"
          region         = "eu-frankfurt-1"
          providers      = { oci = oci, oci.home = oci }
          """,
          """
          {
            vpc_id     = "ocid1.vcn.oc1.eu-frankfurt-1.cccc"
            subnet_ids = ["ocid1.subnet.oc1.eu-frankfurt-1.dddd"]
          }\
          """,
          """
          system_pool = { instance_type = "VM.Standard.E4.Flex", nodes = 1 }
          """,
          new StandIn(
              "oci",
              """
              {
                "data.oci_identity_availability_domains": [{"then": {"availability_domains": [
                  {"compartment_id": "c", "id": "1", "name": "xyz:EU-FRANKFURT-1-AD-1"},
                  {"compartment_id": "c", "id": "2", "name": "xyz:EU-FRANKFURT-1-AD-2"},
                  {"compartment_id": "c", "id": "3", "name": "xyz:EU-FRANKFURT-1-AD-3"}]}}],
                "data.oci_objectstorage_namespace": [{"then": {"namespace": "axyz"}}],
                "data.oci_core_services": [{"then": {"services": [
                  {"cidr_block": "oci-fra-objectstorage", "description": "", "id": "s1",
                   "name": "OCI FRA Object Storage"},
                  {"cidr_block": "all-fra-services-in-oracle-services-network", "description": "",
                   "id": "s2", "name": "All FRA Services In Oracle Services Network"}]}}],
                "data.oci_containerengine_cluster_option": [{"then": {
                  "kubernetes_versions": ["v1.32.1", "v1.33.1", "v1.33.0"]}}],
                "data.oci_containerengine_node_pool_option": [{"then": {"sources": [
                  {"image_id": "i1", "source_type": "IMAGE",
                   "source_name": "Oracle-Linux-8.10-2025.09.16-0-OKE-1.33.1-1330"},
                  {"image_id": "i2", "source_type": "IMAGE",
                   "source_name": "Oracle-Linux-8.10-aarch64-2025.09.16-0-OKE-1.33.1-1330"}]}}],
                "data.oci_core_vcn": [{"then": {"cidr_blocks": ["10.1.0.0/16"]}}],
                "data.oci_core_subnet": [{"then": {
                  "vcn_id": "ocid1.vcn.oc1.eu-frankfurt-1.cccc", "cidr_block": "10.1.0.0/24",
                  "prohibit_public_ip_on_vnic": true}}],
                "data.oci_containerengine_cluster_kube_config": [{"then": {"content":
                  "{clusters: [{cluster: {certificate-authority-data: QUJD}}]}"}}]
              }
              """),
          Set.of("region", "compartment_id"),
          Set.of("compartment_id", "cluster_id", "node_security_group_id"),
          Set.of("installer_access"),
          Set.of(Shortfall.IMAGES_BY_OUR_KEY, Shortfall.NO_RIGHTS_BY_MAKING),
          OracleLayer::of);

  OracleModuleTest() {
    super(MODULE);
  }
}
