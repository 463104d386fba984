package io.bowline.control.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.StartupFailure;
import io.bowline.registry.s3.BucketSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageProducerTest {
  private static final String S3 = "bowline.artifacts.s3.";

  @Test
  void aBucketNeedsAName() {
    assertThatThrownBy(() -> StorageProducer.bucketSettings(settings(Map.of()), 1_000))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bowline.artifacts.s3.bucket");
  }

  @Test
  void pullsAreSentElsewhereOnlyWhenAsked() {
    assertThat(StorageProducer.bucketSettings(settings(Map.of(S3 + "bucket", "b")), 1_000))
        .returns("", BucketSettings::prefix)
        .returns(8 * 1024 * 1024, BucketSettings::partBytes)
        .satisfies(is -> assertThat(is.redirects()).isEmpty());
    assertThat(
            StorageProducer.bucketSettings(
                settings(
                    Map.of(
                        S3 + "bucket", "b",
                        S3 + "prefix", "bow",
                        S3 + "redirect", "true",
                        S3 + "redirect-endpoint", "https://outside.example")),
                1L << 40))
        .returns("bow/", BucketSettings::prefix)
        .satisfies(is -> assertThat(is.partBytes()).isGreaterThan(100_000_000))
        .satisfies(is ->
            assertThat(is.redirects())
                .contains(
                    new BucketSettings.Redirects(
                        1_048_576,
                        Duration.ofMinutes(15),
                        java.util.Optional.of(URI.create("https://outside.example")))));
  }

  @Test
  void aSignatureDoesNotLiveForEver() {
    assertThatThrownBy(() ->
            StorageProducer.bucketSettings(
                settings(Map.of(S3 + "bucket", "b", S3 + "redirect-life", "8d")), 1_000))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("redirect-life");
  }

  @Test
  void aStoreThatIsNotThereStopsTheStartAndIsNamed(@TempDir Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials, "[default]\naws_access_key_id = a\naws_secret_access_key = top-secret\n");
    BucketSettings settings =
        StorageProducer.bucketSettings(
            settings(
                Map.of(
                    S3 + "bucket",
                    "releases",
                    S3 + "endpoint",
                    "http://127.0.0.1:" + port,
                    S3 + "credentials-file",
                    credentials.toString())),
            1_000);
    assertThatThrownBy(() -> StorageProducer.bucket(settings, InstantSource.system()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bucket releases at http://127.0.0.1:" + port)
        .hasMessageContaining("bowline.artifacts.s3.*")
        .hasMessageNotContaining("top-secret");
  }

  private static ObjectStoreSettings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .withMapping(ObjectStoreSettings.class)
        .withConverter(
            Duration.class, 100, text -> text.equals("8d") ? Duration.ofDays(8) : duration(text))
        .build()
        .getConfigMapping(ObjectStoreSettings.class);
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
  }
}
