package io.bowline.terraform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.permission.OneShot;
import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What making a base layer asks its cloud for is what customers are asked to allow. (For AWS every
/// call is recorded: see [AwsBaseLayerTest].)
class CallsTest {
  private static final Pattern KIND =
      Pattern.compile("(?m)^(resource|data) \"((?!terraform_)[a-z0-9_]+)\"");

  /// What is not made in a network that is there already.
  private static final Pattern NETWORK =
      Pattern.compile(
          "google_(compute_(network|subnetwork|address|router|router_nat)|dns_.*)"
              + "|oci_core_(vcn|subnet|default_security_list|nat_gateway|service_gateway|internet_gateway|route_table)");

  private static final Pattern TYPE =
      Pattern.compile("\"(Microsoft\\.[A-Za-z]+(?:/[A-Za-z]+)+)(?:@[0-9-]+)?\"");

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "oci"})
  void everyKindOfResourceHasItsCalls(String cloud) throws IOException {
    assertThat(calls(cloud).keySet())
        .isEqualTo(kinds(Path.of(cloud.equals("oci") ? "oracle" : cloud)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcp", "oci"})
  void everyCallIsInTheListThatCustomersGet(String cloud) throws IOException {
    var asked = new TreeSet<String>();
    calls(cloud).values().forEach(asked::addAll);
    asked.remove("nothing");
    assertThat(Permissions.of(Cloud.of(cloud)).actions()).containsAll(asked);
  }

  /// The role for one day is of the same list, and less: nothing that a module wants may be
  /// missing.
  @ParameterizedTest
  @ValueSource(strings = {"gcp", "oci"})
  @Tag("C18.single-principal")
  void everyCallIsInTheOneShotRole(String cloud) throws IOException {
    for (boolean network : List.of(true, false)) {
      var asked = new TreeSet<String>();
      calls(cloud)
          .forEach((kind, calls) -> {
            if (network || !NETWORK.matcher(kind).matches()) {
              asked.addAll(calls);
            }
          });
      asked.remove("nothing");
      Set<String> given = given(Cloud.of(cloud), network);
      if (!network) {
        // reading a network, and making groups in it, is less than managing networks
        asked.remove("manage virtual-network-family");
        if (cloud.equals("oci")) {
          assertThat(given)
              .contains("read virtual-network-family", "manage network-security-groups");
        }
      }
      assertThat(given).as("network made: " + network).containsAll(asked);
    }
  }

  /// What Azure's resources want is their type: to write, to read and to delete it.
  @Test
  @Tag("C18.single-principal")
  void everyTypeOfAzuresModuleAndTemplateIsInTheOneShotRole() throws IOException {
    Set<String> given = given(Cloud.AZURE, true);
    var types = new TreeSet<String>();
    Path templates =
        Path.of("../installer-templates/src/main/resources/io/bowline/installer/azure");
    for (Path folder : List.of(Path.of("azure"), templates)) {
      try (var files = Files.newDirectoryStream(folder, "*.{tf,json}")) {
        for (Path file : files) {
          TYPE.matcher(Files.readString(file)).results().forEach(each -> types.add(each.group(1)));
        }
      }
    }
    assertThat(types).hasSizeGreaterThan(12);
    for (String type : types) {
      // a group is one of a subscription's things
      String action =
          type.replace("Resources/resourceGroups", "Resources/subscriptions/resourceGroups");
      assertThat(given).as(type).contains(action + "/write", action + "/read", action + "/delete");
    }
  }

  private static Set<String> given(Cloud cloud, boolean network) {
    var role = new OneShot(cloud, "acme-prod", "acme", Instant.EPOCH, network);
    return role.grants().stream()
        .flatMap(grant -> grant.actions().stream())
        .collect(Collectors.toSet());
  }

  /// The kinds that a module makes, and those that it reads as `data.` and the kind.
  private static Set<String> kinds(Path module) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.newDirectoryStream(module, "*.tf")) {
      for (Path file : files) {
        text.append(Files.readString(file));
      }
    }
    return KIND.matcher(text)
        .results()
        .map((MatchResult kind) ->
            kind.group(1).equals("data") ? "data." + kind.group(2) : kind.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, List<String>> calls(String cloud) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CallsTest.class.getResourceAsStream(cloud + "-calls.txt"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(": ", 2))
          .collect(
              Collectors.toMap(
                  line -> line[0],
                  line -> List.of(line[1].split(cloud.equals("oci") ? ", " : " ")),
                  (one, other) -> one,
                  TreeMap::new));
    }
  }
}
