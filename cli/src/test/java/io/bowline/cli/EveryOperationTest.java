package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the API can do, a command asks for: each operation of the API's description has a
/// command line here, which is run before an API that writes down what it was asked.
class EveryOperationTest {
  /// What no command asks for, and why.
  private static final Map<String, String> WITHOUT =
      Map.of(
          "SsoSignInResource_begin", "a browser does, at the address that sign-in --sso shows",
          "SsoSignInResource_comeBack", "a browser does, which a provider has sent back",
          "SsoSignInResource_exchange", "sign-in --sso does, once a browser has come to its door",
          "ReleaseResource_publish", "release publish and import do, after pushing to a registry",
          "ProviderTypeResource_policy", "fleet-provider policy writes it without a server",
          "ProviderTypeResource_permissions", "fleet-provider policy writes it without a server");

  @TempDir Path folder;

  @Test
  void everyOperationIsAskedForByACommand() throws Exception {
    Map<String, Operation> operations = operations();
    Map<String, String> lines = lines();
    var missing = new ArrayList<String>();
    operations.forEach((id, operation) -> {
      if (!WITHOUT.containsKey(id) && !lines.containsKey(id)) {
        missing.add(id + ": " + operation);
      }
    });
    assertThat(missing).as("operations without a command line in operations.txt").isEmpty();
    assertThat(operations.keySet()).as("operations that are no more").containsAll(lines.keySet());
    try (WrittenApi api = new WrittenApi()) {
      answers(api);
      var unasked = new ArrayList<String>();
      lines.forEach((id, line) -> {
        String said = asks(api, operations.get(id), line);
        if (!said.isEmpty()) {
          unasked.add(id + ": bowline " + line + ": " + said);
        }
      });
      assertThat(unasked).isEmpty();
    }
  }

  /// An operation and the requests that are it.
  private record Operation(String method, String path) {
    boolean is(String request) {
      String pattern = method + " " + path.replaceAll("\\{[^}]+}", "[^/?]+") + "(\\?.*)?";
      return Pattern.matches(pattern, request);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /// Empty when the command asks for it; otherwise what it did.
  private String asks(WrittenApi api, Operation operation, String line) {
    int before = api.asked().size();
    Run run = api.operator(folder).run(line.split(" +"));
    // a command that follows something is ended by an interrupt, which must not end the next one
    boolean _ = Thread.interrupted();
    List<String> asked =
        api.asked().subList(before, api.asked().size()).stream()
            .map(WrittenApi.Asked::request)
            .toList();
    return asked.stream().anyMatch(operation::is) ? "" : asked + " " + run.err();
  }

  private void answers(WrittenApi api) throws Exception {
    Files.writeString(folder.resolve("request.pem"), "");
    Files.writeString(folder.resolve("key.json"), "{}");
    Files.writeString(folder.resolve("bootstrap.json"), "{\"token\":\"bwle_text\"}");
    Files.writeString(folder.resolve("look.json"), "{}");
    Files.writeString(
        folder.resolve("cluster.kubeconfig"),
        """
        contexts: [{name: a, context: {cluster: a, user: a}}]
        clusters: [{name: a, cluster: {server: "https://kube.example.com"}}]
        users: [{name: a, user: {token: secret}}]
        """);
    Files.writeString(folder.resolve("password"), "correct horse battery staple");
    Files.writeString(folder.resolve("link"), api.base() + "/invitation.html#bwli_text");
    Files.writeString(
        folder.resolve("nodes.json"),
        """
        {"items": [{"kind": "Node", "metadata": {"name": "n1"},
                    "status": {"allocatable": {"cpu": "4", "memory": "16Gi"}}}]}
        """);
    assertThat(api.operator(folder).run("release", "keygen", "me.key").code()).isZero();
    api.otherwise("{\"items\":[]}");
    api.answer(
        "GET organizations/acme/members?limit=200",
        "{\"items\":[{\"id\":\"7\",\"email\":\"ann@acme.example\"}]}");
    api.answer(
        "GET organizations/acme/service-accounts?limit=200",
        "{\"items\":[{\"id\":\"8\",\"name\":\"ci\"}]}");
    api.answer(
        "GET organizations/acme/plans/p1",
        "{\"id\":\"p1\",\"install\":\"74a6a81e-3f28-44e7-8e94-39f2e222b71d\",\"digest\":\"%s\"}"
            .formatted(digest('4')));
    api.answer("GET organizations/acme/fleet-providers/plf", "{\"provider_type\":\"oci\"}");
    api.answer(
        "GET organizations/acme/installs/prod",
        "{\"product\":\"acme/streaming\",\"cloud\":\"aws\"}");
    // what only the vendor's staff may see is asked for again as the organization's
    String path = "GET releases/" + digest('3').replace(":", "%3A") + "/attachments";
    api.answer(path + "?limit=200", 403, "text/plain", "");
    api.answer(path + "/" + digest('2').replace(":", "%3A"), 403, "text/plain", "");
  }

  private static String digest(char of) {
    return "sha256:" + String.valueOf(of).repeat(64);
  }

  private static Map<String, String> lines() throws Exception {
    var lines = new TreeMap<String, String>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/operations.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        assertThat(lines.put(parts[0], parts[1].strip())).as("twice: " + parts[0]).isNull();
      }
    }
    return lines;
  }

  private static Map<String, Operation> operations() throws Exception {
    var operations = new TreeMap<String, Operation>();
    Path file = Path.of("../docs/openapi.yaml");
    switch (PlainYaml.parse(Files.readString(file))) {
      case Parsed.Refused(var problems) -> throw new AssertionError(problems.toString());
      case Parsed.Tree(var root, var _) ->
          root.path("paths")
              .properties()
              .forEach(path ->
                  path.getValue()
                      .properties()
                      .forEach(method ->
                          operations.put(
                              method.getValue().path("operationId").asText(),
                              new Operation(
                                  method.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
    }
    return operations;
  }
}
