package io.bowline.cli.leaving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.leaving.RemovalCommand;
import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.ground.AccountLook;
import io.bowline.driver.aws.ground.SignedInAs;
import io.bowline.model.belonging.Named;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The customer's own look at their AWS account, from their machine, with their credentials.
final class AwsAccount {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private AwsAccount() {}

  /// What was seen, as the control plane takes it; the commands are for whoever reads it here.
  ///
  /// @param inventory what is known of the install
  static ObjectNode look(
      Shell shell, Optional<String> profile, JsonNode install, JsonNode inventory) {
    Optional<URI> endpoint = shell.variable("AWS_ENDPOINT_URL").map(URI::create);
    String region = install.path("region").asText();
    try (var look =
        new AccountLook(
            new AwsPlace(endpoint, LIMIT),
            SignedInAs.found(shell.environment(), profile),
            new AccountLook.Install(
                install.path("id").asText(),
                install.path("name").asText(),
                region,
                known(inventory)))) {
      String account = look.account();
      if (!account.equals(install.path("account").asText())) {
        throw new CliFailure(
            Exit.USAGE,
            "these credentials are of account %s, and the install is in %s: sign in there"
                .formatted(account, install.path("account").asText()));
      }
      return written(look.look(), region);
    } catch (AccountLook.SilentAwsException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Set<Named> known(JsonNode inventory) {
    var known = new HashSet<Named>();
    for (JsonNode item : inventory.path("items")) {
      if (!item.path("state").asText().equals("gone")) {
        known.add(new Named(item.path("kind").asText(), item.path("name").asText()));
      }
    }
    return known;
  }

  private static ObjectNode written(AccountLook.Result seen, String region) {
    ObjectNode look = JsonNodeFactory.instance.objectNode();
    look.put("account", seen.account()).put("region", region);
    seen.looked().stream().sorted().forEach(look.putArray("looked")::add);
    seen.unlooked().forEach(look.putArray("unlooked")::add);
    ArrayNode found = look.putArray("found");
    seen.found()
        .forEach(one ->
            found
                .addObject()
                .put("kind", one.kind())
                .put("name", one.name())
                .put("madeBy", one.maker())
                .put("holdsData", one.holdsData())
                .put("command", RemovalCommand.of(one, region).orElse("")));
    return look;
  }
}
