package io.bowline.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One request that a client sent to a real API server, and what came back.
record Case(
    String story,
    int number,
    String method,
    String path,
    Map<String, String> headers,
    List<Byte> bodyBytes,
    int code,
    JsonNode answer) {

  static List<Case> load(Path file) throws IOException {
    String story = file.getFileName().toString().replace(".jsonl", "");
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      ObjectNode read = Tree.parseObject(line.getBytes(StandardCharsets.UTF_8));
      Map<String, String> headers = new TreeMap<>();
      for (String name : List.of("accept", "content-type", "user-agent")) {
        if (read.has(name)) {
          headers.put(name, Tree.text(read, name));
        }
      }
      List<Byte> body = new ArrayList<>();
      for (byte b : Base64.getDecoder().decode(Tree.text(read, "body"))) {
        body.add(b);
      }
      cases.add(
          new Case(
              story,
              cases.size() + 1,
              Tree.text(read, "method"),
              Tree.text(read, "path"),
              headers,
              body,
              Tree.number(read, 0, "code"),
              read.path("answer")));
    }
    return cases;
  }

  byte[] body() {
    byte[] bytes = new byte[bodyBytes.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bodyBytes.get(i);
    }
    return bytes;
  }

  String title() {
    int end = path.indexOf("timeout=");
    return number
        + " "
        + method
        + " "
        + (end < 0 ? path : path.substring(0, end - 1))
        + " -> "
        + code;
  }
}
