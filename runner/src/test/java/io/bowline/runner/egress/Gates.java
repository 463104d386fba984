package io.bowline.runner.egress;

import java.util.Set;

/// Gates that tests of other rooms ask for.
public final class Gates {
  private Gates() {}

  /// As of a runner whose catalogue lacks a field that its messages have.
  public static Egress undeclared(String type, String field) {
    return new Egress(Catalogue.whole().without(type, field), Set::of);
  }

  public static Egress withholding(Part... parts) {
    return new Egress(Catalogue.whole(), () -> Set.of(parts));
  }
}
