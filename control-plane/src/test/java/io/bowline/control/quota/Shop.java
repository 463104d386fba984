package io.bowline.control.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.quota.store.PgQuotaStore;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.Limits;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Registry;
import io.bowline.registry.Right;
import io.bowline.registry.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A registry with quotas as one process has it, asked without a network between.
final class Shop {
  private record Settings(long bytesStored, int repositories) implements QuotaSettings {}

  private static final class Anybody implements Caller {
    @Override
    public Admission enter() {
      return new Admission.Granted();
    }

    @Override
    public Admission may(Right right, String repository) {
      return new Admission.Granted();
    }
  }

  /// What came back.
  ///
  /// @param error code and message; empty where nothing was refused
  record Answer(int status, String error, String location) {}

  final StorageQuotas quotas;
  final Recount recount;
  private final Registry registry;

  Shop(Storage storage, long bytes, int repositories) {
    Transactions transactions = TestDatabase.transactions();
    QuotaStore store = new PgQuotaStore(new Settings(bytes, repositories));
    quotas = new StorageQuotas(transactions, store, storage);
    recount = new Recount(transactions, store, storage, quotas);
    registry = new Registry(storage, Limits.USUAL, quotas);
  }

  Answer ask(String method, String path, String query, Map<String, String> headers, InputStream in)
      throws IOException {
    var request = new OciRequest(method, path, query, headers, in);
    try (OciResponse response = registry.answer(request, new Anybody())) {
      String error = "";
      if (response.status() >= 400) {
        var first = new JsonMapper().readTree(response.body()).path("errors").path(0);
        error = first.path("code").asText() + " " + first.path("message").asText();
      }
      return new Answer(response.status(), error, response.header("Location").orElse(""));
    }
  }

  Answer ask(String method, String path, String query, byte[] body) throws IOException {
    return ask(
        method,
        path,
        query,
        Map.of("content-length", Integer.toString(body.length)),
        new ByteArrayInputStream(body));
  }

  Answer push(String repository, byte[] blob) throws IOException {
    return ask("POST", uploads(repository), "digest=" + Digest.of(blob), blob);
  }

  String begin(String repository) throws IOException {
    return ask("POST", uploads(repository), "", new byte[0]).location();
  }

  Answer manifest(String repository, String reference, byte[] config) throws IOException {
    String text =
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
            .formatted(Digest.of(config), config.length);
    return ask("PUT", "/v2/" + repository + "/manifests/" + reference, "", text.getBytes(UTF_8));
  }

  Answer delete(String repository, String what) throws IOException {
    return ask("DELETE", "/v2/" + repository + "/" + what, "", new byte[0]);
  }

  static String uploads(String repository) {
    return "/v2/" + repository + "/blobs/uploads/";
  }
}
