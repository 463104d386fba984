package io.bowline.registry.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.manifest.InvalidManifest;
import io.bowline.registry.manifest.ManifestText;
import io.bowline.registry.storage.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a pusher was told holds for the grace, whatever a collection is about to do at that moment:
/// the collection is stopped before one of its operations after the other, and the pusher's steps
/// are done there.
public abstract class GraceContract {
  private static final Duration GRACE = Duration.ofHours(1);
  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final Duration BEYOND = Duration.ofHours(2);
  private static final Duration LONG = Duration.ofDays(2);

  /// How old an answer may be before it is noted anew.
  protected static final Duration RENEWAL = Duration.ofMinutes(5);

  /// Begins anew on an empty place.
  protected abstract void begin() throws IOException;

  /// The storage as pushers have it.
  protected abstract Collecting open() throws IOException;

  /// The storage as it is collected from.
  ///
  /// @param pause what is done before each of its operations
  protected abstract Collecting collecting(Runnable pause) throws IOException;

  /// Waits until what was done in pauses is over, and fails if it failed.
  protected abstract void settle() throws IOException;

  /// Lets time pass.
  protected abstract void pass(Duration time) throws IOException;

  /// The moment by the clock of the storage.
  protected abstract Instant now();

  /// Every how manyth operation is tried in a test of every day.
  protected abstract int stride();

  /// A step of somebody else.
  @FunctionalInterface
  protected interface Step {
    void take() throws IOException;
  }

  @Test
  void whatAPusherWasToldInMidCollectionHoldsUntilItsManifestComes() throws IOException {
    toldAtEachOperation(stride(), 1);
  }

  @Test
  @Tag("nightly")
  void whatAPusherWasToldBeforeEachOperationHoldsUntilItsManifestComes() throws IOException {
    for (int later : new int[] {1, 4, 15}) {
      toldAtEachOperation(1, later);
    }
  }

  @Test
  void aManifestThatComesAfterTheGraceIsRefusedOrWhole() throws IOException {
    lateAtEachOperation(stride());
  }

  @Test
  @Tag("nightly")
  void aManifestThatComesAfterTheGraceBeforeAnyOperationIsRefusedOrWhole() throws IOException {
    lateAtEachOperation(1);
  }

  private void toldAtEachOperation(int stride, int later) throws IOException {
    int operations = operations(new Pusher());
    for (int told = 0; told < operations; told += stride) {
      begin();
      Pusher pusher = new Pusher();
      pusher.others();
      pass(LONG);
      collect(paused(told, pusher::isTold, told + later, pusher::pushes));
      pusher.pushes();
      pass(LONG);
      collect(open());
      pusher.isWhole("told before operation " + told);
    }
  }

  private void lateAtEachOperation(int stride) throws IOException {
    int operations = operations(new Pusher());
    for (int comes = 0; comes < operations; comes += stride) {
      begin();
      Pusher pusher = new Pusher();
      pusher.others();
      pass(LONG);
      pusher.isTold();
      pass(BEYOND);
      collect(paused(comes, pusher::pushesLate, Integer.MAX_VALUE, () -> {}));
      pass(LONG);
      collect(open());
      pusher.isWhole("came before operation " + comes);
    }
  }

  @Test
  void betweenTwoCollectionsWithinTheGraceNothingIsLost() throws IOException {
    begin();
    Pusher pusher = new Pusher();
    pusher.others();
    pass(LONG);
    pusher.isTold();
    collect(open());
    pass(WITHIN);
    collect(open());
    pusher.pushes();
    pass(LONG);
    collect(open());
    pusher.isWhole("within the grace");
  }

  /// How many operations a collection takes here.
  private int operations(Pusher pusher) throws IOException {
    begin();
    pusher.others();
    pass(LONG);
    AtomicInteger count = new AtomicInteger();
    collect(collecting(count::incrementAndGet));
    assertThat(count.get()).isGreaterThan(10);
    return count.get();
  }

  /// A collector that is stopped twice.
  private Collecting paused(int first, Step one, int second, Step two) throws IOException {
    AtomicInteger count = new AtomicInteger();
    return collecting(() -> {
      int operation = count.getAndIncrement();
      try {
        if (operation == first) {
          one.take();
        } else if (operation == second) {
          two.take();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /// Collects with the grace of this test.
  protected final Report collect(Collecting storage) throws IOException {
    return collectIfAlone(storage).orElseThrow();
  }

  /// Collects with the grace of this test, unless somebody else does.
  protected final Optional<Report> collectIfAlone(Collecting storage) throws IOException {
    Optional<Report> report = storage.collect(order());
    settle();
    return report;
  }

  /// With the grace of this test.
  protected final Order order() {
    Instant since = now().minus(GRACE);
    return new Order(now(), since, since, false, Needed.nothing());
  }

  /// Fails unless an image of `app` is there with all that it needs.
  protected final void whole(Digest digest, String when) throws IOException {
    Repository app = open().repository("app");
    assertThat(app.manifest(digest)).as(when).isPresent();
    try (var in = app.manifest(digest).orElseThrow().content().open(0)) {
      for (Digest blob : ManifestText.read(Optional.empty(), in.readAllBytes()).blobs()) {
        assertThat(app.blob(blob)).as(when).isPresent();
        try (var bytes = app.blob(blob).orElseThrow().open(0)) {
          assertThat(Digest.of(bytes.readAllBytes())).as(when).isEqualTo(blob);
        }
      }
    } catch (InvalidManifest e) {
      throw new IOException(e);
    }
  }

  /// Somebody whose push takes a while.
  protected final class Pusher {
    private static final byte[] ASKED = "asked for".getBytes(UTF_8);
    private static final byte[] MOUNTED = "mounted".getBytes(UTF_8);
    private static final byte[] PUSHED = "pushed again".getBytes(UTF_8);

    /// Has pushed nothing yet.
    public Pusher() {}

    private boolean told;
    private boolean pushed;
    private Optional<Digest> child = Optional.empty();
    private Optional<Digest> image = Optional.empty();
    private Optional<Digest> index = Optional.empty();

    /// What others left long ago: blobs, and an image without a tag.
    public void others() throws IOException {
      new Shop(there("app")).blob(ASKED);
      new Shop(there("base")).blob(MOUNTED);
      new Shop(there("app")).blob(PUSHED);
      child = Optional.of(new Shop(there("app")).image("child"));
      new Shop(there("app")).image("nobody's");
    }

    /// A step before the manifests: what is there is asked for, the rest is pushed.
    public void isTold() throws IOException {
      Shop shop = new Shop(there("app"));
      told = true;
      if (shop.repository().blob(Digest.of(ASKED)).isEmpty()) {
        shop.blob(ASKED);
      }
      if (!shop.repository().mount(Digest.of(MOUNTED), "base")) {
        shop.blob(MOUNTED);
      }
      shop.blob(PUSHED);
      if (shop.repository().manifest(child.orElseThrow()).isEmpty()) {
        shop.image("child");
      }
    }

    /// The manifests come, if they did not, and are taken.
    public void pushes() throws IOException {
      if (told && !pushed) {
        pushed = true;
        image = Optional.of(image());
        index = Optional.of(new Shop(there("app")).index(List.of(child.orElseThrow()), "all"));
      }
    }

    /// The manifest comes, and is taken or refused.
    public void pushesLate() throws IOException {
      try {
        image = Optional.of(image());
      } catch (Shop.Missing refused) {
        image = Optional.empty();
      }
    }

    private Digest image() throws IOException {
      List<Shop.Blob> blobs =
          List.of(Shop.Blob.of(ASKED), Shop.Blob.of(MOUNTED), Shop.Blob.of(PUSHED));
      return new Shop(there("app")).image(blobs, Optional.empty(), "v1");
    }

    /// What was taken is there with all that it needs.
    public void isWhole(String when) throws IOException {
      if (image.isPresent()) {
        whole(image.get(), when);
      }
      if (index.isPresent()) {
        assertThat(there("app").manifest(index.get())).as(when).isPresent();
        whole(child.orElseThrow(), when);
      }
    }

    private Repository there(String repository) throws IOException {
      return open().repository(repository);
    }
  }
}
