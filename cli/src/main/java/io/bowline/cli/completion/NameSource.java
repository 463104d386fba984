package io.bowline.cli.completion;

import java.util.Map;
import java.util.Optional;

/// Where the server lists what a parameter names.
///
/// @param ofOrganization whether the path is within the organization that is acted for
/// @param field of each item that is its name
record NameSource(String path, boolean ofOrganization, String field) {
  /// By the label that help shows; a label means the same thing in every command.
  private static final Map<String, NameSource> BY_LABEL =
      Map.ofEntries(
          Map.entry("INSTALL", tenant("installs", "name")),
          Map.entry("MEMBER", tenant("members", "email")),
          Map.entry("JOB", tenant("jobs", "id")),
          Map.entry("PROVIDER", tenant("fleet-providers", "identifier")),
          Map.entry("DOMAIN", tenant("base-domains", "domain")),
          Map.entry("FLEET", tenant("fleets", "identifier")),
          Map.entry("CLUSTER", tenant("clusters", "identifier")),
          Map.entry("SERVICE-ACCOUNT", tenant("service-accounts", "name")),
          Map.entry("TEAM", tenant("teams", "name")),
          Map.entry("TOKEN", tenant("tokens", "id")),
          Map.entry("SESSION", tenant("sessions", "id")),
          Map.entry("INVITATION", tenant("invitations", "id")),
          Map.entry("PRODUCT", tenant("releases", "product")),
          Map.entry("CHANNEL", new NameSource("channels", false, "name")),
          Map.entry("DIGEST", new NameSource("releases", false, "digest")),
          Map.entry("ORGANIZATION", new NameSource("organizations", false, "name")));

  private static NameSource tenant(String path, String field) {
    return new NameSource(path, true, field);
  }

  /// Empty where a name is new, or is no name that the server has a list of.
  ///
  /// @param label of the parameter, as help shows it
  static Optional<NameSource> of(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }
}
