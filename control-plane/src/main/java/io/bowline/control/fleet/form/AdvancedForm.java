package io.bowline.control.fleet.form;

/// The inner parts of a fleet: network, nodes, cluster.
public final class AdvancedForm {
  /// Processors and memory of each node.
  public static final String NODE_SIZE = "node_size";

  /// Address of the customer's registry, from which the fleet's images are pulled.
  public static final String REGISTRY = "registry";

  /// Host and port by which the nodes pull from it, where that is another.
  public static final String REGISTRY_PULLED_FROM = "registry_pulled_from";

  /// Who gets in there.
  public static final String REGISTRY_USER = "registry_user";

  /// Whether its certificate is of an authority of the customer's own.
  public static final String REGISTRY_CA = "registry_ca";

  private static final String HOST =
      "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::\\d{1,5})?";

  private static final Key SIZE = Key.node(NODE_SIZE);
  private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9._()-]{0,88}[A-Za-z0-9_()-])?";
  private static final String CIDR =
      "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)/(?:3[0-2]|[12]?\\d)";

  private static final Form BYOK =
      Form.of(
          SIZE,
          Key.text(
              REGISTRY,
              "https?://" + HOST,
              "must be scheme, host and port of a registry, as https://registry.example.com:5000"),
          Key.text(
              REGISTRY_PULLED_FROM,
              HOST,
              "must be host and port by which the nodes pull, as registry.internal:5000"),
          Key.text(
              REGISTRY_USER, "[A-Za-z0-9._@+$-]{1,128}", "must be the name of a registry's user"),
          Key.flag(REGISTRY_CA));
  private static final Form AWS =
      Form.of(
          Key.text("vpc_id", "vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})", "must be the id of a VPC"),
          Key.text(
              "instance_type",
              "[a-z0-9][a-z0-9-]{1,20}\\.[a-z0-9-]{2,20}",
              "must be a type of EC2 instances, as m7i.xlarge"),
          Key.texts(
              "subnet_ids",
              "subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})",
              "must list private subnets of vpc_id, in two zones or more"),
          Key.flag("cluster_public"),
          SIZE);
  private static final Form GCP =
      Form.of(
          Key.text("network", "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", "must be the name of a network"),
          Key.text(
              "subnet", "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", "must be the name of a subnet of it"),
          Key.text(
              "node_machine_type",
              "[a-z][a-z0-9]{1,9}-[a-z0-9-]{2,40}",
              "must be a machine type, as n2-standard-4"),
          Key.flag("cluster_public"),
          SIZE);
  private static final Form AZURE =
      Form.of(
          Key.text("resource_group", NAME, "must be the name of a resource group"),
          Key.text("vnet", NAME, "must be the name of a virtual network"),
          Key.text("subnet", NAME, "must be the name of a subnet"),
          Key.text(
              "kubernetes_version",
              "1\\.\\d{1,2}(?:\\.\\d{1,3})?",
              "must be a version of Kubernetes, as 1.34"),
          Key.text("network_plugin", "azure|kubenet|none", "must be azure, kubenet or none"),
          Key.text(
              "agent_vm_size",
              "(?:Standard|Basic)_[A-Za-z0-9_]{1,40}",
              "must be a size of virtual machines, as Standard_D4s_v5"),
          Key.whole("node_count", 1, 1_000),
          Key.flag("cluster_public"),
          SIZE);
  private static final Form ORACLE =
      Form.of(
          Key.text(
              "vcn",
              "new|ocid1\\.vcn\\.[a-z0-9-]+\\.[a-z0-9-]*\\.[a-z0-9]+",
              "must be new, or the OCID of a virtual cloud network"),
          Key.text(
              "node_shape",
              "(?:VM|BM)\\.[A-Za-z0-9.]{2,60}",
              "must be a shape, as VM.Standard.E5.Flex"),
          Key.text(
              "kms_key_ocid",
              "ocid1\\.key\\.[a-z0-9-]+\\.[a-z0-9-]*\\.[a-z0-9.]+",
              "must be the OCID of a key"),
          Key.flag("cluster_public"),
          Key.texts(
              "api_server_allowed_cidrs", CIDR, "must list 1 to 50 networks, as 203.0.113.0/24"),
          Key.text(
              "ssh_public_key",
              "(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\\d{3}) [A-Za-z0-9+/]+={0,2}(?: [ -~]*)?",
              "must be a public key, as ssh-keygen writes it"),
          SIZE);

  private AdvancedForm() {}

  /// For a kind of infrastructure.
  public static Form of(InfraType type) {
    return switch (type) {
      case BYOK -> BYOK;
      case AWS -> AWS;
      case GCP -> GCP;
      case ORACLE -> ORACLE;
      case AZURE -> AZURE;
    };
  }

  /// The key that names the type of machine, where the infrastructure has one.
  public static String machineType(InfraType type) {
    return switch (type) {
      case BYOK -> "";
      case AWS -> "instance_type";
      case GCP -> "node_machine_type";
      case ORACLE -> "node_shape";
      case AZURE -> "agent_vm_size";
    };
  }
}
