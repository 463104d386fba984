package io.bowline.control.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final String SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";
  private static final String TENANCY =
      "ocid1.tenancy.oc1..aaaaaaaaba3pv6wkcr4jqae5f44n2b2m2yt2j6rx32uzr4h25vqstifsfdsq";

  private static NewInstall wish(String name, String cloud, String account, String region) {
    String id = account.replace("SUBSCRIPTION", SUBSCRIPTION).replace("TENANCY", TENANCY);
    return new NewInstall(name, "acme/streaming", cloud, id, region, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "aws, 123456789012, eu-central-1",
    "aws, 000000000001, us-gov-west-1",
    "aws, 123456789012, ap-southeast-4",
    "aws, 123456789012, us-iso-east-1",
    "aws, 123456789012, eusc-de-east-1",
    "azure, SUBSCRIPTION, westeurope",
    "azure, SUBSCRIPTION, eastus2",
    "azure, SUBSCRIPTION, germanywestcentral",
    "gcp, acme-prod-1, europe-west4",
    "gcp, acme-prod-1, northamerica-northeast1",
    "gcp, acme-prod-1, europe-west12",
    "oci, TENANCY, eu-frankfurt-1",
    "oci, TENANCY, us-gov-ashburn-1",
    "byok, own, wherever",
  })
  void whatTheCloudsThemselvesSayIsTaken(String cloud, String account, String region) {
    assertThat(Places.check(wish("prod-eu", cloud, account, region))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "prod, aws, 1234-5678-9012, eu-central-1, account",
    "prod, aws, 12345678901, eu-central-1, account",
    "prod, aws, 123456789012, eu-central-1a, region",
    "prod, aws, 123456789012, westeurope, region",
    "prod, aws, 123456789012, EU-CENTRAL-1, region",
    "prod, azure, 123456789012, westeurope, account",
    "prod, azure, 0B1F6471-1BF0-4DDA-AEC3-CB9272F09590, westeurope, account",
    "prod, azure, SUBSCRIPTION, West Europe, region",
    "prod, gcp, 123456789012, europe-west4, account",
    "prod, gcp, Acme Production, europe-west4, account",
    "prod, gcp, acme-prod-1, europe-west4-a, region",
    "prod, oci, acme, eu-frankfurt-1, account",
    "prod, oci, TENANCY, frankfurt, region",
    "a-name-that-is-longer-than-24, aws, 123456789012, eu-central-1, name",
    "ab, aws, 123456789012, eu-central-1, name",
    "ends-with-dash-, gcp, acme-prod-1, europe-west4, name",
  })
  void whatNoCloudKnowsIsRefusedByItsField(
      String name, String cloud, String account, String region, String field) {
    assertThat(Places.check(wish(name, cloud, account, region)))
        .hasValueSatisfying(wrong -> assertThat(wrong.field()).isEqualTo(field));
  }
}
