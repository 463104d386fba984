package io.bowline.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.HeldLock;
import io.bowline.driver.state.RecordStore;
import io.bowline.model.artifact.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A container in a storage account in a resource group of its own: encrypted on the way, no keys
/// of the account, nobody without a role, every version kept. Azure gives whoever makes an account
/// no right to what is in it, so that the application gets the role for that, on this account
/// alone.
final class BlobContainer implements RecordStore {
  private static final String CONTAINER = "record";
  private static final String STATE = "terraform.tfstate";
  private static final String STATE_AT = "/" + STATE;

  /// A role that was given counts after up to some minutes.
  static final Patience USUAL = new Patience(Duration.ofSeconds(5), 120);

  // as Terraform's azurerm backend keeps it
  private static final String LOCK_NOTE = "x-ms-meta-terraformlockid";
  // Storage Blob Data Contributor: the same in every tenant
  private static final String ROLE = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
  private static final String GROUPS = "?api-version=2021-04-01";
  private static final String STORAGE = "?api-version=2023-01-01";
  private static final String ROLES = "?api-version=2022-04-01";
  private static final int OF_THE_DIGEST = 17;
  private static final Set<String> NOT_THERE =
      Set.of("ResourceGroupNotFound", "ResourceNotFound", "NotFound");

  private final AzureHome home;
  private final At at;
  private final Patience patience;

  /// @param group resource group
  record At(String group, String region) {}

  /// How often and for how long Azure is asked whether something has become of it.
  record Patience(Duration between, int times) {
    boolean until(BooleanSupplier done) {
      for (int looked = 0; looked < times; looked++) {
        if (done.getAsBoolean()) {
          return true;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw CloudRefusal.silent("The runner is shutting down.");
        }
        LockSupport.parkNanos(between.toNanos());
      }
      return false;
    }
  }

  BlobContainer(AzureHome home, At at, Patience patience) {
    this.home = home;
    this.at = at;
    this.patience = patience;
  }

  /// Names of storage accounts are everybody's, and short.
  static String accountOf(String group) {
    return "bowline"
        + Digest.of(group.getBytes(StandardCharsets.UTF_8)).hex().substring(0, OF_THE_DIGEST);
  }

  @Override
  public boolean exists() {
    return found(account() + STORAGE).isPresent();
  }

  private boolean isMade() {
    return found(account() + STORAGE)
        .filter(it -> it.path("properties").path("provisioningState").asText().equals("Succeeded"))
        .isPresent();
  }

  @Override
  public boolean ensure() {
    boolean made = !exists();
    managed("made", "PUT", group() + GROUPS, located());
    managed("made", "PUT", account() + STORAGE, accountTerms());
    if (!patience.until(this::isMade)) {
      throw CloudRefusal.silent("Azure takes long to make a storage account. Retry.");
    }
    ObjectNode versions = JsonNodeFactory.instance.objectNode();
    versions.putObject("properties").put("isVersioningEnabled", true);
    managed("set up", "PUT", account() + "/blobServices/default" + STORAGE, versions);
    ObjectNode nobody = JsonNodeFactory.instance.objectNode();
    nobody.putObject("properties").put("publicAccess", "None");
    String container = account() + "/blobServices/default/containers/" + CONTAINER;
    managed("set up", "PUT", container + STORAGE, nobody);
    letIn();
    return made;
  }

  private ObjectNode located() {
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("location", at.region());
    group.putObject("tags").put("bowline:layer", "state");
    return group;
  }

  private ObjectNode accountTerms() {
    ObjectNode terms = located().put("kind", "StorageV2");
    terms.putObject("sku").put("name", "Standard_LRS");
    terms
        .putObject("properties")
        .put("minimumTlsVersion", "TLS1_2")
        .put("supportsHttpsTrafficOnly", true)
        .put("allowBlobPublicAccess", false)
        .put("allowSharedKeyAccess", false)
        .put("allowCrossTenantReplication", false)
        .put("defaultToOAuthAuthentication", true);
    return terms;
  }

  private void letIn() {
    ObjectNode role = JsonNodeFactory.instance.objectNode();
    role.putObject("properties")
        .put(
            "roleDefinitionId",
            "/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s"
                .formatted(home.subscription(), ROLE))
        .put("principalId", home.principal())
        .put("principalType", "ServicePrincipal");
    // the same name each time, so that a repeat changes nothing
    UUID name =
        UUID.nameUUIDFromBytes((account() + home.principal()).getBytes(StandardCharsets.UTF_8));
    managed(
        "opened",
        "PUT",
        account() + "/providers/Microsoft.Authorization/roleAssignments/" + name + ROLES,
        role);
    boolean open =
        patience.until(() ->
            home.stores(name(), blob("GET", "?restype=container&comp=list&maxresults=1"))
                    instanceof Parcel.Got got
                && got.good());
    if (!open) {
      throw new CloudRefusal(
          "bucket-closed",
          "The storage account %s does not let the application in yet, though it has the role for it. Azure takes minutes for that at times: retry."
              .formatted(name()),
          true);
    }
  }

  @Override
  public Optional<String> read() {
    Parcel.Got got = stored("read", blob("GET", STATE_AT), 404);
    // it is there for the lease before anything was written
    return got.status() == 404 || got.body().isEmpty() ? Optional.empty() : Optional.of(got.body());
  }

  @Override
  public void write(String note, String state) {
    Ask bare = blob("PUT", STATE_AT);
    Ask full = new Ask(bare.method(), bare.address(), bare.headers(), state);
    Parcel.Got _ =
        stored(
            "written",
            noted(full, note)
                .with("x-ms-blob-type", "BlockBlob")
                .with("Content-Type", "application/json"));
  }

  /// What holds the lease, with what it says of itself; both stay with what is written.
  private static Ask noted(Ask ask, String note) {
    return ask.with("x-ms-lease-id", HeldLock.id(note))
        .with(LOCK_NOTE, Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean take(String note) {
    Ask empty =
        blob("PUT", STATE_AT).with("x-ms-blob-type", "BlockBlob").with("If-None-Match", "*");
    Parcel.Got _ = stored("written", empty, 409, 412);
    Ask lease =
        blob("PUT", STATE_AT + "?comp=lease")
            .with("x-ms-lease-action", "acquire")
            .with("x-ms-lease-duration", "-1")
            .with("x-ms-proposed-lease-id", HeldLock.id(note));
    if (!stored("written", lease, 409, 412).good()) {
      return false;
    }
    Parcel.Got _ = stored("written", noted(blob("PUT", STATE_AT + "?comp=metadata"), note));
    return true;
  }

  @Override
  public Optional<String> held() {
    Parcel.Got got = stored("read", blob("HEAD", STATE_AT), 404);
    return got.status() == 404 || !got.header("x-ms-lease-status").orElse("").equals("locked")
        ? Optional.empty()
        : Optional.of(note(got.header(LOCK_NOTE).orElse("")));
  }

  @Override
  public Optional<HeldLock> lock() {
    return held()
        .map(note ->
            HeldLock.read(
                HeldLock.id(note),
                note,
                "break the lease on the blob %s in the container %s of the storage account %s"
                    .formatted(STATE, CONTAINER, name())));
  }

  private static String note(String header) {
    try {
      return new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public void free(HeldLock lock) {
    if (lock.version().isEmpty()) {
      throw new CloudRefusal(
          "state-locked", "The lock says nothing of whose it is: " + lock.remedy() + ".", false);
    }
    // the lease has the lock's own id, so that another one is not touched
    Ask note = blob("PUT", STATE_AT + "?comp=metadata").with("x-ms-lease-id", lock.version());
    if (stored("written", note, 404, 409, 412).good()) {
      Ask release =
          blob("PUT", STATE_AT + "?comp=lease")
              .with("x-ms-lease-action", "release")
              .with("x-ms-lease-id", lock.version());
      stored("written", release, 404, 409, 412);
    }
  }

  @Override
  public void remove() {
    if (found(group() + GROUPS).isEmpty()) {
      return;
    }
    managed("removed", "DELETE", group() + GROUPS, null);
    if (!patience.until(() -> found(group() + GROUPS).isEmpty())) {
      throw CloudRefusal.silent("Azure takes long to remove the group " + at.group() + ". Retry.");
    }
  }

  private String name() {
    return accountOf(at.group());
  }

  private String group() {
    return "/resourceGroups/" + at.group();
  }

  private String account() {
    return group() + "/providers/Microsoft.Storage/storageAccounts/" + name();
  }

  private static Ask blob(String method, String path) {
    return new Ask(method, URI.create("/" + CONTAINER + path), Map.of(), "");
  }

  /// What the resource manager has of it.
  private Optional<JsonNode> found(String path) {
    return switch (home.manages("GET", path, "")) {
      case Parcel.Lost(var why) -> throw CloudRefusal.silent(why.of(AzureSignIn.AZURE));
      case Parcel.Got got when got.good() -> Optional.of(got.json());
      case Parcel.Got got when got.status() == 404 && NOT_THERE.contains(code(got)) ->
          Optional.empty();
      case Parcel.Got got -> throw refused("found", got);
    };
  }

  private void managed(
      String what, String method, String path, @org.jspecify.annotations.Nullable JsonNode body) {
    switch (home.manages(method, path, body == null ? "" : body.toString())) {
      case Parcel.Lost(var why) -> throw CloudRefusal.silent(why.of(AzureSignIn.AZURE));
      case Parcel.Got got when got.good() || code(got).equals("RoleAssignmentExists") -> {}
      case Parcel.Got got -> throw refused(what, got);
    }
  }

  private Parcel.Got stored(String what, Ask ask, int... also) {
    return switch (home.stores(name(), ask)) {
      case Parcel.Lost(var why) -> throw CloudRefusal.silent(why.of(AzureSignIn.AZURE));
      case Parcel.Got got when got.good() -> got;
      case Parcel.Got got -> {
        for (int fine : also) {
          if (got.status() == fine) {
            yield got;
          }
        }
        throw refused(what, got);
      }
    };
  }

  private static String code(Parcel.Got got) {
    return got.json().path("error").path("code").asText("");
  }

  private CloudRefusal refused(String what, Parcel.Got got) {
    if (code(got).equals("StorageAccountAlreadyTaken")) {
      return new CloudRefusal(
          "bucket-foreign",
          "The name %s of a storage account is taken by somebody else. Tell the operator of this control plane."
              .formatted(name()),
          false);
    }
    return got.status() == 401 || got.status() == 403
        ? new CloudRefusal(
            "bucket-forbidden",
            "The storage account %s cannot be %s: the application may not. Update its role from the permission document."
                .formatted(name(), what),
            false)
        : new CloudRefusal(
            "bucket",
            "The storage account %s cannot be %s (Azure says %d). Try again."
                .formatted(name(), what, got.status()),
            true);
  }
}
