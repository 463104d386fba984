package io.bowline.cloud.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.OneShotList.Kept;
import io.bowline.model.place.Cloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The one-shot roles of the clouds beside AWS.
class OneShotTest {
  private static final Path PAGE = Path.of("../docs/one-shot-roles.md");
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
  private static final Map<Cloud, String> ACCOUNTS =
      Map.of(
          Cloud.AZURE, "11111111-2222-4333-8444-555555555555",
          Cloud.GCP, "acme-streaming",
          Cloud.ORACLE, "ocid1.tenancy.oc1..aaaa");

  /// What reads data, or hands out what does, by how its name ends; in any service.
  private static final Map<Cloud, Pattern> READS =
      Map.of(
          Cloud.AZURE,
          Pattern.compile(
              "(?i).*(/list[A-Za-z]*(Keys?|Credentials?|Sas|Secrets?)/action|/runCommand/action|/getSecret/action|/pull/read|/beginGetAccess/action|/regenerateKey/action|/blobs/.*|roleDefinitions/write|\\*.*)"),
          Cloud.GCP,
          Pattern.compile(
              ".*(\\.getData|\\.access|\\.useTo[A-Za-z]+|secrets\\.(get|list)|getCredentials|downloadArtifacts|getAccessToken|sign(Blob|Jwt)|serviceAccountKeys\\.create|objects\\.(get|list)|getSerialPortOutput|exec|consume|logEntries\\.list|roles\\.(create|update)|\\*)"),
          Cloud.ORACLE,
          Pattern.compile(
              "(read|use|manage) (all-resources|object.*|objects|buckets|secret.*|stream-.*|database-.*|autonomous-.*|volume-.*|log-content|users|groups|dynamic-groups|instance-console-connection)|use keys"));

  private static OneShot role(Cloud cloud, boolean network) {
    return new OneShot(cloud, "acme-prod", ACCOUNTS.get(cloud), END, network);
  }

  @ParameterizedTest
  @EnumSource(names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  @Tag("C25.create-no-get")
  void noReadOfDataIsInIt(Cloud cloud) {
    var allowed = new HashSet<>(role(cloud, true).actions());
    assertThat(OneShotList.of(cloud).reads()).hasSizeGreaterThan(7);
    for (OneShotList.Read read : OneShotList.of(cloud).reads()) {
      assertThat(allowed).as(read.what()).doesNotContainAnyElementsOf(read.actions());
    }
    assertThat(allowed).noneMatch(READS.get(cloud).asMatchPredicate());
  }

  /// Without this the list of reads could be one that nothing would ever match.
  @ParameterizedTest
  @EnumSource(names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  void theFormOfReadsKnowsThoseThatAreListed(Cloud cloud) {
    Set<String> known = new HashSet<>();
    OneShotList.of(cloud)
        .reads()
        .forEach(read ->
            read.actions().stream()
                .filter(READS.get(cloud).asMatchPredicate())
                .forEach(known::add));
    assertThat(known).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  void whereTheNetworkIsThereNothingAtItsLevelIsInIt(Cloud cloud) {
    var whole = new TreeSet<>(role(cloud, true).actions());
    var less = new TreeSet<>(role(cloud, false).actions());
    Set<String> network = OneShotList.of(cloud).network().keySet();
    assertThat(whole).containsAll(network);
    assertThat(less).doesNotContainAnyElementsOf(network).isNotEmpty();
    assertThat(role(cloud, false).grants()).noneMatch(grant -> grant.actions().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  void itsListNamesOnlyWhatThereIs(Cloud cloud) {
    List<String> reasons = Permissions.of(cloud).grants().stream().map(Grant::reason).toList();
    assertThat(reasons).containsAll(OneShotList.of(cloud).without());
    assertThat(role(cloud, true).actions()).containsAll(OneShotList.of(cloud).narrowed().keySet());
    assertThat(role(cloud, true).grants()).noneMatch(grant -> grant.reason().contains("record"));
  }

  @ParameterizedTest
  @EnumSource(names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  void itEndsByItself(Cloud cloud) {
    OneShot role = role(cloud, true);
    String whole = role.permissions() + role.assignment().map(Object::toString).orElse("");
    assertThat(whole).contains("2026-12-01T00:00:00Z");
    if (cloud == Cloud.ORACLE) {
      assertThat(role.permissions().path("statements"))
          .allMatch(each ->
              each.asText().contains("request.utc-timestamp before '2026-12-01T00:00:00Z'"));
    }
  }

  @Test
  void googlesDenialIsOfWhatIsSaidToBeDeniedForTheAccountThatTheCommandsMake() {
    OneShot role = role(Cloud.GCP, true);
    JsonNode rule = role.denial().orElseThrow().at("/rules/0/denyRule");
    String account = "bowline-installer@acme-streaming.iam.gserviceaccount.com";
    assertThat(rule.at("/deniedPrincipals/0").asText())
        .isEqualTo("principal://iam.googleapis.com/projects/-/serviceAccounts/" + account);
    assertThat(rule.path("deniedPermissions"))
        .extracting(JsonNode::asText)
        .contains("secretmanager.googleapis.com/versions.access")
        .hasSize(
            OneShotList.of(Cloud.GCP).reads().stream()
                .filter(read -> read.kept() == Kept.DENIED)
                .mapToInt(read -> read.actions().size())
                .sum())
        .allMatch(text -> text.matches("[a-z]+\\.googleapis\\.com/[a-zA-Z]+\\.[a-zA-Z]+"));
    assertThat(role.commands().make())
        .filteredOn(line -> line.contains("add-iam-policy-binding"))
        .hasSize(2)
        .allMatch(line -> line.contains(account) && line.contains("request.time < timestamp("));
    assertThat(role.permissions().path("title").asText()).isEqualTo("bowline-installer-acme-prod");
  }

  @Test
  void oraclesStatementsLeaveOutWhatWouldDecrypt() {
    assertThat(role(Cloud.ORACLE, true).permissions().path("statements"))
        .extracting(JsonNode::asText)
        .contains(
            "Allow group bowline-installer-acme-prod to manage keys in compartment id COMPARTMENT where"
                + " all {request.utc-timestamp before '2026-12-01T00:00:00Z', request.permission !="
                + " 'KEY_DECRYPT', request.permission != 'KEY_EXPORT', request.permission != 'KEY_SIGN'}");
  }

  /// The roles that the template gives are held to that page by a test beside the template.
  @Test
  void azuresConditionHasTheRolesOfThePageAndNoOther() throws Exception {
    Pattern id = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    var page = new TreeSet<String>();
    id.matcher(Files.readString(Path.of("../docs/install-azure.md")))
        .results()
        .forEach(each -> page.add(each.group()));
    var condition = new TreeSet<String>();
    JsonNode assignment = role(Cloud.AZURE, true).assignment().orElseThrow();
    id.matcher(assignment.at("/properties/condition").asText())
        .results()
        .forEach(each -> condition.add(each.group()));
    assertThat(condition).isEqualTo(page);
    assertThat(assignment.at("/properties/scheduleInfo/expiration/endDateTime").asText())
        .isEqualTo("2026-12-01T00:00:00Z");
  }

  @Test
  void thePageIsMadeOfTheLists() throws Exception {
    String page = OneShotPage.text();
    if (System.getenv("BOWLINE_WRITE") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
