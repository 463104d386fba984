package io.bowline.runner.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.layout.Layout;
import io.bowline.release.layout.Layout.Described;
import io.bowline.release.layout.Platforms;
import io.bowline.release.layout.Stored;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reading half of the distribution's protocol, over one layout.
final class Answers {
  private static final Pattern PATH =
      Pattern.compile("/v2/(.+)/(manifests|blobs|referrers|tags)/([^/]+)");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})?");

  private final Layout layout;
  private final Map<Digest, List<Stored>> referrers = new HashMap<>();

  Answers(Layout layout) throws IOException {
    this.layout = layout;
    for (Stored stored : layout.stored()) {
      Optional<Digest> subject = layout.describe(stored.digest()).subject();
      if (subject.isPresent()) {
        referrers.computeIfAbsent(subject.get(), _ -> new ArrayList<>()).add(stored);
      }
    }
  }

  Platforms platforms() {
    return layout.platforms();
  }

  void to(HttpExchange exchange) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    String path = exchange.getRequestURI().getPath();
    Matcher matcher = PATH.matcher(path);
    if (!head && !exchange.getRequestMethod().equals("GET")) {
      exchange.sendResponseHeaders(405, -1);
    } else if (path.equals("/v2/")) {
      bytes(exchange, "application/json", "{}".getBytes(StandardCharsets.UTF_8), head);
    } else if (!matcher.matches()) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      part(exchange, matcher, head);
    }
  }

  private void part(HttpExchange exchange, Matcher path, boolean head) throws IOException {
    String repository = path.group(1);
    String reference = path.group(3);
    switch (path.group(2)) {
      case "tags" -> bytes(exchange, "application/json", tags(repository), head);
      case "referrers" -> {
        Optional<Digest> subject = digest(reference);
        byte[] list = subject.isPresent() ? referrers(repository, subject.get()) : new byte[0];
        bytes(exchange, MediaTypes.INDEX, list, head);
      }
      case "manifests" -> manifest(exchange, repository, reference, head);
      default -> blob(exchange, reference, head);
    }
  }

  private void manifest(HttpExchange exchange, String repository, String reference, boolean head)
      throws IOException {
    Optional<Digest> digest =
        reference.contains(":") ? digest(reference) : tagged(repository, reference);
    if (digest.isEmpty() || !layout.has(digest.get())) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    Described manifest = layout.describe(digest.get());
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest.get().toString());
    bytes(exchange, manifest.mediaType(), manifest.bytes(), head);
  }

  private Optional<Digest> tagged(String repository, String tag) {
    return layout.stored().stream()
        .filter(stored -> stored.repository().equals(repository) && stored.tag().equals(tag))
        .map(Stored::digest)
        .findFirst();
  }

  private void blob(HttpExchange exchange, String reference, boolean head) throws IOException {
    Optional<Digest> digest = digest(reference);
    OptionalLong size = digest.isPresent() ? layout.size(digest.get()) : OptionalLong.empty();
    if (size.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    long whole = size.getAsLong();
    String asked = exchange.getRequestHeaders().getFirst("Range");
    Matcher range = RANGE.matcher(asked == null ? "" : asked);
    boolean some = range.matches();
    long first = some ? Long.parseLong(range.group(1)) : 0;
    String end = some ? range.group(2) : null;
    long last = end == null ? whole - 1 : Math.min(whole - 1, Long.parseLong(end));
    if (some && (first >= whole || last < first)) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + whole);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/octet-stream");
    headers.set("Docker-Content-Digest", reference);
    headers.set("Accept-Ranges", "bytes");
    if (some) {
      headers.set("Content-Range", "bytes " + first + "-" + last + "/" + whole);
    }
    send(exchange, some ? 206 : 200, last + 1 - first, head, digest.orElseThrow(), first);
  }

  private void send(
      HttpExchange exchange, int status, long length, boolean head, Digest digest, long first)
      throws IOException {
    if (head || length == 0) {
      empty(exchange, status, length);
      return;
    }
    exchange.sendResponseHeaders(status, length);
    try (InputStream in = layout.from(digest, first);
        OutputStream out = exchange.getResponseBody()) {
      byte[] buffer = new byte[1 << 16];
      long left = length;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return; // shorter than it said: so is the answer
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private static void bytes(HttpExchange exchange, String type, byte[] bytes, boolean head)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (head || bytes.length == 0) {
      empty(exchange, 200, bytes.length);
      return;
    }
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static void empty(HttpExchange exchange, int status, long length) throws IOException {
    exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    exchange.sendResponseHeaders(status, -1);
  }

  private byte[] tags(String repository) {
    ObjectNode list = Json.object().put("name", repository);
    var tags = list.putArray("tags");
    layout.stored().stream()
        .filter(stored -> stored.repository().equals(repository) && !stored.tag().isEmpty())
        .forEach(stored -> tags.add(stored.tag()));
    return list.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] referrers(String repository, Digest subject) {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX);
    var list = index.putArray("manifests");
    for (Stored one : referrers.getOrDefault(subject, List.of())) {
      if (one.repository().equals(repository)) {
        list.addObject()
            .put("mediaType", one.mediaType())
            .put("digest", one.digest().toString())
            .put("size", one.size())
            .put("artifactType", one.artifactType());
      }
    }
    return index.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // nothing is called that
    }
  }
}
