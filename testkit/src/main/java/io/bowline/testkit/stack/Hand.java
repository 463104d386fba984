package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.aws.EmulatedAccount.AccessKey;
import io.bowline.testkit.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// Somebody at work in an emulated account, by AWS's own Python library: it makes what is written
/// down in CloudFormation's words, each thing by the calls that one makes who has no
/// CloudFormation. Guard the test with `@RequiresPart("moto_server")`.
public final class Hand {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WORK = "aws.py";
  private static final String LOOK = "inventory.py";
  private static final String REGION = "eu-central-1";

  private final Path scratch;
  private final Map<String, String> environment;

  /// @param scratch a folder for what is run
  /// @param key whose work it is
  public Hand(EmulatedAccount account, Path scratch, AccessKey key) throws IOException {
    this.scratch = scratch;
    for (String script : List.of(WORK, LOOK)) {
      try (InputStream in = Objects.requireNonNull(Hand.class.getResourceAsStream(script))) {
        Files.write(scratch.resolve(script), in.readAllBytes());
      }
    }
    environment = signedIn(account, key);
  }

  /// The variables with which somebody is signed in there.
  static Map<String, String> signedIn(EmulatedAccount account, AccessKey key) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        account.address().toString(),
        "AWS_ACCESS_KEY_ID",
        key.id(),
        "AWS_SECRET_ACCESS_KEY",
        key.secret(),
        "AWS_REGION",
        REGION,
        "AWS_DEFAULT_REGION",
        REGION,
        "AWS_MAX_ATTEMPTS",
        "1",
        "AWS_EC2_METADATA_DISABLED",
        "true");
  }

  /// One call of the API, as the library names service and operation.
  public record Call(String service, String operation, JsonNode parameters) {}

  /// Asks in this order.
  ///
  /// @return the answers
  /// @throws IOException with what was said, when one was refused
  public JsonNode ask(List<Call> calls) throws IOException, InterruptedException {
    ObjectNode said = JSON.createObjectNode().put("how", "ask");
    ArrayNode all = said.putArray("calls");
    calls.forEach(
        call -> all.addArray().add(call.service()).add(call.operation()).add(call.parameters()));
    return run(WORK, said);
  }

  /// Makes things, those first that others name by `@` and their name.
  ///
  /// @param things by name, with `Type` and `Properties`
  /// @param known `id` and `arn` by name, of what is there already
  /// @return the same, with what was made
  public ObjectNode make(Map<String, JsonNode> things, ObjectNode known)
      throws IOException, InterruptedException {
    return (ObjectNode) run(WORK, work("make", things, known));
  }

  /// Makes things in the order in which they stand there.
  ///
  /// @throws IOException when one names what a later one makes
  public ObjectNode follow(Map<String, JsonNode> things, ObjectNode known)
      throws IOException, InterruptedException {
    return (ObjectNode) run(WORK, work("follow", things, known));
  }

  /// Takes things away again, those last that others name.
  public void unmake(Map<String, JsonNode> things, ObjectNode known)
      throws IOException, InterruptedException {
    JsonNode _ = run(WORK, work("unmake", things, known));
  }

  /// Everything that the account has of what a base layer is made of, in a normal form: a line for
  /// each thing, with names in place of ids.
  public SortedSet<String> inventory() throws IOException, InterruptedException {
    var lines = new TreeSet<String>();
    run(LOOK, JSON.createObjectNode()).forEach(line -> lines.add(line.asText()));
    return lines;
  }

  private static ObjectNode work(String how, Map<String, JsonNode> things, ObjectNode known) {
    ObjectNode said = JSON.createObjectNode().put("how", how);
    said.putObject("things").setAll(things);
    said.set("known", known);
    return said;
  }

  private JsonNode run(String script, ObjectNode said) throws IOException, InterruptedException {
    return JSON.readTree(
        Program.python(scratch, environment, script).run(said.toString()).orThrow());
  }
}
