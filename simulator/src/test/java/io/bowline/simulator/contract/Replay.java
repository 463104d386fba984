package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Asks a story's requests again, with the ids and versions that this server gave.
final class Replay {
  private static final List<String> BOUND = List.of("uid", "resourceVersion");

  /// A controller on a busy machine needs half a minute at times.
  private static final int TRIES = 300;

  private static final int PAUSE_MILLIS = 200;

  private final Target target;
  private final Map<String, String> given = new HashMap<>();

  Replay(Target target) {
    this.target = target;
  }

  /// How the answer differs from the recorded one in unknown ways; what controllers have to do
  /// first is waited for.
  List<String> differences(Case recorded, Predicate<String> unknown)
      throws IOException, InterruptedException {
    List<String> differences = once(recorded).stream().filter(unknown).toList();
    boolean mayChange =
        recorded.method().equals("GET")
            || differences.stream().anyMatch(d -> d.startsWith("code: recorded 201, answered 404"))
            || (!recorded.method().equals("POST")
                && differences.stream().anyMatch(d -> d.contains("answered 409")));
    for (int i = 0; mayChange && !differences.isEmpty() && i < TRIES; i++) {
      boolean counted = new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (counted) {
        throw new IllegalStateException("nobody counts down");
      }
      differences = once(recorded).stream().filter(unknown).toList();
    }
    return differences;
  }

  private List<String> once(Case recorded) throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(recorded.headers());
    headers.computeIfPresent(
        "accept",
        (name, value) -> value.replace("application/vnd.kubernetes.protobuf", "application/json"));
    byte[] body = body(recorded);
    HttpResponse<byte[]> response = target.ask(recorded.method(), path(recorded), headers, body);
    JsonNode answer = parse(response.body());
    List<String> differences = new ArrayList<>();
    if (response.statusCode() != recorded.code()) {
      differences.add(
          "code: recorded "
              + recorded.code()
              + ", answered "
              + response.statusCode()
              + " "
              + Tree.text(answer, "message"));
      return differences;
    }
    bind(recorded.answer(), answer);
    differences.addAll(Comparison.of(Normal.form(recorded.answer()), Normal.form(answer)));
    if (recorded.method().equals("GET") && numbered(recorded.answer()) && !numbered(answer)) {
      differences.add("/metadata/annotations: no controller has given the first revision yet");
    }
    return differences;
  }

  /// Whether the Deployment's controller has been here. Who annotates first owns the annotations as
  /// a whole, so a write that comes before it is answered with other `managedFields`.
  private static boolean numbered(JsonNode answer) {
    return !Tree.text(answer, "metadata", "annotations", "deployment.kubernetes.io/revision")
        .isEmpty();
  }

  /// The path, with this server's own word for where a list goes on.
  private String path(Case recorded) {
    String path = recorded.path();
    for (Map.Entry<String, String> value : given.entrySet()) {
      path = path.replace("continue=" + value.getKey(), "continue=" + value.getValue());
    }
    return path;
  }

  private byte[] body(Case recorded) throws IOException, InterruptedException {
    byte[] bytes = recorded.body();
    boolean binary = recorded.headers().getOrDefault("content-type", "").contains("protobuf");
    if (binary || bytes.length == 0) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Map.Entry<String, String> value : given.entrySet()) {
      text = text.replace("\"" + value.getKey() + "\"", "\"" + value.getValue() + "\"");
    }
    boolean versioned =
        text.contains("\"resourceVersion\":\"") || text.contains("/resourceVersion\"");
    if (versioned && recorded.code() != 409 && !recorded.method().equals("POST")) {
      HttpResponse<byte[]> now =
          target.ask("GET", recorded.path().replaceAll("\\?.*", ""), Map.of(), new byte[0]);
      String version = Tree.text(parse(now.body()), "metadata", "resourceVersion");
      text =
          text.replaceFirst(
                  "\"resourceVersion\":\"[0-9]+\"", "\"resourceVersion\":\"" + version + "\"")
              .replaceFirst(
                  "/resourceVersion\",\"value\":\"[0-9]+\"",
                  "/resourceVersion\",\"value\":\"" + version + "\"");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Tree.parse(body);
    } catch (MalformedJson e) {
      return MissingNode.getInstance();
    }
  }

  private void bind(JsonNode recorded, JsonNode answered) {
    String token = Tree.text(recorded, "metadata", "continue");
    if (!token.isEmpty()) {
      given.put(
          URLEncoder.encode(token, StandardCharsets.UTF_8),
          URLEncoder.encode(Tree.text(answered, "metadata", "continue"), StandardCharsets.UTF_8));
    }
    for (String name : BOUND) {
      String was = Tree.text(recorded, "metadata", name);
      String is = Tree.text(answered, "metadata", name);
      if (!was.isEmpty() && !is.isEmpty()) {
        given.put(was, is);
      }
    }
  }
}
