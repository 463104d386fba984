package io.bowline.runner.egress;

import io.bowline.proto.codec.WireFields.Passing;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// The gate of the account: everything that is about to leave is held to the catalogue here, and to
/// what the customer keeps inside. What is refused is left out, and the rest goes.
public final class Egress {
  private static final Logger LOG = Logger.getLogger(Egress.class);
  private static final int MOST_SAID = 1_000;

  private final Catalogue catalogue;
  private final Supplier<Set<Part>> withheld;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /// @param withheld what the customer keeps inside, as the policy file says now
  public Egress(Catalogue catalogue, Supplier<Set<Part>> withheld) {
    this.catalogue = catalogue;
    this.withheld = withheld;
  }

  /// Everything that is declared may leave.
  public static Egress ofEverythingDeclared() {
    return new Egress(Catalogue.whole(), Set::of);
  }

  /// How a field of the link's messages may leave.
  public Passing passing(String field) {
    return passing("field " + field, catalogue.link(field));
  }

  /// Whether lines of a stream, or samples of a series, may leave.
  public boolean admits(Door door, SortedMap<String, String> labels) {
    Passing passing =
        passing(door + " with the labels " + labels.keySet(), catalogue.series(door, labels));
    return passing == Passing.WHOLE;
  }

  /// Whether the customer keeps this inside now.
  public boolean withholds(Part part) {
    return withheld.get().contains(part);
  }

  private Passing passing(String what, Optional<RecordType.Field> declared) {
    if (declared.isEmpty()) {
      refuse(what);
      return Passing.REFUSED;
    }
    boolean hidden = declared.get().part().map(this::withholds).orElse(false);
    return hidden ? Passing.HIDDEN : Passing.WHOLE;
  }

  private void refuse(String what) {
    if (said.size() < MOST_SAID && said.add(what)) {
      LOG.errorf(
          "%s does not leave the account: it is not declared. This is a fault of this runner's"
              + " version; tell its vendor.",
          what);
    }
  }
}
