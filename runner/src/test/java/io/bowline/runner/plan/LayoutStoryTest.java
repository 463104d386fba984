package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.release.layout.Platforms;
import io.bowline.release.layout.ReleaseExport;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.bowline.runner.layout.LayoutRegistry;
import io.bowline.runner.plan.PlanStory.Place;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An install that has a file and no registry to take releases from.
@Tag("real")
@RequiresPart("terraform")
class LayoutStoryTest {
  @TempDir Path folder;

  @Test
  void plansAppliesAndReturnsFromAFileAloneWithTheVendorsRegistryGone() throws Exception {
    Path file = folder.resolve("release.tar");
    Files.write(file, new byte[0]);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("index.json"), "{\"manifests\":[]}");
    try (SimulatedPlace simulated = SimulatedPlace.start(folder);
        LayoutRegistry layout = LayoutRegistry.open(placed(file, empty))) {
      Place there = simulated.place();
      var vendor =
          new RegistryClient(there.vendor().client(), there.vendor().base(), new Login.Anonymous());
      var access = new RegistryAccess(layout.address(), noRedirects(), Optional.empty());
      var place = new Place(there.kubeconfig(), access, there.customer(), there.image());
      try (PlanStory story = new PlanStory(place, folder.resolve("story"))) {
        SigningKey key = SigningKey.generate();
        boolean _ =
            new io.bowline.release.cosign.CosignStore(vendor, "acme/sample")
                .sign(there.image(), "vendor.example/acme/sample", key);
        require(story.policy, key);
        Digest v1 = story.publish("v1");
        Digest v3 = story.publish("v3");
        Path first = exported(story, vendor, v1);
        Path broken = exported(story, vendor, v3);
        simulated.vendor().close();

        Path _ = placed(file, first);
        URI same = layout.address();
        assertThat(same).isEqualTo(access.base());
        JobEnd end = story.rollOut(v1);
        assertThat(end.outcome()).as(String.valueOf(story.said)).isInstanceOf(Outcome.Done.class);
        var before = story.install.state();

        Path _ = placed(file, broken);
        assertThat(layout.address()).isEqualTo(same);
        JobReport.Applied returned = (JobReport.Applied) story.rollOut(v3).report();
        assertThat(returned.release()).contains(v1);
        assertThat(returned.returnedBecause()).isPresent();
        assertThat(story.install.state()).isEqualTo(before);
      }
    }
  }

  @Test
  void plansAndAppliesFromAFileForOnePlatform() throws Exception {
    try (SimulatedPlace simulated = SimulatedPlace.start(folder)) {
      Place there = simulated.place();
      var vendor =
          new RegistryClient(there.vendor().client(), there.vendor().base(), new Login.Anonymous());
      Digest both = SampleImage.forTwoPlatforms(vendor, "acme/sample", "2.0");
      Path file = folder.resolve("release.tar");
      Digest release;
      try (PlanStory desk =
          new PlanStory(
              new Place(there.kubeconfig(), there.vendor(), there.customer(), both),
              folder.resolve("desk"))) {
        release = desk.publish("v1");
        desk.moveTo(vendor, release);
        var _ =
            new ReleaseExport(vendor, _ -> {}, new Platforms(List.of("linux/amd64")))
                .write("acme/streaming", release, file);
        simulated.vendor().close();
        try (LayoutRegistry layout = LayoutRegistry.open(file)) {
          desk.takeFrom(RegistryAccess.layout(layout.address(), noRedirects(), layout.platforms()));
          JobEnd end = desk.rollOut(release);
          assertThat(end.outcome()).as(String.valueOf(desk.said)).isInstanceOf(Outcome.Done.class);
        }
      }
    }
  }

  private static HttpClient noRedirects() {
    return HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  }

  private Path exported(PlanStory story, RegistryClient vendor, Digest release) throws Exception {
    story.moveTo(vendor, release);
    Path file = folder.resolve(release.hex() + ".tar");
    var _ = new ReleaseExport(vendor, _ -> {}).write("acme/streaming", release, file);
    return file;
  }

  /// Puts a layout in the place of another one.
  private static Path placed(Path place, Path layout) throws Exception {
    if (Files.isDirectory(layout)) {
      return layout.equals(place) ? place : link(place, layout);
    }
    Files.deleteIfExists(place);
    Path _ = Files.copy(layout, place, StandardCopyOption.REPLACE_EXISTING);
    return place;
  }

  private static Path link(Path place, Path layout) throws Exception {
    Files.deleteIfExists(place);
    return Files.createSymbolicLink(place, layout);
  }

  private static void require(Path policy, SigningKey key) throws Exception {
    Files.writeString(
        policy,
        """
        mode: auto
        signatures:
          rules:
            - {repositories: ['acme/*'], mode: require, keys: [vendor]}
          otherwise: require
          keys:
            - name: vendor
              publicKey: |
        %s\
        """
            .formatted(key.publicKey().pem().indent(8)));
  }
}
