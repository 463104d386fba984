package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What nobody sends by accident: each is answered with a problem document that names the field,
/// and never with a failure on our side.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(180)
class HostileInputTest {
  private static final HttpRequest.BodyPublisher NOTHING = HttpRequest.BodyPublishers.noBody();
  private static final String NUL = "\\u0000";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  private TestCaller staff;
  private String org;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = "/api/v1/organizations/" + staff.organization();
    Answer made =
        staff.post(
            org + "/installs",
            """
            {"name":"one","product":"acme/streaming","cloud":"byok","region":"r","account":"a"}\
            """);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
  }

  private static void refused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
    assertThat(answer.body().path("field").asText()).as(answer.raw().body()).isEqualTo(field);
  }

  private Answer put(String path, String json) {
    return staff.send(
        staff
            .request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void aNulIsRefusedWhereverATextMayStand() {
    refused(staff.post("/api/v1/organizations", "{\"name\":\"a" + NUL + "\"}"), "name");
    refused(put(org + "/entitlements", "{\"product\":\"" + NUL + "\"}"), "product");
    refused(
        staff.post(org + "/tokens", "{\"name\":\"a" + NUL + "\",\"scopes\":[\"read\"]}"), "name");
    String inputs = org + "/installs/one/inputs";
    refused(put(inputs, "{\"inputs\":{\"a\":\"" + NUL + "\"}}"), "inputs.a");
    assertThat(put(inputs, "{\"inputs\":{\"" + NUL + "\":\"a\"}}").status()).isEqualTo(422);
    refused(staff.get(org + "/jobs?install=%00"), "install");
    refused(staff.get("/api/v1/releases?product=%00"), "product");
    assertThat(staff.get(org + "/installs/%00").status()).isEqualTo(404);
    assertThat(staff.get("/api/v1/organizations/%00").status()).isEqualTo(404);
  }

  @Test
  void aCursorThatWasNotHandedOutIsRefused() {
    for (String position : List.of("\0\0\0", "a\nb", "x", "zzzz", UUID.randomUUID() + "")) {
      String cursor =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(position.getBytes(StandardCharsets.UTF_8));
      for (String list :
          List.of(
              "/installs",
              "/tokens",
              "/audit",
              "/installs/one/plans",
              "/installs/one/findings",
              "/jobs?install=one")) {
        Answer answer =
            staff.get(org + list + (list.contains("?") ? "&" : "?") + "cursor=" + cursor);
        assertThat(answer.status()).as(list + " " + position).isIn(200, 422);
      }
    }
    refused(staff.get(org + "/installs?cursor=AAAA"), "cursor");
    refused(staff.get(org + "/installs/one/findings?cursor=AAAA"), "cursor");
    refused(staff.get(org + "/installs/one/findings?state=%00"), "state");
  }

  @Test
  void aNameThatStandsTwiceIsRefusedAndNotChosenFrom() {
    refused(staff.post("/api/v1/organizations", "{\"name\":\"a\",\"name\":\"b\"}"), "name");
    refused(put(org + "/installs/one/inputs", "{\"inputs\":{\"a\":\"1\",\"a\":\"2\"}}"), "a");
  }

  @Test
  void inputsKeepTheirLimitsHoweverTheyAreSet() {
    String inputs = org + "/installs/one/inputs";
    refused(put(inputs, "{\"inputs\":{\"a\":null}}"), "inputs.a");
    refused(put(inputs, "{\"inputs\":{\"a\":\"" + "x".repeat(16_385) + "\"}}"), "inputs.a");
    var many = new ArrayList<String>();
    for (int i = 0; i < 201; i++) {
      many.add("\"i%d\":\"v\"".formatted(i));
    }
    refused(put(inputs, "{\"inputs\":{" + String.join(",", many) + "}}"), "inputs");
    refused(
        staff.post(
            org + "/installs/one/plans",
            "{\"release\":\"sha256:%s\",\"inputs\":{\"a\":null}}".formatted("a".repeat(64))),
        "inputs.a");
  }

  @Test
  void aContentTypeThatIsNoneIsOneOfTheWrongKind() {
    for (String type : List.of("", "a", "text/plain", "application/json/x", ";;")) {
      Answer answer =
          staff.send(
              staff
                  .request("/api/v1/organizations")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(answer.status()).as("'%s' %s", type, answer.raw().body()).isEqualTo(415);
    }
  }

  @Test
  void whatIsTooLargeTooDeepOrNoJsonAtAllIsRefused() {
    whatIsTooLargeTooDeepOrNoJsonAtAllIsRefused(staff);
    whatIsTooLargeTooDeepOrNoJsonAtAllIsRefused(staff.byOldHttp());
  }

  private static void whatIsTooLargeTooDeepOrNoJsonAtAllIsRefused(TestCaller staff) {
    String organizations = "/api/v1/organizations";
    assertThat(staff.post(organizations, "{\"x\":\"" + "y".repeat(10_000_000) + "\"}").status())
        .isEqualTo(413);
    assertThat(staff.post(organizations, "{\"a\":".repeat(60) + "1" + "}".repeat(60)).status())
        .isIn(413, 422);
    for (String body : List.of("", "null", "{", "[]", "1", "\"x\"", "{}{}", "{\"name\":[[]]}")) {
      Answer answer = staff.post(organizations, body);
      assertThat(answer.status()).as(body).isIn(400, 422);
      assertThat(answer.header("Content-Type")).as(body).startsWith(Problem.MEDIA_TYPE);
    }
    refused(staff.post(organizations, "{\"name\":\"x\",\"owner\":\"me\"}"), "owner");
  }

  @Test
  void everyOperationSaysThatItMayAnswerWithAProblem() {
    JsonNode paths = staff.get("/api/v1/openapi?format=json").body().path("paths");
    var silent = new ArrayList<String>();
    paths
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  JsonNode answers = method.getValue().path("responses");
                  if (!answers.isMissingNode()
                      && answers
                          .path("default")
                          .path("content")
                          .path(Problem.MEDIA_TYPE)
                          .isEmpty()) {
                    silent.add(method.getKey() + " " + path.getKey());
                  }
                }));
    assertThat(silent).isEmpty();
  }

  @Test
  void everyPlaceInAPathIsAParameterOfTheDescription() {
    Set<String> undeclared = new TreeSet<>();
    staff
        .get("/api/v1/openapi?format=json")
        .body()
        .path("paths")
        .properties()
        .forEach(path ->
            Pattern.compile("[{]([a-z]+)[}]")
                .matcher(path.getKey())
                .results()
                .forEach(place ->
                    path.getValue()
                        .forEach(method -> {
                          if (!method
                              .path("parameters")
                              .findValuesAsText("name")
                              .contains(place.group(1))) {
                            undeclared.add(path.getKey() + " " + place.group(1));
                          }
                        })));
    assertThat(undeclared).isEmpty();
  }

  @Test
  void aSwitchInTheQueryIsTrueOrFalse() {
    for (String text : List.of("null", "1", "TRUE", "yes")) {
      refused(staff.get("/api/v1/installs?yanked=" + text), "yanked");
    }
    assertThat(staff.get("/api/v1/installs?behind=false&yanked=true").status()).isEqualTo(200);
  }

  @Test
  void whatAQuerySaysTwiceIsRefusedAndNotChosenFrom() {
    refused(staff.get("/api/v1/releases?product=a&product=b"), "product");
    refused(staff.get("/api/v1/installs?limit=5&limit=5"), "limit");
    refused(staff.get(org + "/installs?nobody=1&nobody=2"), "nobody");
  }

  @Test
  void aValueOfAnotherKindIsRefusedByNameAndNotMadeFit() {
    String capacity = "/api/v1/calculators/capacity";
    for (String wrong : List.of("\"5\"", "\"\"", "5.5", "true", "[]", "{}", "[5]")) {
      refused(
          staff.post(capacity, "{\"nodes\":[],\"maxKafkaUnits\":%s}".formatted(wrong)),
          "maxKafkaUnits");
    }
    for (String wrong : List.of("5", "true", "5.5")) {
      refused(staff.post("/api/v1/organizations", "{\"name\":%s}".formatted(wrong)), "name");
      refused(
          put(org + "/installs/one/inputs", "{\"inputs\":{\"a\":%s}}".formatted(wrong)),
          "inputs.a");
    }
    for (String wrong : List.of("\"true\"", "\"\"", "1", "0.5", "null")) {
      refused(
          staff.post("/api/v1/registry/collections", "{\"dryRun\":%s}".formatted(wrong)), "dryRun");
    }
  }

  @Test
  void aMethodThatAPathDoesNotTakeIsAnsweredWithThoseThatItDoes() {
    Map<String, String> paths =
        Map.of(
            "/api/v1/organizations",
            "GET, HEAD, OPTIONS, POST",
            "/api/v1/channels",
            "GET, HEAD, OPTIONS",
            org,
            "DELETE, GET, HEAD, OPTIONS",
            org + "/installs/one/inputs",
            "OPTIONS, PUT",
            "/organizations/x/fleet-providers/",
            "GET, HEAD, OPTIONS, POST",
            org + "/fleet-providers/x",
            "DELETE, GET, HEAD, OPTIONS, PATCH",
            org + "/members/leave",
            "OPTIONS, POST",
            "/api/v1/calculators/capacity",
            "OPTIONS, POST");
    paths.forEach((path, allowed) -> {
      for (String method : List.of("TRACE", "PROPFIND")) {
        Answer answer = staff.send(staff.request(path).method(method, NOTHING));
        assertThat(answer.status()).as("%s %s", method, path).isEqualTo(405);
        assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        assertThat(answer.header("Allow")).as(path).isEqualTo(allowed);
      }
      Answer options = staff.send(staff.request(path).method("OPTIONS", NOTHING));
      assertThat(options.status()).as(path).isEqualTo(200);
      assertThat(options.header("Allow")).as(path).isEqualTo(allowed);
    });
  }

  @Test
  void anAddressOrHeadersThatAreTooLongAreSaidToBe() {
    anAddressOrHeadersThatAreTooLongAreSaidToBe(staff);
    anAddressOrHeadersThatAreTooLongAreSaidToBe(staff.byOldHttp());
  }

  private static void anAddressOrHeadersThatAreTooLongAreSaidToBe(TestCaller staff) {
    for (String path : List.of("/api/v1/installs?product=", "/nothing?", "/v2/")) {
      Answer answer = staff.get(path + "x".repeat(10_000));
      assertThat(answer.status()).as(path).isEqualTo(414);
      assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
      assertThat(answer.body().path("detail").asText()).contains("8 KiB");
    }
    Answer answer =
        staff.send(staff.request("/api/v1/installs").header("X-Long", "x".repeat(40_000)).GET());
    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
    assertThat(answer.body().path("detail").asText()).contains("32 KiB");
  }

  @Test
  void aPercentSignInAPathIsNothingSpecial() {
    for (String path :
        List.of(
            "/api/v1/provider-types/%25%C2%9C",
            "/provider-types/%25x/",
            "/organizations/%25x/fleet-providers",
            "/api/v1/organizations/a%25b/installs",
            org + "/fleet-providers/%25",
            org + "/installs/%25%32",
            "/api/v1/channels/%25?product=p")) {
      assertThat(staff.get(path).status()).as(path).isEqualTo(404);
    }
  }
}
