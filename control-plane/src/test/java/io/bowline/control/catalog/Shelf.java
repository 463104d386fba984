package io.bowline.control.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.catalog.store.PgCatalogStore;
import io.bowline.control.catalog.store.PgChannelStore;
import io.bowline.control.catalog.store.PgEventStore;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// A product of its own on the shared database, with releases that need no artifact.
public final class Shelf {
  public final Transactions transactions = TestDatabase.transactions();
  public final String product = "acme/" + UUID.randomUUID();
  public final Audit audit = new Audit(new AuditChainStore());
  public final Catalog catalog = new Catalog(transactions, new PgCatalogStore(), audit);
  public final Channels channels =
      new Channels(
          transactions, new PgCatalogStore(), new PgChannelStore(), new PgEventStore(), audit);

  public Yanks yanks(WaitingPlans plans) {
    return new Yanks(
        transactions,
        new PgCatalogStore(),
        new PgChannelStore(),
        channels,
        new PgEventStore(),
        plans,
        audit);
  }

  /// Where no plan waits.
  public Yanks yanks() {
    return yanks((_, _, _) -> new WaitingPlans.Withdrawn(0, 0));
  }

  /// Publishes a release whose version says its sequence.
  public Digest release(long sequence) {
    String version = sequence + ".0.0";
    Digest digest = Digest.of((product + version).getBytes(StandardCharsets.UTF_8));
    var document = new Release(product, version, sequence, "", List.of(), List.of(), List.of());
    assertThat(catalog.publish(digest, product, document, "{}", "test"))
        .isInstanceOf(Publication.Published.class);
    return digest;
  }
}
