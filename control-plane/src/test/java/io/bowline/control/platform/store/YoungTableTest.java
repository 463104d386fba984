package io.bowline.control.platform.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class YoungTableTest {
  private static final OrgId ORG = new OrgId(new UUID(9, 9));

  /// Nothing has analyzed the table in its own transaction, so the planner knows nothing of it.
  @Test
  void aPageOfATableThatHasJustGrownIsReadInTheOrderOfItsIndex() {
    try (Database database = TestDatabase.apart()) {
      String plan =
          database
              .transactions()
              .inOrg(
                  ORG,
                  tx -> {
                    grow(tx);
                    return plan(tx);
                  });

      assertThat(plan)
          .contains("Index Scan using fleet_provider_org_identifier_key")
          .doesNotContain("Sort");
    }
  }

  private static void grow(Tx tx) {
    handle(tx)
        .createUpdate(
            """
            insert into fleet_provider
              (org, id, identifier, provider_type, shown, sealed, created_by)
            select :org, gen_random_uuid(), 'fleet-' || n, 'aws', '{}', '', 'test'
            from generate_series(1, 10000) n
            """)
        .bind("org", ORG.value())
        .execute();
  }

  private static String plan(Tx tx) {
    return String.join(
        "\n",
        handle(tx)
            .createQuery(
                """
                explain select * from fleet_provider
                where org = :org and identifier > '' order by identifier limit 51
                """)
            .bind("org", ORG.value())
            .mapTo(String.class)
            .list());
  }
}
