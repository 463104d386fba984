package io.bowline.control.platform.store;

import java.util.Set;

/// Tables that belong to the system and not to an organization. A table comes onto this list only
/// with a reason beside it.
final class SystemTables {
  static final Set<String> KNOWN =
      Set.of(
          "flyway_schema_history",
          // the issuing CA certifies runners of all organizations
          "issuing_ca",
          // who tries to sign in says which organization, be there one or not
          "sign_in_tries",
          // how the process itself is configured, and was
          "own_setting",
          "own_setting_key",
          "configuration_change",
          // the vendor's people stand above organizations
          "staff_token",
          // what the system itself seals, as passes of the registry, is nobody's
          "purpose_key",
          // what is left to know of an organization that is gone outlives it
          "organization_end",
          // a release belongs to the vendor and reaches organizations by entitlement
          "release",
          "channel",
          // what became of both
          "catalog_event",
          // who has shown that a domain is theirs, so that no other organization has it
          "domain_proof",
          // a namespace of the registry is a word in the names of repositories, mostly the vendor's
          "artifact_namespace",
          "artifact_holding",
          "artifact_upload",
          "artifact_recount");

  private SystemTables() {}
}
