package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One account of a cloud as a fleet is made there, with somebody signed in: what only the account
/// itself tells, where the record of what was made is kept, and how Terraform is to work.
sealed interface Site extends AutoCloseable permits AwsSite, AzureSite, GcpSite, OracleSite {
  /// The account, for people.
  String account();

  /// The record, which need not be there yet.
  StateStore store();

  /// Whether there is room for one more fleet. What cannot be told is inconclusive, and no reason
  /// to make none.
  List<Check> quotas() throws InterruptedException;

  /// What is applied.
  CloudModule module();

  /// How.
  Terms terms();

  /// How what a killed run has made is found again.
  Lookup lookup();

  /// What the cloud itself keeps for a while after everything was taken away.
  List<String> leftBehind();

  @Override
  default void close() {}

  /// What Terraform is given for one account. It holds secrets and prints none.
  ///
  /// @param variables of the module
  /// @param files beside it, by name: where the record is, what providers need to be told
  /// @param environment of the child, where the credentials are and nowhere else
  /// @param secrets what may stand in nothing that is said
  record Terms(
      JsonNode variables,
      Map<String, JsonNode> files,
      Map<String, String> environment,
      Set<String> secrets) {
    /// The file that says where the record is, whatever the module itself says.
    static final String BACKEND = "bowline_backend_override.tf.json";

    public Terms {
      files = Map.copyOf(files);
      environment = Map.copyOf(environment);
      secrets = Set.copyOf(secrets);
    }

    @Override
    public String toString() {
      return "Terms" + files.keySet();
    }
  }
}
