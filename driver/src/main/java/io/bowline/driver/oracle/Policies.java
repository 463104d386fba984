package io.bowline.driver.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.oracle.UserRights.Attached;
import io.bowline.driver.oracle.UserRights.Level;
import io.bowline.driver.rest.Reply.Why;
import io.bowline.driver.rest.Told;
import io.bowline.driver.rest.Told.Refused;
import io.bowline.model.probe.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the policies that say what a user may do in a compartment: those of the compartment and of
/// all above it, for the groups that the user is in. They are read once, for all who ask.
final class Policies {
  private static final int DEEPEST = 8;
  private static final int MOST_GROUPS = 50;
  private static final int MOST = 1_000;
  private static final Pattern OCID = Pattern.compile("ocid1\\.[A-Za-z0-9._-]{1,200}");
  private static final Refused NOT_UNDERSTOOD =
      (Refused) Told.unknown(Why.NOT_UNDERSTOOD, OracleSession.ORACLE);

  private final OracleSession oracle;
  private @Nullable Read known;

  Policies(OracleSession oracle) {
    this.oracle = oracle;
  }

  /// What came of reading them.
  sealed interface Read {
    record Known(UserRights rights) implements Read {}

    record Unknown(Refused why) implements Read {}
  }

  /// Whoever comes second waits for the first.
  synchronized Read read() throws InterruptedException {
    Read read = known;
    if (read == null) {
      read = fresh();
      known = read;
    }
    return read;
  }

  private Read fresh() throws InterruptedException {
    try {
      List<Level> chain = chain();
      var groups = new HashSet<String>();
      boolean all = groups(groups);
      var found = new Found(new ArrayList<>(), !all, !all);
      for (int level = 0; level < chain.size(); level++) {
        found = statements(chain.get(level), level, found);
      }
      return new Read.Known(
          new UserRights(chain, groups, found.statements(), found.more(), found.less()));
    } catch (NotTold e) {
      return new Read.Unknown(e.why);
    }
  }

  private record Found(List<Attached> statements, boolean more, boolean less) {}

  /// Ends the reading; its reason is told.
  private static final class NotTold extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refused why;

    NotTold(Refused why) {
      super(null, null, false, false);
      this.why = why;
    }
  }

  private JsonNode get(String path, String action) throws InterruptedException, NotTold {
    return switch (oracle.get(Service.IDENTITY, "/20160918/" + path, action)) {
      case Told.Body(JsonNode body) -> body;
      case Refused refused -> throw new NotTold(refused);
    };
  }

  private JsonNode list(String path, String action) throws InterruptedException, NotTold {
    JsonNode list = get(path, action);
    if (!list.isArray()) {
      throw new NotTold(NOT_UNDERSTOOD);
    }
    return list;
  }

  private List<Level> chain() throws InterruptedException, NotTold {
    String tenancy = oracle.key().tenancy();
    var chain = new ArrayList<Level>();
    String id = oracle.key().compartment();
    while (!id.equals(tenancy)) {
      if (chain.size() == DEEPEST || !OCID.matcher(id).matches()) {
        throw new NotTold(NOT_UNDERSTOOD);
      }
      JsonNode compartment = get("compartments/" + id, "inspect compartments");
      chain.addFirst(new Level(id, compartment.path("name").asText()));
      id = compartment.path("compartmentId").asText();
    }
    chain.addFirst(new Level(tenancy, ""));
    return chain;
  }

  /// False when there are more than are read.
  private boolean groups(Set<String> groups) throws InterruptedException, NotTold {
    JsonNode memberships =
        list(
            "userGroupMemberships?limit=%d&compartmentId=%s&userId=%s"
                .formatted(MOST, oracle.key().tenancy(), oracle.key().user()),
            "inspect users");
    List<String> ids =
        memberships
            .valueStream()
            .filter(each -> each.path("lifecycleState").asText("ACTIVE").equals("ACTIVE"))
            .map(each -> each.path("groupId").asText())
            .filter(id -> OCID.matcher(id).matches())
            .distinct()
            .toList();
    for (String id : ids.subList(0, Math.min(ids.size(), MOST_GROUPS))) {
      groups.add(id.toLowerCase(Locale.ROOT));
      Optional.of(get("groups/" + id, "inspect groups").path("name").asText())
          .filter(name -> !name.isEmpty())
          .ifPresent(name -> groups.add(name.toLowerCase(Locale.ROOT)));
    }
    return ids.size() <= MOST_GROUPS;
  }

  private Found statements(Level level, int at, Found before) throws InterruptedException, NotTold {
    JsonNode policies =
        list("policies?limit=%d&compartmentId=%s".formatted(MOST, level.id()), "inspect policies");
    var statements = new ArrayList<>(before.statements());
    boolean more = before.more() || policies.size() >= MOST;
    boolean less = before.less() || policies.size() >= MOST;
    for (JsonNode policy : policies) {
      if (!policy.path("lifecycleState").asText("ACTIVE").equals("ACTIVE")) {
        continue;
      }
      for (JsonNode text : policy.path("statements")) {
        switch (PolicyStatement.read(text.asText())) {
          case PolicyStatement.Reading.Good(PolicyStatement statement) ->
              statements.add(new Attached(at, statement));
          case PolicyStatement.Reading.Elsewhere() -> {}
          case PolicyStatement.Reading.Unclear(boolean denies) -> {
            more |= !denies;
            less |= denies;
          }
        }
      }
    }
    return new Found(statements, more, less);
  }

  /// What to do when they cannot be read.
  static Refused unreadable(Refused why) {
    return why.result() == Result.FAILED
        ? new Refused(
            Result.INCONCLUSIVE,
            "What may be made and removed stands in policies, and these may not be read. Allow the user's"
                + " group to inspect policies, groups, users and compartments in the tenancy.",
            List.of())
        : why;
  }
}
