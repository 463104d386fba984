package io.bowline.testkit.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Resource groups, storage accounts and their blobs, as Azure's resource manager and Blob Storage
/// show them: an account is not ready at once, and a role counts not at once.
public final class AzureStorage implements StateRoom {
  private static final String STATE = "terraform.tfstate";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String at;
  private final Map<String, ObjectNode> things = new TreeMap<>();
  private final Map<String, String> blobs = new TreeMap<>();
  private final List<String> taken = new ArrayList<>();
  private String lease = "";
  private String note = "";
  private int unready;
  private int closed;
  private boolean forbidden;

  /// @param subscription its id
  public AzureStorage(String subscription) {
    this.at = "/subscriptions/" + subscription + "/resourcegroups/";
  }

  @Override
  public synchronized Optional<Answered> answer(Call call) {
    String path = call.path();
    boolean managed = path.toLowerCase(Locale.ROOT).startsWith(at);
    if (!managed && !path.matches("/bowline[0-9a-f]{17}/.*")) {
      return Optional.empty();
    }
    if (forbidden) {
      return Optional.of(refused(403, managed ? "AuthorizationFailed" : ""));
    }
    return Optional.of(
        managed ? managed(call, path.substring(at.length()).toLowerCase(Locale.ROOT)) : blob(call));
  }

  private Answered managed(Call call, String key) {
    if (call.parameter("api-version").isEmpty()) {
      return refused(400, "MissingApiVersionParameter");
    }
    return switch (call.method()) {
      case "GET" -> look(key);
      case "PUT" -> make(key, GoogleBuckets.read(call.body()));
      case "DELETE" -> {
        things.keySet().removeIf(one -> one.equals(key) || one.startsWith(key + "/"));
        blobs.clear();
        lease = "";
        yield Answered.nothing(202);
      }
      default -> refused(405, "MethodNotAllowed");
    };
  }

  private Answered look(String key) {
    ObjectNode thing = things.get(key);
    if (thing == null) {
      return refused(404, key.contains("/") ? "ResourceNotFound" : "ResourceGroupNotFound");
    }
    if (isAccount(key)) {
      String state = unready-- > 0 ? "ResolvingDNS" : "Succeeded";
      ((ObjectNode) thing.path("properties")).put("provisioningState", state);
    }
    return Answered.json(200, thing.toString());
  }

  private static boolean isAccount(String key) {
    return key.matches("[^/]+/providers/microsoft.storage/storageaccounts/[^/]+");
  }

  private Answered make(String key, JsonNode wanted) {
    int slash = key.indexOf('/');
    if (slash > 0 && !things.containsKey(key.substring(0, slash))) {
      return refused(404, "ResourceGroupNotFound");
    }
    if (isAccount(key)) {
      if (!key.substring(key.lastIndexOf('/') + 1).matches("[a-z0-9]{3,24}")) {
        return refused(400, "AccountNameInvalid");
      }
      if (taken.contains(key.substring(key.lastIndexOf('/') + 1))) {
        return refused(409, "StorageAccountAlreadyTaken");
      }
      unready = things.containsKey(key) ? 0 : 2;
    }
    boolean role = key.contains("/microsoft.authorization/roleassignments/");
    if (role && things.containsKey(key)) {
      return refused(409, "RoleAssignmentExists");
    }
    if (role) {
      closed = 2;
    }
    things.put(key, (ObjectNode) wanted);
    return Answered.json(isAccount(key) ? 202 : 200, wanted.toString());
  }

  private Answered blob(Call call) {
    boolean open = things.keySet().stream().anyMatch(one -> one.contains("/roleassignments/"));
    if (!open || closed-- > 0) {
      return refused(403, "");
    }
    if (call.parameter("comp").equals("list")) {
      return new Answered(200, "application/xml", "<EnumerationResults/>", Map.of());
    }
    String key = call.path().substring(call.path().lastIndexOf('/') + 1);
    if (call.method().equals("PUT") && call.parameter("comp").isEmpty()) {
      return write(call, key);
    }
    if (!blobs.containsKey(key)) {
      return refused(404, "");
    }
    return switch (call.method()) {
      case "HEAD" -> about();
      case "GET" -> new Answered(200, "application/json", blobs.getOrDefault(key, ""), Map.of());
      case "PUT" -> leased(call);
      default -> refused(405, "");
    };
  }

  private Answered about() {
    Answered about =
        Answered.nothing(200).with("x-ms-lease-status", lease.isEmpty() ? "unlocked" : "locked");
    return note.isEmpty()
        ? about
        : about.with(
            "x-ms-meta-terraformlockid",
            Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
  }

  /// What is written takes the place of what it says of itself, too.
  private Answered write(Call call, String key) {
    if (!call.value("x-ms-blob-type").equals("BlockBlob")) {
      return refused(400, "");
    }
    if (blobs.containsKey(key) && call.value("if-none-match").equals("*")) {
      return refused(409, "");
    }
    if (!call.value("x-ms-lease-id").equals(lease)) {
      return refused(412, "");
    }
    blobs.put(key, call.body());
    note = said(call);
    return Answered.nothing(201);
  }

  private static String said(Call call) {
    return new String(
        Base64.getDecoder().decode(call.value("x-ms-meta-terraformlockid")),
        StandardCharsets.UTF_8);
  }

  private Answered acquire(Call call) {
    String wanted = call.value("x-ms-proposed-lease-id");
    if (!call.value("x-ms-lease-duration").equals("-1") || wanted.length() != 36) {
      return refused(400, "");
    }
    if (!lease.isEmpty() && !lease.equals(wanted)) {
      return refused(409, "");
    }
    lease = wanted;
    return Answered.nothing(201);
  }

  private Answered leased(Call call) {
    if (call.value("x-ms-lease-action").equals("acquire")) {
      return acquire(call);
    }
    if (!call.value("x-ms-lease-id").equals(lease) || lease.isEmpty()) {
      return refused(lease.isEmpty() ? 409 : 412, "");
    }
    switch (call.parameter("comp")) {
      case "metadata" -> note = said(call);
      case "lease" -> lease = "";
      default -> {
        return refused(400, "");
      }
    }
    return Answered.nothing(200);
  }

  @Override
  public synchronized Optional<String> state() {
    return Optional.ofNullable(blobs.get(STATE));
  }

  @Override
  public synchronized void put(String key, String text) {
    blobs.put(key, text);
  }

  @Override
  public synchronized void lock(String text) {
    blobs.putIfAbsent(STATE, "");
    note = text;
    lease = GoogleBuckets.read(text).path("ID").asText();
  }

  @Override
  public synchronized boolean isLocked() {
    return !lease.isEmpty();
  }

  @Override
  public synchronized void occupy(String name) {
    taken.add(name);
  }

  @Override
  public synchronized void forbid() {
    forbidden = true;
  }

  @Override
  public synchronized List<String> all() {
    var all = new ArrayList<>(things.keySet());
    all.addAll(blobs.keySet());
    return all;
  }

  @Override
  public synchronized List<String> faults() {
    var faults = new ArrayList<String>();
    things.forEach((key, thing) -> {
      JsonNode properties = thing.path("properties");
      if (isAccount(key)) {
        for (String off :
            List.of(
                "allowBlobPublicAccess", "allowSharedKeyAccess", "allowCrossTenantReplication")) {
          GoogleBuckets.fault(faults, !properties.path(off).asBoolean(true), off);
        }
        boolean tls = properties.path("supportsHttpsTrafficOnly").asBoolean();
        GoogleBuckets.fault(faults, tls, "http");
        boolean newer = properties.path("minimumTlsVersion").asText().equals("TLS1_2");
        GoogleBuckets.fault(faults, newer, "old TLS");
      }
      if (key.endsWith("/blobservices/default")) {
        boolean kept = properties.path("isVersioningEnabled").asBoolean();
        GoogleBuckets.fault(faults, kept, "one version");
      }
    });
    boolean set = things.keySet().stream().anyMatch(key -> key.endsWith("/blobservices/default"));
    GoogleBuckets.fault(faults, set, "versions not set");
    return faults;
  }

  private static Answered refused(int status, String code) {
    if (code.isEmpty()) {
      return new Answered(status, "application/xml", "<Error/>", Map.of());
    }
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("code", code).put("message", "canary");
    return Answered.json(status, body.toString());
  }
}
