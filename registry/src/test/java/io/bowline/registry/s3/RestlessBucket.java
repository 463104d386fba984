package io.bowline.registry.s3;

import io.bowline.registry.collect.RestlessRegistry;
import io.bowline.registry.platform.RandomNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// A process that pushes into a bucket and collects from it until it is killed.
final class RestlessBucket {
  private static final Timing QUICK = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(3));

  private RestlessBucket() {}

  /// Never ends by itself.
  ///
  /// @param args the file for notes, the store's address, the file with credentials
  public static void main(String[] args) throws IOException {
    BucketSettings settings = ObjectStore.settings(URI.create(args[1]), Path.of(args[2]));
    RestlessRegistry.begin(
        S3Storage.open(settings, new RandomNames(), InstantSource.system(), QUICK),
        Path.of(args[0]));
  }
}
