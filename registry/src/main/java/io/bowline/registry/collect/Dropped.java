package io.bowline.registry.collect;

import io.bowline.registry.storage.Holding;
import java.util.List;

/// Is told what a collection took from a repository, once it is gone. Who collects may be killed
/// before that.
@FunctionalInterface
public interface Dropped {
  void from(String repository, List<Holding> gone);

  /// Tells nobody.
  static Dropped toNobody() {
    return (repository, gone) -> {};
  }
}
