package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.power.EveryOperation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final Checkpoints.Way ONE = way("one");
  private static final Checkpoints.Way OTHER = way("other");

  private static Checkpoints.Way way(String blob) {
    return new Checkpoints.Way(
        "registry.example", "acme/broker", Digest.of(blob.getBytes(StandardCharsets.UTF_8)));
  }

  private static Checkpoints in(Path root) {
    return Checkpoints.in(root.resolve("state/uploads"), () -> Instant.EPOCH.plusSeconds(60));
  }

  @Test
  void anUploadThatWasNotedIsFoundAfterALossOfPowerAtEachOperation() throws IOException {
    URI here = URI.create("https://registry.example/v2/acme/broker/blobs/uploads/1");
    EveryOperation.of((root, promises) -> {
      Checkpoints checkpoints = in(root);
      checkpoints.keep(ONE, here);
      promises.promise("one", left -> assertThat(in(left).find(ONE)).contains(here));
      checkpoints.keep(OTHER, here);
      promises.promise("other", left -> assertThat(in(left).find(OTHER)).contains(here));
      // a hint that comes back after it was forgotten does no harm: the registry is asked
      promises.promise(
          "one", left -> assertThat(in(left).find(ONE)).isIn(Optional.of(here), Optional.empty()));
      checkpoints.forget(ONE);
    });
  }
}
