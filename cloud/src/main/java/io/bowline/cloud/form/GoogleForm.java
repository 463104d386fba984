package io.bowline.cloud.form;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A service account's JSON key. Only the parts that signing in needs are kept: such a file can
/// name addresses to ask and programs to run, and none of those shall ever reach a client library.
final class GoogleForm {
  private static final String FIELD = "service_account_json";
  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// What a key file of Google holds; another key does not come from there.
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "private_key_id",
          "private_key",
          "client_email",
          "client_id",
          "auth_uri",
          "token_uri",
          "auth_provider_x509_cert_url",
          "client_x509_cert_url",
          "universe_domain");

  /// Values that may only be these, or begin with these.
  private static final Map<String, Pattern> FORCED =
      Map.of(
          "token_uri",
          Pattern.compile(Pattern.quote(TOKEN_URI)),
          "auth_uri",
          Pattern.compile("https://accounts\\.google\\.com/o/oauth2/(v2/)?auth"),
          "auth_provider_x509_cert_url",
          Pattern.compile("https://www\\.googleapis\\.com/oauth2/v1/certs"),
          "client_x509_cert_url",
          Pattern.compile(
              "https://www\\.googleapis\\.com/robot/v1/metadata/x509/[A-Za-z0-9.%@_-]+"),
          "universe_domain",
          Pattern.compile("googleapis\\.com"));

  private static final Map<String, Pattern> SHAPES =
      Map.of(
          "project_id",
          Pattern.compile("([a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"),
          "client_email",
          Pattern.compile(
              "[a-z0-9.-]{1,64}@([a-z0-9.-]{1,128}\\.)?(iam|developer)\\.gserviceaccount\\.com"),
          "private_key_id",
          Pattern.compile("[A-Za-z0-9_-]{1,128}"),
          "client_id",
          Pattern.compile("[0-9]{1,32}"));

  private static final List<String> KEPT =
      List.of("type", "project_id", "private_key_id", "private_key", "client_email", "client_id");

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(4).maxStringLength(16 * 1024).build());
  }

  private GoogleForm() {}

  static void check(Given given) {
    given
        .value(FIELD)
        .ifPresent(text ->
            read(given, text)
                .filter(key -> right(key, given))
                .ifPresent(key -> given.put(FIELD, rebuilt(key).toString())));
  }

  private static Optional<ObjectNode> read(Given given, String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode key) {
        return Optional.of(key);
      }
      given.complain(FIELD, "must be a JSON object: the key file as Google gave it.");
    } catch (JacksonException e) {
      given.complain(FIELD, "is not JSON. Send the key file as Google gave it, whole.");
    }
    return Optional.empty();
  }

  /// Looks at every part; true when nothing was found.
  private static boolean right(ObjectNode key, Given given) {
    int before = given.complaints().size();
    if (!key.path("type").asText("").equals("service_account")) {
      complain(
          given,
          "type",
          "must be service_account. Create a key of type JSON for a service account; other"
              + " credentials of Google's tools will not do.");
      return false;
    }
    for (Map.Entry<String, JsonNode> part : key.properties()) {
      checkPart(given, part.getKey(), part.getValue());
    }
    SHAPES.keySet().stream()
        .filter(name -> !name.equals("client_id") && !key.has(name))
        .sorted()
        .forEach(name -> complain(given, name, "is missing. Send the key file whole."));
    String pem = key.path("private_key").asText("");
    if (pem.isEmpty()) {
      complain(given, "private_key", "is missing. Send the key file whole.");
    } else {
      checkKey(given, pem);
    }
    return given.complaints().size() == before;
  }

  private static void checkPart(Given given, String name, JsonNode value) {
    if (!KNOWN.contains(name)) {
      complain(
          given,
          name.replaceAll("[^A-Za-z0-9_]", "?"),
          "is nothing that a service account's key has. Send the key file as Google gave it.");
    } else if (!value.isTextual()) {
      complain(given, name, "must be text.");
    } else if (FORCED.containsKey(name) && !FORCED.get(name).matcher(value.asText()).matches()) {
      complain(
          given, name, "is not Google's. Only keys that ask Google itself are taken: " + TOKEN_URI);
    } else if (SHAPES.containsKey(name) && !SHAPES.get(name).matcher(value.asText()).matches()) {
      complain(given, name, "has not the form that Google gives it.");
    }
  }

  private static void checkKey(Given given, String pem) {
    try {
      RsaKey.read(pem, Optional.empty());
    } catch (KeyRefused refused) {
      complain(given, "private_key", refused.reason());
    }
  }

  private static void complain(Given given, String part, String message) {
    given.complain(FIELD + "." + part, message);
  }

  private static ObjectNode rebuilt(ObjectNode key) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    KEPT.stream().filter(key::has).forEach(name -> kept.set(name, key.get(name)));
    return kept.put("token_uri", TOKEN_URI);
  }
}
