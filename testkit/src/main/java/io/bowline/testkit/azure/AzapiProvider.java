package io.bowline.testkit.azure;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The real provider azapi, from where this machine has it. Guard the test with
/// `@RequiresPart("terraform-provider-azapi")`.
public final class AzapiProvider {
  /// As built by e2e/parts/build.sh.
  public static final String PART = "terraform-provider-azapi";

  private static final String VERSION = "1.15.0";

  private AzapiProvider() {}

  /// A file of settings for Terraform, by which it finds this provider and nothing else.
  ///
  /// @param scratch a folder for it
  public static Path settings(Path scratch) throws IOException {
    Path folder =
        Files.createDirectories(
            scratch
                .resolve("azapi/registry.terraform.io/azure/azapi")
                .resolve(VERSION)
                .resolve("linux_amd64"));
    Path link = folder.resolve(PART + "_v" + VERSION);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, Parts.here().require(PART));
    }
    return Files.writeString(
        scratch.resolve("azapi.rc"),
        "provider_installation {\n  filesystem_mirror {\n    path = \"%s\"\n  }\n}\n"
            .formatted(scratch.resolve("azapi").toAbsolutePath()));
  }

  /// The environment in which it works on a subscription that is none, as a machine's own identity.
  ///
  /// @param scratch a folder for what it trusts
  public static Map<String, String> on(EmulatedSubscription subscription, String id, Path scratch)
      throws IOException {
    Path trusted = Files.writeString(scratch.resolve("azure.pem"), subscription.authority());
    return new TreeMap<>(
        Map.of(
            "ARM_SUBSCRIPTION_ID", id,
            "ARM_TENANT_ID", "22222222-3333-4444-8555-666666666666",
            "ARM_CLIENT_ID", "77777777-3333-4444-8555-666666666666",
            "ARM_USE_MSI", "true",
            "ARM_USE_CLI", "false",
            "ARM_USE_OIDC", "false",
            "IDENTITY_ENDPOINT", subscription.signIn().toString(),
            "IDENTITY_HEADER", "here",
            "SSL_CERT_FILE", trusted.toString()));
  }

  /// The block that points it there.
  public static String block(EmulatedSubscription subscription) {
    return """
    provider "azapi" {
      endpoint = [{
        resource_manager_endpoint       = "%s"
        resource_manager_audience       = "https://management.example"
        active_directory_authority_host = "https://sign-in.example"
      }]
    }
    """
        .formatted(subscription.address());
  }
}
