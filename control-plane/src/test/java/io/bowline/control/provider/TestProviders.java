package io.bowline.control.provider;

import io.bowline.cloud.Configuration;
import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;

/// Looks into what is sealed, for tests of the whole process.
@Singleton
public class TestProviders {
  private final Transactions transactions;
  private final FleetProviders providers;

  TestProviders(Transactions transactions, FleetProviders providers) {
    this.transactions = transactions;
    this.providers = providers;
  }

  public Configuration opened(String org, String identifier) {
    OrgId id = OrgId.parse(org);
    FleetProvider provider = providers.find(id, identifier).orElseThrow();
    return transactions.inOrg(id, tx -> providers.open(tx, provider));
  }
}
