package io.bowline.control.region.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.region.AllowedRegions;
import io.bowline.control.region.RegionStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Rows of allowed regions.
@ApplicationScoped
public class PgRegionStore implements RegionStore {
  private record Allowed(Cloud cloud, String region) {}

  @Override
  public AllowedRegions find(Tx tx, OrgId org) {
    Map<Cloud, SortedSet<String>> byCloud = new EnumMap<>(Cloud.class);
    handle(tx)
        .createQuery("select cloud, region from allowed_region where org = :org")
        .bind("org", org.value())
        .map((row, _) -> new Allowed(Cloud.of(row.getString("cloud")), row.getString("region")))
        .forEach(allowed ->
            byCloud.computeIfAbsent(allowed.cloud(), _ -> new TreeSet<>()).add(allowed.region()));
    return new AllowedRegions(byCloud);
  }

  @Override
  public void put(Tx tx, OrgId org, AllowedRegions regions) {
    handle(tx)
        .createUpdate("delete from allowed_region where org = :org")
        .bind("org", org.value())
        .execute();
    var insert =
        handle(tx)
            .prepareBatch(
                """
                insert into allowed_region (org, cloud, region) values (:org, :cloud, :region)
                on conflict do nothing
                """);
    regions
        .byCloud()
        .forEach((cloud, names) ->
            names.forEach(name ->
                insert
                    .bind("org", org.value())
                    .bind("cloud", cloud.text())
                    .bind("region", name)
                    .add()));
    if (insert.size() > 0) {
      insert.execute();
    }
  }
}
