package io.bowline.control.fleet.form;

/// Where a fleet is: in whose account, in which region.
public final class PlacementForm {
  /// The fleet provider, by its identifier.
  public static final String ACCOUNT = "account";

  /// The region of the fleet.
  public static final String REGION = "region";

  /// The region that its clusters mostly read from.
  public static final String SOURCE_REGION = "source_region";

  /// The cloud of that region, where it is not the fleet's own.
  public static final String SOURCE_CLOUD = "source_cloud";

  private static final String REGION_FORM = "[a-z][a-z0-9-]{0,61}[a-z0-9]";
  private static final Key ACCOUNT_KEY =
      Key.text(
          ACCOUNT,
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
          "must be the identifier of a fleet provider");
  private static final Key SOURCE_REGION_KEY =
      Key.text(SOURCE_REGION, REGION_FORM, "must name a region, as eu-central-1");
  private static final Key SOURCE_CLOUD_KEY =
      Key.text(SOURCE_CLOUD, "aws|gcp|oci|azure", "must be aws, gcp, oci or azure");

  private static final Form BYOK =
      Form.of(
          ACCOUNT_KEY,
          Key.text(REGION, REGION_FORM, "must name a region, as eu-central-1"),
          SOURCE_REGION_KEY,
          SOURCE_CLOUD_KEY);
  private static final Form AWS =
      cloud("[a-z]{2}(?:-[a-z]{2,12}){1,3}-\\d", "must be a region of AWS, as eu-central-1");
  private static final Form GCP =
      cloud("[a-z]{2,20}-[a-z]{2,20}\\d{1,2}", "must be a region of Google Cloud, as europe-west3");
  private static final Form AZURE =
      cloud("[a-z]{2,40}\\d{0,2}", "must be a region of Azure, as westeurope");
  private static final Form ORACLE =
      Form.of(
          ACCOUNT_KEY.needed(),
          Key.text(
                  REGION,
                  "[a-z]{2}-[a-z]{2,30}-\\d",
                  "must be a region of Oracle's cloud, as eu-frankfurt-1")
              .needed(),
          Key.text(
                  "compartment",
                  "ocid1\\.(?:compartment|tenancy)\\.[a-z0-9-]+\\.[a-z0-9-]*\\.[a-z0-9]+",
                  "must be the OCID of a compartment, or of the tenancy")
              .needed(),
          SOURCE_REGION_KEY,
          SOURCE_CLOUD_KEY);

  private PlacementForm() {}

  private static Form cloud(String region, String says) {
    return Form.of(
        ACCOUNT_KEY.needed(),
        Key.text(REGION, region, says).needed(),
        SOURCE_REGION_KEY,
        SOURCE_CLOUD_KEY);
  }

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
}
