package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.release.KeyFiles;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.release.trust.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Approves a plan with a key of the customer's.
@Command(
    name = "approve",
    description = {
      "Approve a plan: sign its digest with your key and hand the signature to the server.",
      "The key stays here; the runner checks the signature under the customer's policy."
    })
public final class ApproveCommand extends ApiVerb {
  @Parameters(paramLabel = "PLAN", description = "Id of the plan.")
  private String plan = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Private key; made by 'bowline release keygen'.")
  private Path key = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Its passphrase; '-' is standard input. Or set BOWLINE_KEY_PASSPHRASE.")
  private Optional<Path> passphrase = Optional.empty();

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "The key's name in the customer's policy; its own id when absent.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description = "Approve only if the plan still has this digest.")
  private Optional<String> expected = Optional.empty();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "The approval ends after (${DEFAULT-VALUE}).")
  private int minutes = 60;

  ApproveCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    JsonNode shown = api.get(api.tenant("plans/" + Api.segment(plan)), Map.of());
    String digest = shown.path("digest").asText("");
    if (digest.isEmpty()) {
      throw new CliFailure(Exit.CONFLICT, "plan " + plan + " is not made yet; try again later");
    }
    if (expected.isPresent() && !expected.get().equals(digest)) {
      throw new CliFailure(
          Exit.CONFLICT, "plan " + plan + " has digest " + digest + ", not the expected one");
    }
    SigningKey signer = KeyFiles.key(shell(), key, passphrase);
    ApprovalStatement statement = statement(shown, digest, signer);
    api.post(
        api.tenant("plans/" + Api.segment(plan) + "/approvals"),
        object()
            .put("sequence", statement.sequence())
            .put("expires", statement.expires().toString())
            .put("keyId", statement.keyId())
            .put(
                "signature",
                Base64.getEncoder().encodeToString(signer.sign(statement.signedBytes()))));
    printer.say("approved plan " + plan + " (" + digest + ") with key " + statement.keyId());
    return Exit.OK;
  }

  /// The clock is the sequence: it grows, and needs no one else's word.
  private ApprovalStatement statement(JsonNode shown, String digest, SigningKey signer) {
    Instant now = shell().world().now().truncatedTo(ChronoUnit.MILLIS);
    try {
      return new ApprovalStatement(
          Digest.parse(digest),
          InstallId.parse(shown.path("install").asText()),
          now.toEpochMilli(),
          now.plus(Duration.ofMinutes(minutes)).truncatedTo(ChronoUnit.SECONDS),
          keyId.orElse(signer.id().value()));
    } catch (IllegalArgumentException e) {
      throw new CliFailure(Exit.SERVER, "the server's plan cannot be read: " + e.getMessage());
    }
  }
}
