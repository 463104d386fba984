package io.bowline.control.plan;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.platform.Tx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What installs are made of.
@ApplicationScoped
public class Components {
  private final Catalog catalog;
  private final PlanStore store;

  public Components(Catalog catalog, PlanStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /// Names of the components that an install has, or gets by its newest plan.
  public SortedSet<String> of(Tx tx, InstallRecord install) {
    var names = new TreeSet<String>();
    install.release().ifPresent(release -> names.addAll(catalog.components(tx, release)));
    store
        .list(tx, install.org(), install.id(), Optional.empty(), 1)
        .forEach(plan -> names.addAll(catalog.components(tx, plan.release())));
    return names;
  }
}
