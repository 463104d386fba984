package io.bowline.control.artifact;

import io.bowline.control.departure.Traces;
import io.bowline.model.id.OrgId;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The repositories of an organization that is gone. The room they took is free after the next
/// collection of garbage.
@Singleton
final class RegistryTraces implements Traces {
  private static final int TAGS = 1_000;

  private final Storage storage;

  RegistryTraces(Storage storage) {
    this.storage = storage;
  }

  @Override
  public void erase(OrgId org, String name) throws IOException {
    for (String repository : storage.repositories()) {
      if (repository.startsWith(name + "/")) {
        empty(storage.repository(repository));
      }
    }
  }

  private static void empty(Repository repository) throws IOException {
    List<String> tags = repository.tags("", TAGS);
    while (!tags.isEmpty()) {
      for (String tag : tags) {
        repository.dropTag(tag);
      }
      tags = repository.tags("", TAGS);
    }
    for (Holding holding : repository.holdings()) {
      switch (holding.kind()) {
        case MANIFEST -> repository.dropManifest(holding.digest(), Optional.empty());
        case BLOB -> repository.dropBlob(holding.digest());
      }
    }
  }
}
