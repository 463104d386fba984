package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.contract.Manifests;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that has no room, or no time, or breaks off: what a client of the registry is told, and
/// that all goes on when the store does.
@Tag("real")
@RequiresPart("versitygw")
@Timeout(180)
class BucketTroubleTest {
  private static final int LARGE = ObjectStore.PART + 1_000;
  private static ObjectStore store;
  private final BucketSettings place = store.below("t" + new RandomNames().get() + "/");
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Gate gate;
  private S3Storage storage;
  private RegistryServer server;
  private OciClient client;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void serve() throws IOException {
    gate = new Gate(place);
    storage = S3Storage.open(ObjectStore.through(gate, place), new RandomNames(), now::get);
    server =
        RegistryServer.start(
            new Registry(storage, Limits.USUAL), RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    storage.close();
    gate.close();
  }

  @Test
  void aBucketWithoutRoomIsA507AndAnUploadGoesOnWhenThereIsSome() {
    byte[] blob = random(LARGE, 1);
    String upload = client.begin("full");
    for (String code : new String[] {"XMinioStorageFull", "QuotaExceeded"}) {
      int status = code.equals("QuotaExceeded") ? 403 : 507;
      gate.refuse(request -> writes(request, new Gate.Answer(status, code)));
      HttpResponse<byte[]> patch = client.send("PATCH", upload, blob);
      assertThat(patch.statusCode()).as(OciClient.text(patch)).isEqualTo(507);
      assertThat(OciClient.code(patch)).isEqualTo("UNAVAILABLE");
      gate.relent();
      now.updateAndGet(moment -> moment.plus(Duration.ofMinutes(2)));
      assertThat(OciClient.header(client.send("GET", upload), "Range")).isEqualTo("0-0");
    }
    assertThat(client.send("PATCH", upload, blob).statusCode()).isEqualTo(202);
    assertThat(put(upload, Digest.of(blob)).statusCode()).isEqualTo(201);
    assertThat(pulled("full", blob)).isTrue();
  }

  @Test
  void aManifestThatFindsNoRoomIsNotThereNorIsItsTag() {
    Digest config = client.pushBlob("full", Manifests.EMPTY);
    Manifests.Text image = Manifests.image(config);
    gate.refuse(request -> writes(request, new Gate.Answer(507, "XMinioStorageFull")));
    HttpResponse<byte[]> put =
        client.send(
            "PUT", "/v2/full/manifests/v1", image.bytes(), "Content-Type", image.mediaType());
    assertThat(put.statusCode()).isEqualTo(507);
    for (String reference : new String[] {"v1", image.digest().toString()}) {
      assertThat(client.send("GET", "/v2/full/manifests/" + reference).statusCode()).isEqualTo(404);
    }
    gate.relent();
    client.pushManifest("full", "v1", image);
  }

  @Test
  void aBucketThatAsksForLessIsA503WithAMomentToComeBack() {
    client.pushBlob("busy", Manifests.EMPTY);
    gate.refuse(request -> Optional.of(new Gate.Answer(503, "SlowDown")));
    HttpResponse<byte[]> get = client.send("GET", "/v2/busy/blobs/" + Digest.of(Manifests.EMPTY));
    assertThat(get.statusCode()).as(OciClient.text(get)).isEqualTo(503);
    assertThat(OciClient.header(get, "Retry-After")).isEqualTo("5");
    assertThat(OciClient.code(get)).isEqualTo("UNAVAILABLE");
    gate.relent();
    assertThat(pulled("busy", Manifests.EMPTY)).isTrue();
  }

  @Test
  void aSmallUploadWhoseEndBreaksOffAnywhereEndsAtTheNextTryOrIsBegunAgain() throws IOException {
    endsAtTheNextTry(1_000);
  }

  @Test
  void anUploadInPartsWhoseEndBreaksOffAnywhereEndsAtTheNextTryOrIsBegunAgain() throws IOException {
    endsAtTheNextTry(LARGE);
  }

  /// The store does nothing more from one request of the closing on after the other.
  private void endsAtTheNextTry(int size) throws IOException {
    boolean broke = true;
    int ended = 0;
    for (int from = 0; broke; from++) {
      byte[] blob = random(size, from);
      String repository = "r" + from;
      String upload = client.begin(repository);
      assertThat(client.send("PATCH", upload, blob).statusCode()).isEqualTo(202);
      AtomicInteger left = new AtomicInteger(from);
      gate.refuse(request ->
          left.getAndDecrement() > 0
              ? Optional.empty()
              : Optional.of(new Gate.Answer(403, "AccessDenied")));
      int first = put(upload, Digest.of(blob)).statusCode();
      gate.relent();
      broke = left.get() < 0;
      now.updateAndGet(moment -> moment.plus(Duration.ofMinutes(2)));
      HttpResponse<byte[]> again = put(upload, Digest.of(blob));
      assertThat(again.statusCode())
          .as("broke off at request %d (%d): %s", from, first, OciClient.text(again))
          .isIn(201, 404);
      ended += again.statusCode() == 201 ? 1 : 0;
      if (again.statusCode() == 404 && first != 201) {
        client.pushBlob(repository, blob);
      }
      assertThat(pulled(repository, blob)).as("broke off at request %d", from).isTrue();
    }
    assertThat(ended).isGreaterThan(3);
    now.updateAndGet(moment -> moment.plus(Duration.ofDays(9)));
    Instant since = now.get().minus(Duration.ofDays(8));
    Order old = new Order(now.get(), since, since, false, Needed.nothing());
    assertThat(storage.collect(old)).isPresent();
    try (Bucket bucket = Connection.to(place)) {
      assertThat(bucket.list(Keys.DATA, "", 1).objects()).isEmpty();
      assertThat(bucket.uploadsBelow("")).isEmpty();
    }
  }

  private static Optional<Gate.Answer> writes(String request, Gate.Answer answer) {
    return request.startsWith("PUT ") || request.startsWith("POST ")
        ? Optional.of(answer)
        : Optional.empty();
  }

  private HttpResponse<byte[]> put(String upload, Digest digest) {
    return client.send("PUT", OciClient.with(upload, "digest=" + digest));
  }

  private boolean pulled(String repository, byte[] blob) {
    String path = "/v2/" + repository + "/blobs/" + Digest.of(blob);
    return Arrays.equals(client.send("GET", path).body(), blob);
  }

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
