package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the one-shot role of a cloud has beside the list that fleets' credentials come from, what
/// it has not, and how each read of data is kept from it.
///
/// @param without reasons of that list that it has no use for: a door's service keeps the record
/// @param besides what a door wants, and fleets do not
/// @param network actions at a network's level, and what stands in their place where the network is
///   there already
/// @param narrowed permissions that are taken out of an action, where the cloud can
/// @param reads of data
/// @param assignable roles that it may give, by name, where the cloud can say so
public record OneShotList(
    Cloud cloud,
    Set<String> without,
    List<Grant> besides,
    Map<String, List<String>> network,
    Map<String, List<String>> narrowed,
    List<Read> reads,
    Map<String, String> assignable) {
  private static final Map<Cloud, OneShotList> ALL = all();

  /// How something is kept from the role.
  public enum Kept {
    /// Denied, whatever else it is given.
    DENIED,
    /// Not given; whoever gives it another role gives it back.
    ABSENT,
    /// Part of what it was given, and taken out of that.
    NARROWED,
    /// Not kept from it.
    OPEN
  }

  /// A read of data, or a way to more rights.
  ///
  /// @param how it is kept, where that wants a word; empty where it does not
  /// @param actions none of which is in the role
  public record Read(String what, Kept kept, String how, List<String> actions) {}

  /// Of a cloud other than AWS.
  public static OneShotList of(Cloud cloud) {
    return Optional.ofNullable(ALL.get(cloud)).orElseThrow();
  }

  List<Grant> grants(boolean makesNetwork) {
    var grants = new ArrayList<Grant>();
    for (Grant grant : Permissions.of(cloud).grants()) {
      boolean makes =
          grant.purposes().contains(Purpose.CREATE) || grant.purposes().contains(Purpose.DELETE);
      List<String> actions =
          grant.actions().stream()
              .flatMap(action ->
                  (makesNetwork ? List.of(action) : network.getOrDefault(action, List.of(action)))
                      .stream())
              .toList();
      if (makes && !without.contains(grant.reason()) && !actions.isEmpty()) {
        grants.add(new Grant(grant.reason(), grant.purposes(), grant.on(), grant.when(), actions));
      }
    }
    grants.addAll(besides);
    return List.copyOf(grants);
  }

  private static Map<Cloud, OneShotList> all() {
    var all = new EnumMap<Cloud, OneShotList>(Cloud.class);
    for (Cloud cloud : List.of(Cloud.AZURE, Cloud.GCP, Cloud.ORACLE)) {
      all.put(cloud, read(cloud));
    }
    return all;
  }

  private static OneShotList read(Cloud cloud) {
    String name = cloud.text() + "-installer.json";
    try (InputStream in = OneShotList.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside OneShotList");
      }
      JsonNode file = JsonMapper.builder().build().readTree(in);
      var besides = new ArrayList<Grant>();
      for (JsonNode each : file.path("allow")) {
        besides.add(
            new Grant(
                each.path("reason").asText(),
                Set.of(Purpose.CREATE),
                List.of(),
                Map.of(),
                texts(each.path("actions"))));
      }
      var reads = new ArrayList<Read>();
      for (JsonNode each : file.path("data")) {
        reads.add(
            new Read(
                each.path("what").asText(),
                Kept.valueOf(each.path("kept").asText().toUpperCase(Locale.ROOT)),
                each.path("how").asText(),
                texts(each.path("actions"))));
      }
      var assignable = new LinkedHashMap<String, String>();
      file.path("assignable")
          .properties()
          .forEach(each -> assignable.put(each.getKey(), each.getValue().asText()));
      return new OneShotList(
          cloud,
          Set.copyOf(texts(file.path("without"))),
          besides,
          lists(file.path("network")),
          lists(file.path("narrowed")),
          reads,
          assignable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> lists(JsonNode node) {
    var lists = new LinkedHashMap<String, List<String>>();
    node.properties().forEach(each -> lists.put(each.getKey(), texts(each.getValue())));
    return lists;
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
