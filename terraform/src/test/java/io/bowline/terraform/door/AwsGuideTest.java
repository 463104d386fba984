package io.bowline.terraform.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.render.Templates;
import io.bowline.testkit.stack.GuideReading;
import io.bowline.testkit.stack.GuideReading.Command;
import io.bowline.testkit.stack.StackReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Whoever makes the base layer by hand, by the guide, gets what the stack makes: each resource,
/// rule, value and document of it stands there, and nothing else.
class AwsGuideTest {
  private static final Vendor VENDOR =
      new Vendor(
          List.of("203.0.113.0/28", "198.51.100.7/32"),
          Optional.of(new Vendor.Tunnel("203.0.113.16/32", 51820)),
          new Vendor.RunnerKit("image", "{\"keys\":[]}", "mode: signed\n", "{}"),
          Optional.empty());
  private static final Site SITE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "123456789012",
          "eu-central-1",
          "external");

  /// The person's own way into the cluster, in place of the starter's: a command of the last step.
  private static final Set<String> STARTERS =
      Set.of(
          "access; who=bowline-acme-prod-starter; what=arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy; where=cluster",
          "entry ; cluster=bowline-acme-prod; who=bowline-acme-prod-starter; kind=STANDARD; tags=[bowline:install:74a6a81e-3f28-44e7-8e94-39f2e222b71d, bowline:layer:base, bowline:name:acme-prod]");

  private static final String GUIDE = text(Door.AWS_GUIDE);

  private static String text(Door door) {
    return Templates.render(door, VENDOR, Optional.of(SITE)).text();
  }

  private static SortedSet<String> lines(String guide) {
    // the reading of the stack knows zones by their letters
    String lettered = guide.replaceAll("`eu-central-1([abc])`", "`$1`");
    Map<String, JsonNode> read = new TreeMap<>(new GuideReading(lettered).resources());
    read.values().removeIf(each -> each.path("Type").asText().endsWith("::AccessEntry"));
    return AwsShapes.of(read);
  }

  private static SortedSet<String> stack() {
    JsonNode template =
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions()))
                    .<Object>load(text(Door.AWS_STACK)));
    return AwsShapes.of(new StackReading(template, Map.of()).resources());
  }

  @Test
  @Tag("C21.same-source")
  void itSaysWhatTheStackMakes() {
    var missing = new TreeSet<>(stack());
    missing.removeAll(lines(GUIDE));
    assertThat(missing).isEqualTo(STARTERS);
    var besides = new TreeSet<>(lines(GUIDE));
    besides.removeAll(stack());
    assertThat(besides).isEmpty();
    assertThat(GUIDE).contains("aws eks create-access-entry", "AmazonEKSClusterAdminPolicy");
  }

  /// What may be left out without anybody noticing: the key's own policy and which version of its
  /// template a pool has and that a template tags itself, as between the other doors; names that
  /// stand in the tag `Name` as well.
  private static final Pattern NOT_COMPARED =
      Pattern.compile(
          "\\| `(LaunchTemplate\\.Version|GroupName|LaunchTemplateName|TagSpecifications\\.0\\.ResourceType)`.*");

  @Test
  @Tag("C21.same-source")
  void oneLineLessOfItIsNoticed() {
    SortedSet<String> whole = lines(GUIDE);
    List<String> all = GUIDE.lines().toList();
    boolean document = false;
    boolean key = false;
    int tried = 0;
    var overlooked = new ArrayList<String>();
    for (int at = 0; at < all.size(); at++) {
      String line = all.get(at);
      key = line.startsWith("## ") ? line.contains("AWS::KMS::Key") : key;
      document = document ? !line.equals("```") : line.equals("```json");
      boolean counts = document ? !key && !line.equals("```json") : line.startsWith("| `");
      if (counts && !NOT_COMPARED.matcher(line).matches() && !ownWords(line)) {
        var less = new ArrayList<>(all);
        less.remove(at);
        if (!notices(whole, String.join("\n", less))) {
          overlooked.add(line);
        }
        tried++;
      }
    }
    assertThat(overlooked).isEmpty();
    assertThat(tried).isGreaterThan(300);
  }

  /// `false` and nothing are the same to the cloud.
  private static boolean ownWords(String line) {
    return line.endsWith("| `false` |");
  }

  private static boolean notices(SortedSet<String> whole, String guide) {
    try {
      return !lines(guide).equals(whole);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Test
  void nothingIsNamedBeforeTheStepThatMakesIt() {
    var done = new HashSet<String>();
    Pattern named = Pattern.compile("<([A-Z][A-Za-z0-9]+)>");
    String body = GUIDE.substring(GUIDE.indexOf("## 1. "));
    for (String line : body.lines().toList()) {
      if (line.startsWith("## ")) {
        done.add(line.replaceAll("## [0-9]+\\. ([A-Za-z0-9 ]+) \\(.*", "$1"));
      }
      Matcher each = named.matcher(line);
      while (each.find()) {
        assertThat(done).as(line).contains(each.group(1));
      }
    }
  }

  /// A shell would fill in what stands behind a dollar sign, or run what stands in back-ticks.
  @Test
  void aCommandMeansInAShellWhatItSays() {
    for (Command each : new GuideReading(GUIDE).commands()) {
      assertThat(each.line().replaceAll("'[^'\"]*'", ""))
          .doesNotContain("$", "`", "<", ">", "!", "{");
    }
  }

  @Test
  void eachStepHasACheck() {
    var checked = new HashSet<String>();
    new GuideReading(GUIDE).commands().stream().map(Command::step).forEach(checked::add);
    for (String step : GUIDE.substring(GUIDE.indexOf("## 1. ") + 3).split("(?m)^## ", -1)) {
      String title = step.replaceAll("(?s)[0-9]+\\. ([A-Za-z0-9 ]+) \\(.*", "$1");
      assertThat(checked.contains(title) || step.contains("Check: ") || EASY.contains(title))
          .as(title)
          .isTrue();
    }
  }

  /// A look back, and a step that the last one takes on.
  private static final Set<String> EASY = Set.of("NetworkReady", "StarterAccess");

  @Test
  void itHoldsNoTokenAndNothingOfAnInstallWhereItIsForAll() {
    String general = Templates.render(Door.AWS_GUIDE, VENDOR, Optional.empty()).text();
    assertThat(general)
        .contains("bowline-NAME", "INSTALL-ID", "ACCOUNT", "REGION")
        .doesNotContain("acme-prod", "123456789012", "{name}", "${");
    assertThat(GUIDE).contains("--from-file=bootstrap.json").doesNotContain("kind: Secret", "${");
  }
}
