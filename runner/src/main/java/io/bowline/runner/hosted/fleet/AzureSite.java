package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.azure.AzureHome;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.state.RecordStore;
import io.bowline.driver.state.StateStore;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A subscription of Azure. Terraform's record goes through this process into its storage account.
record AzureSite(ProvisionGrant grant, AzureHome home, RecordStore record, RecordDoor door)
    implements Site {
  static AzureSite open(AzurePlace place, ProvisionGrant grant, RandomGenerator random)
      throws InterruptedException {
    AzureHome home = AzureHome.open(place, grant.provider());
    RecordStore record = home.group(grant.bucket(), grant.region());
    return new AzureSite(grant, home, record, RecordDoor.open(record, random));
  }

  @Override
  public String account() {
    return home.subscription();
  }

  @Override
  public StateStore store() {
    return record;
  }

  @Override
  public List<Check> quotas() throws InterruptedException {
    return home.quotas(grant.region());
  }

  @Override
  public CloudModule module() {
    return CloudModule.of("azure");
  }

  @Override
  public Lookup lookup() {
    String prefix = "bowline-" + grant.variables().path("name").asText();
    String group = "/subscriptions/%s/resourceGroups/%s".formatted(home.subscription(), prefix);
    String network = group + "/providers/Microsoft.Network/";
    return Lookup.plain(
        Map.of(
            "azapi_resource.group",
            group,
            "azapi_resource.cluster",
            group + "/providers/Microsoft.ContainerService/managedClusters/" + prefix,
            "azapi_resource.way_out[0]",
            network + "publicIPAddresses/" + prefix,
            "azapi_resource.nat[0]",
            network + "natGateways/" + prefix,
            "azapi_resource.network[0]",
            network + "virtualNetworks/" + prefix),
        Set.of());
  }

  @Override
  public List<String> leftBehind() {
    return List.of();
  }

  @Override
  public Terms terms() {
    var environment = new TreeMap<String, String>();
    environment.put("ARM_TENANT_ID", grant.provider().require("tenant_id"));
    environment.put("ARM_SUBSCRIPTION_ID", grant.provider().require("subscription_id"));
    environment.put("ARM_CLIENT_ID", grant.provider().require("client_id"));
    environment.put("ARM_CLIENT_SECRET", secret());
    // nobody else's identity, whatever this machine has
    environment.put("ARM_USE_CLI", "false");
    environment.put("ARM_USE_MSI", "false");
    environment.putAll(door.environment());
    return new Terms(
        variables(),
        Map.of(Terms.BACKEND, door.backend()),
        environment,
        Set.of(secret(), door.password()));
  }

  private JsonNode variables() {
    ObjectNode all = grant.variables().deepCopy();
    all.put("account_id", home.subscription()).put("region", grant.region());
    all.put("install_id", grant.fleet().toString()).put("installer_access", home.principal());
    return all;
  }

  private String secret() {
    return grant.provider().require("client_secret");
  }

  @Override
  public void close() {
    door.close();
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "AzureSite[" + home.subscription() + ", " + grant.region() + "]";
  }
}
