package io.bowline.control.artifact;

import io.bowline.model.artifact.ImageReference;
import io.bowline.registry.Right;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a client asks a pass for: `repository:<name>:<action>,<action>`.
public record Wish(String repository, Set<Right> rights) {
  private static final int MOST = 64;
  private static final String KIND = "repository:";

  /// Reads scopes, several of which may stand in one text; those of other kinds are left out, as
  /// clients ask for more than there is.
  public static List<Wish> read(List<String> scopes) {
    List<Wish> wishes = new ArrayList<>();
    for (String scopeList : scopes) {
      for (String scope : scopeList.split(" ", MOST + 1)) {
        if (wishes.size() < MOST) {
          parse(scope).ifPresent(wishes::add);
        }
      }
    }
    return wishes;
  }

  /// The wish to use a repository so; who pushes reads as well.
  public static Wish of(Right right, String repository) {
    return new Wish(
        repository, right == Right.PUSH ? EnumSet.of(Right.PULL, Right.PUSH) : EnumSet.of(right));
  }

  /// As it stands in a challenge.
  public String text() {
    return KIND
        + repository
        + ":"
        + rights.stream().sorted().map(Wish::action).collect(Collectors.joining(","));
  }

  boolean covers(Right right, String other) {
    return repository.equals(other) && rights.contains(right);
  }

  private static Optional<Wish> parse(String scope) {
    int last = scope.lastIndexOf(':');
    if (!scope.startsWith(KIND) || last < KIND.length()) {
      return Optional.empty();
    }
    String repository = scope.substring(KIND.length(), last);
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    for (String action : scope.substring(last + 1).split(",", 8)) {
      switch (action) {
        case "pull" -> rights.add(Right.PULL);
        case "push" -> rights.add(Right.PUSH);
        case "delete" -> rights.add(Right.DELETE);
        case "*" -> rights.addAll(EnumSet.allOf(Right.class));
        default -> {
          // an action of another registry's making gives nothing here
        }
      }
    }
    return ImageReference.isRepository(repository) && !rights.isEmpty()
        ? Optional.of(new Wish(repository, rights))
        : Optional.empty();
  }

  private static String action(Right right) {
    return switch (right) {
      case PULL -> "pull";
      case PUSH -> "push";
      case DELETE -> "delete";
    };
  }
}
