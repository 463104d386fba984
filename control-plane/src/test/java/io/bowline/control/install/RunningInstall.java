package io.bowline.control.install;

import io.bowline.control.catalog.Catalog;
import io.bowline.control.platform.Transactions;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.release.Release;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes an install run a release that nobody had to apply.
@Singleton
public final class RunningInstall {
  private final Transactions transactions;
  private final Catalog catalog;
  private final Installs installs;

  RunningInstall(Transactions transactions, Catalog catalog, Installs installs) {
    this.transactions = transactions;
    this.catalog = catalog;
    this.installs = installs;
  }

  /// From now on it has these components.
  public void of(String org, String install, String... components) {
    String product = "test/" + UUID.randomUUID();
    Digest digest = Digest.of(product.getBytes(StandardCharsets.UTF_8));
    String document =
        Stream.of(components)
            .map(name -> "{\"name\":\"" + name + "\"}")
            .collect(Collectors.joining(",", "{\"components\":[", "]}"));
    var release = new Release(product, "1.0.0", 1, "", List.of(), List.of(), List.of());
    catalog.publish(digest, product, release, document, "test");
    OrgId of = OrgId.parse(org);
    transactions.runInOrg(
        of, tx -> installs.runs(tx, of, InstallId.parse(install), Optional.of(digest)));
  }
}
