package io.bowline.installer.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.cloud.permission.Permissions;
import io.bowline.cloud.permission.Purpose;
import io.bowline.installer.Parameters;
import io.bowline.installer.aws.AwsRoles;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the templates ask for in customers' accounts: today, and in each version that was.
public final class Rights {
  /// Who makes a base layer.
  private static final String INSTALLER = "installer";

  private Rights() {}

  /// What the catalogue says now, in order.
  public static List<Right> now() {
    var rights = new TreeSet<Right>();
    for (Cloud cloud : List.of(Cloud.AWS, Cloud.AZURE, Cloud.GCP, Cloud.ORACLE)) {
      if (cloud == Cloud.AWS) {
        var role = new InstallerRole("NAME", "ACCOUNT", "EXTERNAL-ID", Instant.EPOCH);
        grants(rights, cloud, role.grants());
        denials(rights, role.permissions());
        for (AwsRoles.Right each : AwsRoles.all()) {
          rights.add(
              new Right(
                  cloud.text(),
                  each.role(),
                  Right.Effect.MAY,
                  each.action(),
                  each.on(),
                  each.reason()));
        }
      } else {
        grants(
            rights,
            cloud,
            Permissions.of(cloud).grants().stream()
                .filter(grant ->
                    grant.purposes().contains(Purpose.CREATE)
                        || grant.purposes().contains(Purpose.DELETE))
                .toList());
      }
    }
    return List.copyOf(rights);
  }

  /// What a version asked for; empty where there was no such version.
  public static Optional<List<Right>> of(int version) {
    String file = file(version);
    try (InputStream in = Rights.class.getResourceAsStream(file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new String(in.readAllBytes(), UTF_8).lines().map(Right::of).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What this version asks for and another did not, in one cloud; empty where there was no such
  /// version.
  ///
  /// @param cloud as the API spells it
  public static Optional<RightsChange> since(String cloud, int version) {
    return of(version)
        .map(then ->
            RightsChange.of(version, in(cloud, then), Parameters.VERSION, in(cloud, now())));
  }

  static String file(int version) {
    return "rights-%d.txt".formatted(version);
  }

  private static List<Right> in(String cloud, List<Right> rights) {
    return rights.stream().filter(right -> right.cloud().equals(cloud)).toList();
  }

  private static void grants(Set<Right> rights, Cloud cloud, List<Grant> grants) {
    for (Grant grant : grants) {
      for (String action : grant.actions()) {
        rights.add(
            new Right(
                cloud.text(), INSTALLER, Right.Effect.MAY, action, limits(grant), grant.reason()));
      }
    }
  }

  private static String limits(Grant grant) {
    var text = new StringBuilder(grant.on().isEmpty() ? "*" : String.join(", ", grant.on()));
    grant
        .when()
        .forEach((key, values) ->
            text.append(" when ").append(key).append(" is ").append(String.join(" or ", values)));
    return text.toString();
  }

  private static void denials(Set<Right> rights, JsonNode policy) {
    for (JsonNode each : policy.path("Statement")) {
      if (each.path("Effect").asText().equals("Deny")) {
        String on =
            (each.has("NotResource")
                    ? "all but " + texts(each.path("NotResource"))
                    : texts(each.path("Resource")))
                + (each.has("Condition") ? " when " + each.path("Condition") : "");
        for (String action : texts(each.path("Action")).split(", ", -1)) {
          rights.add(
              new Right(
                  Cloud.AWS.text(),
                  INSTALLER,
                  Right.Effect.MAY_NOT,
                  action,
                  on,
                  AwsRoles.sentence(each.path("Sid").asText())));
        }
      }
    }
  }

  private static String texts(JsonNode oneOrMany) {
    if (!oneOrMany.isArray()) {
      return oneOrMany.asText();
    }
    var all = new ArrayList<String>();
    oneOrMany.forEach(each -> all.add(each.asText()));
    return String.join(", ", all);
  }
}
