package io.bowline.control.domain;

import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;

/// Looks into what is sealed, for tests of the whole process.
@Singleton
public class TestDomains {
  private final Transactions transactions;
  private final BaseDomains domains;

  TestDomains(Transactions transactions, BaseDomains domains) {
    this.transactions = transactions;
    this.domains = domains;
  }

  /// The key of a domain's certificate.
  public String key(String org, String name) {
    OrgId id = OrgId.parse(org);
    return transactions.inOrg(
        id,
        tx ->
            domains
                .find(tx, id, name)
                .flatMap(domain -> domains.key(tx, domain))
                .orElseThrow()
                .revealText());
  }

  /// What a fleet that names the domain is told.
  public Claim claim(String org, String name) {
    OrgId id = OrgId.parse(org);
    return transactions.inOrg(id, tx -> domains.claim(tx, id, name, "test"));
  }
}
