package io.bowline.control.offer;

import io.bowline.control.audit.Audit;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.Channels;
import io.bowline.control.catalog.store.PgCatalogStore;
import io.bowline.control.catalog.store.PgChannelStore;
import io.bowline.control.catalog.store.PgEventStore;
import io.bowline.control.offer.store.PgPinStore;
import io.bowline.control.platform.Transactions;

/// Offers on a real database.
public final class TestOffers {
  private TestOffers() {}

  public static Offers on(Transactions transactions, Catalog catalog, Audit audit) {
    var channels =
        new Channels(
            transactions, new PgCatalogStore(), new PgChannelStore(), new PgEventStore(), audit);
    return new Offers(transactions, catalog, channels, new PgPinStore(), audit);
  }
}
