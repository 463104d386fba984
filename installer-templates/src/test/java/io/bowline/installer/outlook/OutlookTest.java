package io.bowline.installer.outlook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.installer.Door;
import io.bowline.installer.Given;
import io.bowline.installer.Site;
import io.bowline.installer.render.Templates;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is promised before anything is made is what the template makes.
class OutlookTest {
  private static final Site AZURE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
          "westeurope",
          "external-74a6");

  private static Outlook outlook(String cloud) {
    return Templates.outlook(cloud, Given.VENDOR, cloud.equals("azure") ? AZURE : Given.SITE);
  }

  private static Map<String, Long> counted(String text, Pattern type) {
    Map<String, Long> counted = new TreeMap<>();
    type.matcher(text).results().forEach(found -> counted.merge(found.group(1), 1L, Long::sum));
    return counted;
  }

  @Test
  void everyKindOfThingThatTheStackMakesIsListedAndNoOther() {
    String stack = Templates.render(Door.AWS_STACK, Given.VENDOR, Optional.of(Given.SITE)).text();
    Map<String, Long> made =
        counted(stack, Pattern.compile("\"?Type\"?: \"?((?:AWS::|Custom::)[A-Za-z0-9:]+)"));
    // parameters have such types, too
    made.keySet().removeIf(kind -> kind.matches("AWS::(SSM|NoValue).*"));
    assertThat(outlook("aws").kinds().keySet()).isEqualTo(made.keySet());
    assertThat(outlook("aws").kinds())
        .containsKeys(
            "AWS::EKS::Cluster", "AWS::EC2::VPC", "AWS::ECR::Repository", "AWS::KMS::Key");
    assertThat(outlook("aws").kinds().get("AWS::EC2::NatGateway")).hasSize(1);
  }

  @Test
  void everyThingOfAzuresTemplateIsListed() {
    String template = Templates.render(Door.AZURE_ARM, Given.VENDOR, Optional.of(AZURE)).text();
    Map<String, Long> made =
        counted(template, Pattern.compile("\"type\" : \"(Microsoft\\.[A-Za-z./]+)\""));
    made.remove("Microsoft.Resources/deployments");
    assertThat(outlook("azure").kinds().keySet()).isEqualTo(made.keySet());
    assertThat(outlook("azure").kinds().get("Microsoft.ContainerService/managedClusters"))
        .containsExactly("bowline-acme-prod");
    assertThat(outlook("azure").kinds().get("Microsoft.ContainerRegistry/registries"))
        .containsExactly("bowlineacmeprod74a6a81e");
  }

  @Test
  void whatTheModulesOfGoogleAndOracleMakeIsListedAndNothingIsSaidOfItsPrice() {
    assertThat(outlook("gcp").kinds()).containsKeys("google_container_cluster");
    assertThat(outlook("oci").kinds()).containsKeys("oci_containerengine_cluster");
    assertThat(outlook("gcp").bill()).isEmpty();
    assertThat(outlook("gcp").page()).contains("has no prices for it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure"})
  void aMonthIsTheSumOfItsLinesAndSaysWhoseThePricesAre(String cloud) {
    Bill bill = outlook(cloud).bill().orElseThrow();
    BigDecimal sum =
        bill.items().stream()
            .flatMap(item -> item.month().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(bill.base()).isEqualByComparingTo(sum).isGreaterThan(BigDecimal.valueOf(100));
    assertThat(bill.whole()).isGreaterThan(bill.base());
    assertThat(bill.items())
        .anySatisfy(item -> {
          assertThat(item.what()).contains("Kubernetes");
          assertThat(item.month()).contains(new BigDecimal("73.00"));
        });
    assertThat(outlook(cloud).page())
        .contains("as of " + bill.asOf())
        .contains("prices of " + bill.region())
        .contains(bill.sources().getFirst());
  }

  @Test
  void endpointsOfServicesCostInEachZoneAndThatOfS3Nothing() {
    assertThat(outlook("aws").bill().orElseThrow().items())
        .filteredOn(item -> item.what().contains("endpoint"))
        .singleElement()
        .satisfies(item -> assertThat(item.count()).isEqualTo(30));
  }

  @Test
  void theRightsThatStayAreThoseOfTheRolesWithAReasonEach() {
    assertThat(outlook("aws").standing())
        .allSatisfy(right -> assertThat(right.why()).endsWith("."))
        .anySatisfy(right -> {
          assertThat(right.who())
              .isEqualTo("bowline-acme-prod-runner, taken by pods.eks.amazonaws.com");
          assertThat(right.may()).contains("ecr:PutImage");
        })
        .noneMatch(right -> right.may().contains("iam:"));
    assertThat(outlook("azure").standing())
        .extracting(Standing::may)
        .anyMatch(may -> may.startsWith("AcrPush"))
        .noneMatch(may -> may.matches("[a-z]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp", "oci", "byok"})
  @Tag("C53.guide")
  void thePageSaysWhatIsMadeWhatItCostsWhoMayReadWhatAndHowToLeave(String cloud) {
    String page = outlook(cloud).page();
    assertThat(page)
        .contains("bowline preflight ")
        .contains("## 2. What is made", "## 3. What it costs", "## 4. Which rights stay")
        .contains("## 1. An account of its own, and a look first", "account of its own")
        .contains("## 5. What the vendor can read, and what not")
        .contains("bowline install uninstall acme-prod --confirm acme-prod")
        .contains("bowline install certificate acme-prod")
        .doesNotContainPattern("\\{[a-z]+}");
    outlook(cloud)
        .leaving()
        .forEach(way -> way.commands().forEach(line -> assertThat(page).contains(line)));
    assertThat(Arrays.stream(page.split("\n", -1)))
        .as("tables are whole")
        .filteredOn(line -> line.startsWith("|"))
        .allMatch(line -> line.endsWith("|"));
  }
}
