package io.bowline.registry.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every storage that collects throws away, and what it never does.
public abstract class CollectingContract {
  private static final Instant LONG_AGO = Instant.EPOCH;

  /// One more instance on the place of this test, which was empty at its beginning; it notes anew
  /// at once what somebody asks for.
  protected abstract Collecting open() throws IOException;

  /// Has all that is there count as not touched for a day.
  protected abstract void age() throws IOException;

  /// The moment by the clock of the storage.
  protected Instant now() {
    return Instant.now();
  }

  @Test
  void whatATagNeedsStaysHoweverOldAndWhateverTheWayToIt() throws IOException {
    Shop shop = new Shop(open().repository("acme/app"));
    Digest tagged = shop.image("tagged", "v1");
    Digest child = shop.image("child");
    Digest nested = shop.index(List.of(child));
    Digest index = shop.index(List.of(nested), "all");
    Shop.Blob config = shop.blob("{}".getBytes(UTF_8));
    Digest signature = shop.image(List.of(config), Optional.of(child));
    Digest sbom = shop.image(List.of(config, shop.blob(new byte[9])), Optional.of(signature));
    Digest subject = shop.image("subject");
    Digest about = shop.image(List.of(config), Optional.of(subject), "sha256-abc.sig");
    Digest needed = shop.image("needed");
    age();
    Report report = collect(order(false, repository -> Set.of(needed)));
    List<Digest> all =
        List.of(tagged, child, nested, index, signature, sbom, subject, about, needed);
    for (Digest digest : all) {
      whole("acme/app", digest);
    }
    assertThat(report.kept())
        .isEqualTo(Map.of(Why.TAGGED, 3L, Why.NEEDED, 1L, Why.NAMED, 3L, Why.REFERRER, 2L));
    assertThat(report.manifests() + report.links() + report.contents().count()).isZero();
    assertThat(report.repositories()).isEqualTo(1);
  }

  @Test
  void whatNothingNeedsGoesAndTheRestStays() throws IOException {
    Shop shop = new Shop(open().repository("a"));
    Digest stays = shop.image("stays", "v1");
    Digest moved = shop.image("moved", "v2");
    shop.image("moved on", "v2");
    Digest alone = shop.image(List.of(shop.blob(new byte[5])), Optional.of(moved));
    Shop.Blob unused = shop.blob(new byte[1_000]);
    Shop.Blob elsewhere = new Shop(open().repository("b")).blob(new byte[2_000]);
    age();
    Report planned = collect(order(true, Needed.nothing()));
    assertThat(open().repository("a").blob(unused.digest())).isPresent();
    age();
    assertThat(open().lastCollected()).isEqualTo(Instant.EPOCH);
    Order order = order(false, Needed.nothing());
    Report report = collect(order);
    assertThat(open().lastCollected()).isEqualTo(order.now());
    assertThat(open().repository("a").manifest(moved)).isEmpty();
    assertThat(open().repository("a").manifest(alone)).isEmpty();
    assertThat(open().repository("a").blob(unused.digest())).isEmpty();
    assertThat(open().repository("b").blob(elsewhere.digest())).isEmpty();
    assertThat(open().holders(elsewhere.digest())).isEmpty();
    List<Digest> referrers = new ArrayList<>();
    open().repository("a").referrers(moved, "", (digest, text) -> referrers.add(digest));
    assertThat(referrers).isEmpty();
    whole("a", stays);
    assertThat(report.manifests()).isEqualTo(2);
    assertThat(report.named())
        .containsExactlyInAnyOrder(new Report.Removed("a", moved), new Report.Removed("a", alone));
    assertThat(report.links()).isEqualTo(4);
    assertThat(report.contents().count()).isEqualTo(6);
    assertThat(planned.dryRun()).isTrue();
    assertThat(planned.contents()).isEqualTo(report.contents());
    assertThat(planned.manifests()).isEqualTo(report.manifests());
    assertThat(planned.links()).isEqualTo(report.links());
    assertThat(planned.remaining()).isEqualTo(report.remaining());
    assertThat(collect(order(false, Needed.nothing())).contents().count()).isZero();
  }

  @Test
  void indexesNestedTwentyDeepStayForATagAndGoTogetherWithoutIt() throws IOException {
    Shop shop = new Shop(open().repository("a"));
    Digest image = shop.image("inside");
    Digest outer = image;
    for (int i = 0; i < 19; i++) {
      outer = shop.index(List.of(outer));
    }
    shop.index(List.of(outer), "v1");
    age();
    assertThat(collect(order(false, Needed.nothing())).manifests()).isZero();
    whole("a", image);
    assertThat(open().repository("a").dropTag("v1")).isTrue();
    age();
    Report report = collect(order(false, Needed.nothing()));
    assertThat(report.manifests()).isEqualTo(21);
    assertThat(report.remaining().count()).isZero();
  }

  @Test
  void whatIsNewStays() throws IOException {
    Shop shop = new Shop(open().repository("a"));
    Shop.Blob blob = shop.blob(new byte[7]);
    Digest byDigest = shop.image("by digest");
    Report report = collect(order(false, Needed.nothing()));
    assertThat(open().repository("a").blob(blob.digest())).isPresent();
    whole("a", byDigest);
    assertThat(report.kept()).isEqualTo(Map.of(Why.RECENT, 1L));
  }

  @Test
  void whoIsToldThatItIsThereFindsItThereWhenTheManifestComes() throws IOException {
    Shop.Blob asked = new Shop(open().repository("a")).blob(new byte[11]);
    Shop.Blob mounted = new Shop(open().repository("base")).blob(new byte[12]);
    Digest child = new Shop(open().repository("a")).image("child");
    age();
    assertThat(open().repository("a").blob(asked.digest())).isPresent();
    assertThat(open().repository("a").mount(mounted.digest(), "base")).isTrue();
    assertThat(open().repository("a").manifest(child)).isPresent();
    collect(order(false, Needed.nothing()));
    Shop shop = new Shop(open().repository("a"));
    Digest image = shop.image(List.of(asked, mounted), Optional.empty(), "v1");
    shop.index(List.of(child), "all");
    age();
    collect(order(false, Needed.nothing()));
    whole("a", image);
    whole("a", child);
    assertThat(open().repository("base").blob(mounted.digest())).isEmpty();
  }

  @Test
  void contentThatOneRepositoryLosesStaysForTheOther() throws IOException {
    Shop.Blob blob = new Shop(open().repository("base")).blob(new byte[13]);
    open().repository("app").mount(blob.digest(), "base");
    Digest image = new Shop(open().repository("app")).image(List.of(blob), Optional.empty(), "v1");
    age();
    assertThat(collect(order(false, Needed.nothing())).links()).isEqualTo(1);
    whole("app", image);
    assertThat(open().repository("base").blob(blob.digest())).isEmpty();
  }

  @Test
  void openUploadsStayAndAbandonedOnesAreForgotten() throws IOException {
    String id;
    try (Upload upload = open().repository("a").begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(new byte[500]), 500);
      id = upload.id();
    }
    age();
    Instant now = now();
    Order patient = new Order(now, LONG_AGO, LONG_AGO, false, Needed.nothing());
    assertThat(collect(patient).uploads().count()).isZero();
    ((Opening.Held) open().repository("a").open(id)).upload().close();
    Order strict = new Order(now, LONG_AGO, now.minusSeconds(3_600), false, Needed.nothing());
    assertThat(collect(strict).uploads()).isEqualTo(new Report.Tally(1, 500));
    assertThat(open().repository("a").open(id)).isInstanceOf(Opening.Unknown.class);
  }

  @Test
  void aLookTellsWhatThereIsAndHowLarge() throws IOException {
    Shop shop = new Shop(open().repository("acme/app"));
    Digest blob = shop.blob(new byte[1_234]).digest();
    Digest empty = shop.blob(new byte[0]).digest();
    Digest index = shop.index(List.of(), "v1");
    assertThat(open().repository("b").mount(blob, "acme/app")).isTrue();
    assertThat(open().repositories()).containsExactlyInAnyOrder("acme/app", "b");
    Repository again = open().repository("acme/app");
    assertThat(again.holdings())
        .containsExactlyInAnyOrder(
            Holding.blob(blob), Holding.blob(empty), Holding.manifest(index));
    assertThat(again.sizeOf(Holding.blob(blob))).hasValue(1_234);
    assertThat(again.sizeOf(Holding.blob(empty))).hasValue(0);
    long size = again.manifest(index).orElseThrow().content().size();
    assertThat(again.sizeOf(Holding.manifest(index))).hasValue(size);
    assertThat(again.sizeOf(Holding.manifest(blob))).isEmpty();
    assertThat(open().repository("b").dropBlob(blob)).isTrue();
    assertThat(open().repository("b").holdings()).isEmpty();
    assertThat(open().repository("b").sizeOf(Holding.blob(blob))).isEmpty();
    assertThat(open().repository("acme").holdings()).isEmpty();
  }

  @Test
  void whoWantsToKnowIsToldWhatWentAndALookKeepsNothing() throws IOException {
    Shop shop = new Shop(open().repository("a/b"));
    byte[] config = "{}".getBytes(UTF_8);
    Digest stays = shop.image(List.of(shop.blob(config)), Optional.empty(), "v1");
    Digest goes = shop.image(List.of(shop.blob(config)), Optional.of(stays));
    Shop.Blob unused = shop.blob(new byte[1_000]);
    assertThat(open().repository("a/b").dropManifest(goes, Optional.of(stays))).isTrue();
    Digest alone = shop.image(List.of(shop.blob(config), shop.blob(new byte[9])), Optional.empty());
    Set<Holding> before = open().repository("a/b").holdings();
    age();
    for (Holding holding : before) {
      assertThat(open().repository("a/b").sizeOf(holding)).isPresent();
    }
    Map<String, List<Holding>> told = new HashMap<>();
    Dropped telling =
        (repository, gone) ->
            told.computeIfAbsent(repository, name -> new ArrayList<>()).addAll(gone);
    Instant now = now();
    Instant since = now.minusSeconds(3_600);
    collect(new Order(now, since, since, true, Needed.nothing(), telling));
    assertThat(told).isEmpty();
    age();
    collect(new Order(now, since, since, false, Needed.nothing(), telling));
    assertThat(told.get("a/b"))
        .containsExactlyInAnyOrder(
            Holding.manifest(alone),
            Holding.blob(unused.digest()),
            Holding.blob(Digest.of(new byte[9])));
    assertThat(open().repository("a/b").holdings())
        .containsExactlyInAnyOrder(Holding.manifest(stays), Holding.blob(Digest.of(config)));
    before.removeAll(told.get("a/b"));
    assertThat(open().repository("a/b").holdings()).isEqualTo(before);
  }

  @Test
  void aRepositoryThatCannotBeUnderstoodIsLeftAlone() throws IOException {
    Repository repository = open().repository("a");
    Shop.Blob blob = new Shop(repository).blob(new byte[14]);
    byte[] strange = "not JSON".getBytes(UTF_8);
    repository.keep(
        new io.bowline.registry.storage.ManifestPush(
            Digest.of(strange), "text/plain", List.of(), Optional.empty(), List.of("v1")),
        strange);
    age();
    Report report = collect(order(false, Needed.nothing()));
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.skipped().getFirst().repository()).isEqualTo("a");
    assertThat(open().repository("a").blob(blob.digest())).isPresent();
  }

  private Order order(boolean dryRun, Needed needed) {
    Instant now = now();
    return new Order(now, now.minusSeconds(3_600), now.minusSeconds(3_600), dryRun, needed);
  }

  private Report collect(Order order) throws IOException {
    return open().collect(order).orElseThrow();
  }

  /// A manifest is there with all its blobs.
  private void whole(String name, Digest digest) throws IOException {
    Repository repository = open().repository(name);
    try (var in = repository.manifest(digest).orElseThrow().content().open(0)) {
      var text =
          io.bowline.registry.manifest.ManifestText.read(Optional.empty(), in.readAllBytes());
      for (Digest blob : text.blobs()) {
        try (var bytes = repository.blob(blob).orElseThrow().open(0)) {
          assertThat(Digest.of(bytes.readAllBytes())).isEqualTo(blob);
        }
      }
    } catch (io.bowline.registry.manifest.InvalidManifest e) {
      throw new IOException(e);
    }
  }
}
