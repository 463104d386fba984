package io.bowline.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.wire.Protobuf;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request, read whole; nobody compares two of them, so the bytes may be an array.
@SuppressWarnings("ArrayRecordComponent")
public record Call(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  private static final int LARGEST_BODY = 3 * 1024 * 1024;

  /// Reads a request with its body.
  ///
  /// @throws Refusal when the body is larger than the API server takes
  static Call read(HttpExchange exchange) throws IOException {
    List<String> path = new ArrayList<>();
    for (String step : exchange.getRequestURI().getRawPath().split("/", -1)) {
      if (!step.isEmpty()) {
        path.add(URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
    return new Call(
        exchange.getRequestMethod(),
        path,
        decoded(exchange.getRequestURI().getRawQuery()),
        headers,
        body(exchange.getRequestBody()));
  }

  private static byte[] body(InputStream in) throws IOException {
    byte[] read = in.readNBytes(LARGEST_BODY + 1);
    if (read.length > LARGEST_BODY) {
      in.skipNBytes(Math.min(in.available(), LARGEST_BODY));
      throw new Refusal(
          413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY);
    }
    return read;
  }

  private static Map<String, String> decoded(@org.jspecify.annotations.Nullable String raw) {
    Map<String, String> read = new HashMap<>();
    if (raw == null) {
      return read;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      read.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return read;
  }

  public String at(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  public String pathText() {
    return "/" + String.join("/", path);
  }

  public String query(String name) {
    return query.getOrDefault(name, "");
  }

  public boolean flag(String name) {
    String value = query.get(name);
    return value != null && (value.isEmpty() || value.equals("true") || value.equals("1"));
  }

  /// A whole number of the query.
  public Optional<Long> number(String name) {
    String value = query(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.valueOf(value));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
    }
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  public boolean dryRun() {
    String asked = query("dryRun");
    if (!asked.isEmpty() && !asked.equals("All")) {
      String options =
          switch (method) {
            case "POST" -> "CreateOptions";
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            default -> "DeleteOptions";
          };
      throw Refusal.option(options, "dryRun", "[\"" + asked + "\"]", "\"All\"");
    }
    return asked.equals("All");
  }

  /// The body as an object, from JSON or protobuf.
  public ObjectNode object() {
    String type = header("content-type");
    if (type.startsWith("application/vnd.kubernetes.protobuf")) {
      return Protobuf.read(body);
    }
    if (type.startsWith("application/cbor")) {
      throw Refusal.unsupported("the body of the request was in an unknown format - send JSON");
    }
    return Tree.parseObject(body);
  }

  /// The field manager that the client names, or the one that its name tells.
  public String manager() {
    String named = query("fieldManager");
    if (!named.isEmpty()) {
      return named;
    }
    String agent = header("user-agent");
    int slash = agent.indexOf('/');
    String guessed = slash < 0 ? agent : agent.substring(0, slash);
    return guessed.isEmpty() ? "unknown" : guessed;
  }
}
