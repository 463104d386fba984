package io.bowline.control.kafka;

import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.fleet.form.PlacementForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a fleet should be like.
///
/// @param account the identifier of a fleet provider
public record Wanted(Optional<InfraType> infra, Optional<String> region, Optional<String> account) {
  /// Anything.
  public static final Wanted ANY = new Wanted(Optional.empty(), Optional.empty(), Optional.empty());

  /// What a fleet has of it, and what it has not, in words.
  record Match(List<String> met, List<String> unmet) {}

  Match of(Fleet fleet) {
    var match = new Match(new ArrayList<>(), new ArrayList<>());
    infra.ifPresent(wanted -> match(match, "infra_type", wanted.text(), fleet.infra().text()));
    region.ifPresent(
        wanted -> match(match, "region", wanted, said(fleet.placement(), PlacementForm.REGION)));
    account.ifPresent(
        wanted -> match(match, "account", wanted, said(fleet.placement(), PlacementForm.ACCOUNT)));
    return match;
  }

  private static String said(Map<String, Object> placement, String key) {
    return Optional.ofNullable(placement.get(key)).map(Object::toString).orElse("");
  }

  private static void match(Match into, String what, String wanted, String is) {
    if (wanted.equals(is)) {
      into.met().add("%s %s".formatted(what, wanted));
    } else {
      into.unmet()
          .add(
              is.isEmpty()
                  ? "says no %s, and %s is wanted".formatted(what, wanted)
                  : "has the %s %s, and %s is wanted".formatted(what, is, wanted));
    }
  }
}
