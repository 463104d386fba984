package io.bowline.control.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.registry.Admission;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Holding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a namespace may hold, pushed to as clients do, with the storage in a folder and the count
/// in a real database.
class StorageQuotasTest {
  private static final long QUOTA = 100_000;
  private static final Duration LIFE = Duration.ofHours(24);

  private final OrgId org = new OrgId(UUID.randomUUID());
  private final String namespace = "q" + org.toString().substring(0, 13);
  private final String app = namespace + "/app";
  private final Random random = new Random(7);
  @TempDir private Path folder;
  private Shop shop;

  /// A body that is not to be read.
  private static final class Refusing extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("this was to be refused unread");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  /// A body without an end, that knows how much of it was read.
  private static final class Endless extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return 7;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      read += length;
      return length;
    }
  }

  @BeforeEach
  void open() throws IOException {
    shop = process();
  }

  private Collecting storage() throws IOException {
    return RegistryFolder.open(new LocalDisk(), folder, new RandomNames());
  }

  /// One more process on the same storage and database.
  private Shop process() throws IOException {
    return new Shop(storage(), QUOTA, 3);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private Stock stock() {
    return shop.quotas.largest(10_000).stream()
        .filter(stock -> stock.namespace().equals(namespace))
        .findFirst()
        .orElse(new Stock(namespace, false, new Quota(QUOTA, 3), 0, 0, 0));
  }

  private void holds(long bytes, long uploading, int repositories) {
    Stock now = stock();
    assertThat(List.of(now.bytes(), now.uploading(), now.repositories()))
        .containsExactly(bytes, uploading, (long) repositories);
  }

  /// What lies in the folder of uploads under way.
  private long bytesUnderWay() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getParent().endsWith("_uploads") && Files.isRegularFile(file))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private void sql(String statement) {
    TestDatabase.execute(org, statement);
  }

  @Test
  void fiftyPushersAtTwoProcessesStayWithinTheQuota() throws Exception {
    List<Shop> processes = List.of(shop, process());
    List<Callable<Shop.Answer>> pushes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] blob = bytes(9_000);
      Shop at = processes.get(i % 2);
      boolean inPieces = i % 4 < 2;
      pushes.add(() -> {
        if (!inPieces) {
          return at.push(app, blob);
        }
        String upload = at.begin(app);
        Shop.Answer patched = at.ask("PATCH", upload, "", Map.of(), new ByteArrayInputStream(blob));
        return patched.status() >= 400
            ? patched
            : at.ask("PUT", upload, "digest=" + Digest.of(blob), new byte[0]);
      });
    }
    int kept = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Shop.Answer> push : threads.invokeAll(pushes)) {
        Shop.Answer answer = push.get();
        kept += answer.status() == 201 ? 1 : 0;
        assertThat(answer.status()).as(answer.error()).isIn(201, 403);
      }
    }
    assertThat(kept).isBetween(1, 11);
    holds(kept * 9_000L, 0, 1);
    assertThat(storage().repository(app).holdings()).hasSize(kept);
    assertThat(bytesUnderWay()).isZero();
    for (int i = 0; kept * 9_000L + 9_000 <= QUOTA && i < 11; i++) {
      kept += shop.push(app, bytes(9_000)).status() == 201 ? 1 : 0;
    }
    assertThat(kept).isEqualTo(11);
  }

  @Test
  void theSameContentIsPaidOnceHoweverOftenANamespaceHasIt() throws IOException {
    byte[] blob = bytes(30_000);
    Holding holding = Holding.blob(Digest.of(blob));
    assertThat(shop.push(app, blob).status()).isEqualTo(201);
    assertThat(shop.push(app, blob).status()).isEqualTo(201);
    assertThat(shop.push(namespace + "/two", blob).status()).isEqualTo(201);
    String mount = "mount=" + holding + "&from=" + app;
    String third = namespace + "/three";
    assertThat(shop.ask("POST", Shop.uploads(third), mount, new byte[0]).status()).isEqualTo(201);
    holds(30_000, 0, 3);
    assertThat(shop.delete(app, "blobs/" + holding).status()).isEqualTo(202);
    assertThat(shop.delete(third, "blobs/" + holding).status()).isEqualTo(202);
    holds(30_000, 0, 1);
    assertThat(shop.delete(namespace + "/two", "blobs/" + holding).status()).isEqualTo(202);
    assertThat(shop.delete(namespace + "/two", "blobs/" + holding).status()).isEqualTo(404);
    holds(0, 0, 0);
  }

  @Test
  void aLengthThatDoesNotFitIsRefusedBeforeAByteIsReadAndTheAnswerSaysWhatToDo()
      throws IOException {
    assertThat(shop.push(app, bytes(60_000)).status()).isEqualTo(201);
    InputStream unread = new Refusing();
    Map<String, String> length = Map.of("content-length", "40001");
    String digest = "sha256:" + "a".repeat(64);
    Shop.Answer whole = shop.ask("POST", Shop.uploads(app), "digest=" + digest, length, unread);
    assertThat(whole.status()).isEqualTo(403);
    assertThat(whole.error())
        .startsWith("DENIED " + app + "@" + digest + ": ")
        .contains("the namespace " + namespace + " holds 60000 of the 100000 bytes")
        .contains("asks for 40001 more", "registry gc", "bowline.artifacts.quota.bytes-stored");
    Shop.Answer piece = shop.ask("PATCH", shop.begin(app), "", length, unread);
    assertThat(piece.error()).startsWith("DENIED " + app).contains("40001 more");
    holds(60_000, 0, 1);
    assertThat(bytesUnderWay()).isZero();
    assertThat(shop.quotas.refused()).isEqualTo(2);
    assertThat(shop.push(app, bytes(40_000)).status()).isEqualTo(201);
    assertThat(shop.push(app, new byte[0]).status()).isEqualTo(201);
    assertThat(shop.push(app, bytes(1)).error()).contains("100000 of the 100000", "1 more");
  }

  @Test
  void anEndlessBodyIsCutOffAtTheQuotaAndLeavesNothing() throws IOException {
    Endless endless = new Endless();
    String upload = shop.begin(app);
    Shop.Answer cut = shop.ask("PATCH", upload, "", Map.of(), endless);
    assertThat(cut.status()).isEqualTo(403);
    assertThat(cut.error()).contains("100000 of the 100000 bytes", "100000 of them in uploads");
    assertThat(endless.read).isBetween(QUOTA, QUOTA + 1);
    assertThat(shop.ask("GET", upload, "", new byte[0]).status()).isEqualTo(404);
    holds(0, 0, 0);
    assertThat(bytesUnderWay()).isZero();
  }

  @Test
  void whatIsUnderWayCountsUntilItEnds() throws IOException {
    byte[] blob = bytes(50_000);
    String upload = shop.begin(app);
    var open = new ByteArrayInputStream(blob, 0, 20_000);
    assertThat(shop.ask("PATCH", upload, "", Map.of(), open).status()).isEqualTo(202);
    holds(0, 20_000, 0);
    assertThat(shop.push(app, bytes(80_001)).error()).contains("20000 of them in uploads");
    var rest = new ByteArrayInputStream(blob, 20_000, 30_000);
    String digest = "digest=" + Digest.of(blob);
    assertThat(shop.ask("PUT", upload, digest, Map.of(), rest).status()).isEqualTo(201);
    holds(50_000, 0, 1);

    String cancelled = shop.begin(app);
    shop.ask("PATCH", cancelled, "", bytes(1_000));
    holds(50_000, 1_000, 1);
    assertThat(shop.ask("DELETE", cancelled, "", new byte[0]).status()).isEqualTo(204);
    holds(50_000, 0, 1);

    shop.ask("PATCH", shop.begin(app), "", bytes(2_000));
    shop.recount.run(LIFE);
    holds(50_000, 2_000, 1);
    sql(
        "update artifact_upload set touched_at = now() - interval '25 hours'"
            + " where namespace = '"
            + namespace
            + "'");
    shop.recount.run(LIFE);
    holds(50_000, 0, 1);
  }

  @Test
  void whatFailsIsGivenBackAndAnUploadThatIsStillThereCountsAsSuch() throws IOException {
    byte[] blob = bytes(1_000);
    String wrong = "digest=sha256:" + "b".repeat(64);
    assertThat(shop.ask("POST", Shop.uploads(app), wrong, blob).status()).isEqualTo(400);
    assertThat(shop.manifest(app, "v1", bytes(3)).status()).isEqualTo(404);
    holds(0, 0, 0);
    Shop failing = new Shop(FailingStorage.of(storage()), QUOTA, 3);
    String upload = failing.begin(app);
    assertThat(failing.ask("PATCH", upload, "", blob).status()).isEqualTo(202);
    assertThatThrownBy(() -> failing.ask("PUT", upload, "digest=" + Digest.of(blob), new byte[0]))
        .hasMessageContaining("broken");
    holds(0, 1_000, 0);
    String digest = "digest=" + Digest.of(blob);
    assertThat(shop.ask("PUT", upload, digest, new byte[0]).status()).isEqualTo(201);
    holds(1_000, 0, 1);
  }

  @Test
  void aKillBetweenReservationAndCommitIsFoundOutLater() throws IOException {
    byte[] held = bytes(2_000);
    assertThat(shop.push(app, held).status()).isEqualTo(201);
    byte[] lost = bytes(500);
    var never = Holding.blob(Digest.of(lost));
    // neither kept nor failed: the process is gone
    shop.quotas.claim(app, never, 500, Optional.empty());
    shop.quotas.claim(app, Holding.blob(Digest.of(held)), 2_000, Optional.empty());
    holds(2_500, 0, 1);
    shop.recount.run(LIFE);
    // somebody may still be at it
    holds(2_500, 0, 1);
    sql(
        "update artifact_holding set claimed_at = now() - interval '2 hours'"
            + " where namespace = '"
            + namespace
            + "'");
    shop.recount.run(LIFE);
    holds(2_000, 0, 1);
    assertThat(shop.push(app, lost).status()).isEqualTo(201);
    holds(2_500, 0, 1);
  }

  @Test
  void whatWasThereBeforeAnybodyCountedIsCountedAndWhatIsGoneIsNot() throws IOException {
    byte[] config = bytes(3_000);
    Shop uncounted = new Shop(storage(), QUOTA, 3);
    uncounted.push(app, config);
    uncounted.push(namespace + "/two", config);
    assertThat(uncounted.manifest(app, "v1", config).status()).isEqualTo(201);
    Stock before = stock();
    sql("delete from artifact_holding where namespace = '" + namespace + "'");
    sql("delete from artifact_namespace where namespace = '" + namespace + "'");
    holds(0, 0, 0);
    shop.recount.run(LIFE);
    holds(before.bytes(), 0, 2);
    // behind the registry's back
    assertThat(storage().repository(namespace + "/two").dropBlob(Digest.of(config))).isTrue();
    shop.recount.run(LIFE);
    holds(before.bytes(), 0, 1);
    sql(
        "update artifact_namespace set bytes = 1, repositories = 77 where namespace = '"
            + namespace
            + "'");
    shop.recount.run(LIFE);
    holds(before.bytes(), 0, 1);
  }

  @Test
  void garbageCollectionTellsWhatItDropped() throws IOException {
    byte[] config = bytes(4_000);
    shop.push(app, config);
    shop.manifest(app, "v1", config);
    shop.push(app, bytes(5_000));
    Stock full = stock();
    Order dry =
        new Order(
            Instant.now(), Instant.MAX, Instant.MAX, true, Needed.nothing(), shop.quotas::dropped);
    storage().collect(dry);
    holds(full.bytes(), 0, 1);
    Order order =
        new Order(
            Instant.now(), Instant.MAX, Instant.MAX, false, Needed.nothing(), shop.quotas::dropped);
    storage().collect(order);
    holds(full.bytes() - 5_000, 0, 1);
    assertThat(shop.delete(app, "manifests/v1").status()).isEqualTo(202);
    storage().collect(order);
    holds(0, 0, 0);
  }

  @Test
  void fiftyNewRepositoriesAtOnceStayWithinTheirNumber() throws Exception {
    List<Callable<Shop.Answer>> pushes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String repository = namespace + "/r" + i;
      byte[] blob = bytes(10);
      pushes.add(() -> shop.push(repository, blob));
    }
    int kept = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Shop.Answer> push : threads.invokeAll(pushes)) {
        kept += push.get().status() == 201 ? 1 : 0;
      }
    }
    assertThat(kept).isEqualTo(3);
    holds(30, 0, 3);
    Shop.Answer refused = shop.ask("POST", Shop.uploads(app), "", new byte[0]);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error())
        .contains("has 3 of the 3 repositories", "bowline.artifacts.quota.repositories");
    String known =
        storage().repositories().stream()
            .filter(name -> shop.quotas.begin(name) instanceof Admission.Granted)
            .findFirst()
            .orElseThrow();
    assertThat(shop.push(known, bytes(10)).status()).isEqualTo(201);
  }

  @Test
  void anOrganizationsNamespaceIsTheOneOfItsName() throws IOException {
    sql("insert into organization (org, name) values ('%s', '%s')".formatted(org, namespace));
    sql(
        "insert into artifact_allowance (org, bytes_stored, repositories, set_by)"
            + " values ('%s', 50, null, 'staff/test')".formatted(org));
    assertThat(shop.push(app, bytes(51)).error())
        .contains("0 of the 50 bytes", "bowline org limit --org " + namespace + " --bytes-stored");
    assertThat(shop.push(app, bytes(50)).status()).isEqualTo(201);
    Stock stock = shop.quotas.of(org);
    assertThat(stock).isEqualTo(new Stock(namespace, true, new Quota(50, 3), 50, 0, 1));
    sql("update artifact_allowance set bytes_stored = 10 where org = '%s'".formatted(org));
    assertThat(shop.push(app, bytes(1)).error()).contains("50 of the 10 bytes", "1 more");
    assertThat(shop.delete(app, "blobs/" + Digest.of(new byte[0])).status()).isEqualTo(404);
    sql("update artifact_allowance set bytes_stored = 0 where org = '%s'".formatted(org));
    assertThat(shop.push(app, bytes(200_000)).status()).isEqualTo(201);
    sql(
        "update artifact_allowance set bytes_stored = 9223372036854775807 where org = '%s'"
            .formatted(org));
    assertThat(shop.push(app, bytes(1_000)).status()).isEqualTo(201);
    holds(201_050, 0, 1);
  }

  @Test
  void numbersThatNobodyMeansAreRefused() throws IOException {
    for (String length : List.of("999999999999999999", "68719476737", "-1000", "1e9", "")) {
      Shop.Answer answer =
          shop.ask(
              "PATCH",
              shop.begin(app),
              "",
              Map.of("content-length", length),
              InputStream.nullInputStream());
      assertThat(answer.status()).as(length).isIn(400, 403, 413);
    }
    // more than the length says
    Map<String, String> short1 = Map.of("content-length", "1");
    var more = new ByteArrayInputStream(bytes(10));
    assertThat(shop.ask("PATCH", shop.begin(app), "", short1, more).status()).isEqualTo(400);
    sql("select 1");
    shop.recount.run(Duration.ZERO);
    assertThat(stock().bytes()).isZero();
    assertThat(Set.of(stock().repositories())).containsExactly(0L);
  }
}
