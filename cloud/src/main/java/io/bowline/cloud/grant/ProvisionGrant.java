package io.bowline.cloud.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.model.id.FleetId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a hosted runner works with to make a fleet in a cloud account, or to take it down. It holds
/// secrets and prints none.
///
/// @param provider whose account it is
/// @param region where everything goes, as the cloud names it
/// @param bucket where the record of what was made is kept, in that account
/// @param variables of the module that is applied, by name; what only the account itself tells is
///   put in by the runner
public record ProvisionGrant(
    FleetId fleet, Configuration provider, String region, String bucket, JsonNode variables) {
  private static final int VERSION = 1;
  private static final int MOST_VARIABLES = 100;
  private static final int LARGEST = 64 << 10;
  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,62}");
  private static final Pattern BUCKET = Pattern.compile("bowline-state-[a-z0-9-]{1,49}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public ProvisionGrant {
    variables = variables.deepCopy();
    if (!REGION.matcher(region).matches() || !BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException("a grant for no region, or for a bucket that is not ours");
    }
    if (!variables.isObject()
        || variables.size() > MOST_VARIABLES
        || variables.toString().length() > LARGEST) {
      throw new IllegalArgumentException("variables of a module are an object, and not that large");
    }
  }

  /// The bucket of a fleet; nobody else's fleet has the same.
  public static String bucketOf(FleetId fleet) {
    return "bowline-state-" + fleet;
  }

  /// The whole of it as one document, to be sealed for the runner that asks.
  public byte[] document() {
    ObjectNode document = JSON.createObjectNode();
    document.put("version", VERSION).put("fleet", fleet.toString());
    document.put("region", region).put("bucket", bucket).set("variables", variables);
    document.put("provider", new String(provider.document(), StandardCharsets.UTF_8));
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads such a document.
  ///
  /// @throws IllegalArgumentException when it is none; without a word of what is in it
  public static ProvisionGrant read(byte[] document) {
    try {
      JsonNode read = JSON.readTree(document);
      if (read.path("version").asInt() != VERSION) {
        throw new IllegalArgumentException("a grant of another version; update the runner");
      }
      byte[] provider = text(read, "provider").getBytes(StandardCharsets.UTF_8);
      return new ProvisionGrant(
          FleetId.parse(text(read, "fleet")),
          Configuration.read(provider),
          text(read, "region"),
          text(read, "bucket"),
          read.path("variables"));
    } catch (IOException | NoSuchElementException e) {
      // its message may quote the document
      throw new IllegalArgumentException("no document of a grant for a cloud account");
    }
  }

  private static String text(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue()).orElseThrow();
  }

  /// Nothing of the secrets.
  @Override
  public String toString() {
    return "ProvisionGrant[fleet=%s, region=%s]".formatted(fleet, region);
  }
}
