package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page on base domains, followed command by command.
class DomainPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("bowline.root"), "docs/base-domains.md");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^bowline (base-domain (?:[^\\n]*\\\\\\n)*[^\\n]*)$");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOMAIN =
      """
      {"id":"74a6a81e-3f28-44e7-8e94-39f2e222b71d","organization":"acme",
       "domain":"kafka.example.com","tls_cert":null,"tls_key":null,"dns_provider":"None",
       "dns_base_domain":null,"aws":null,"certificate":null,
       "ownership":{"record":"_bowline-challenge.kafka.example.com",
         "value":"bowline-domain=00ff","proven_at":null},
       "created_at":"2025-04-06T06:34:22.291391Z","updated_at":"2025-04-06T06:34:22.291412Z"}\
      """;

  @TempDir Path folder;

  @Test
  void everyCommandOfThePageRunsAsItStandsThereAndNoKeyIsAnArgument() throws IOException {
    for (String file : List.of("chain.pem", "key.pem")) {
      Files.writeString(folder.resolve(file), "from " + file);
    }
    try (var api = new WrittenApi()) {
      String at = "organizations/acme/base-domains";
      String one = at + "/kafka.example.com";
      api.answer("POST " + at, 201, "application/json", DOMAIN);
      api.answer("GET " + at + "?limit=200", "{\"items\":[" + DOMAIN + "]}");
      api.answer("GET " + one, DOMAIN);
      api.answer("PATCH " + one, DOMAIN);
      api.answer("POST " + one + "/check", "{\"result\":\"inconclusive\",\"checks\":[]}");
      api.answer("GET " + one + "/checks", "{\"result\":\"pending\",\"checks\":[]}");
      api.answer("DELETE " + one, 204, "application/json", "");
      var environment = new HashMap<>(api.operator(folder).environment());
      environment.put("DOMAIN_KEY", "from DOMAIN_KEY");
      var reader = new Run.User(folder, environment, "");

      List<String> commands =
          COMMAND
              .matcher(Files.readString(PAGE))
              .results()
              .map(command -> command.group(1).replaceAll("\\\\\\n", " ").strip())
              .toList();
      assertThat(commands).hasSizeGreaterThan(6);
      for (String command : commands) {
        Run run = reader.run(command.split(" +", -1));
        assertThat(run.code()).as(command + "\n" + run.err()).isZero();
      }
      List<String> bodies = api.asked().stream().map(WrittenApi.Asked::body).toList();
      assertThat(bodies)
          .anyMatch(body -> body.contains("\"tls_key\":\"from key.pem\""))
          .anyMatch(body -> body.contains("\"tls_key\":\"from DOMAIN_KEY\""))
          .anyMatch(body -> body.contains("\"tls_cert\":null"));
    }
  }

  @Test
  void whatIsWrongIsSaidAndEndsTheCommandSo() throws IOException {
    try (var api = new WrittenApi()) {
      api.answer(
          "POST organizations/acme/base-domains/kafka.example.com/check",
          """
          {"result":"failed","checks":[
            {"name":"zone","result":"failed","detail":"Nobody has registered it."}]}\
          """);
      Run run = api.operator(folder).run("base-domain", "check", "kafka.example.com");
      assertThat(run.code()).isNotZero();
      assertThat(run.out()).contains("failed        zone: Nobody has registered it.");
    }
  }

  @Test
  void anUnprovenDomainIsShownWithWhatToDo() throws IOException {
    try (var api = new WrittenApi()) {
      api.answer("GET organizations/acme/base-domains/kafka.example.com", DOMAIN);
      Run run = api.operator(folder).run("base-domain", "get", "kafka.example.com");
      assertThat(run.out())
          .contains("TXT record _bowline-challenge.kafka.example.com with bowline-domain=00ff");
      Run json = api.operator(folder).run("base-domain", "get", "kafka.example.com", "-o", "json");
      assertThat(JSON.readTree(json.out())).isEqualTo(JSON.readTree(DOMAIN));
    }
  }
}
