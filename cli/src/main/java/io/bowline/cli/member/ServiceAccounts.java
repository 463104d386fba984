package io.bowline.cli.member;

import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.util.Map;

/// Finds service accounts.
public final class ServiceAccounts {
  private ServiceAccounts() {}

  /// The id of one that people know by its name.
  public static String id(Api api, String name) {
    return api.list(api.tenant("service-accounts"), Map.of(), 1000).stream()
        .filter(
            one -> name.equals(one.path("name").asText()) || name.equals(one.path("id").asText()))
        .findFirst()
        .map(one -> one.path("id").asText())
        .orElseThrow(() ->
            new CliFailure(
                Exit.NOT_FOUND,
                "there is no service account " + name + "; see 'service-account list'"));
  }
}
