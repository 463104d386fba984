package io.bowline.control.artifact;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.registry.Limits;
import io.bowline.registry.Quotas;
import io.bowline.registry.Registry;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.s3.BucketSettings;
import io.bowline.registry.s3.S3Storage;
import io.bowline.registry.storage.Storage;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Opens the storage that is configured, or says at the start why it cannot, and the registry on
/// it.
public final class StorageProducer {
  /// A store may be asked for no longer.
  private static final Duration LONGEST_SIGNATURE = Duration.ofDays(7);

  private StorageProducer() {}

  @Produces
  @Singleton
  static Collecting storage(
      ArtifactSettings settings, ObjectStoreSettings store, DataFolder data, InstantSource clock) {
    return switch (settings.storage()) {
      case DISK -> folder(ArtifactSettings.folder(settings, data.root()));
      case S3 -> bucket(bucketSettings(store, settings.maxBlobBytes()), clock);
    };
  }

  /// The registry on it.
  @Produces
  @Singleton
  public static Registry registry(ArtifactSettings settings, Storage storage, Quotas quotas) {
    Limits usual = Limits.USUAL;
    return new Registry(
        storage,
        new Limits(
            usual.manifestBytes(), settings.maxBlobBytes(), usual.pageEntries(), usual.pageBytes()),
        quotas);
  }

  /// The storage in a folder.
  public static Collecting folder(Path path) {
    try {
      Files.createDirectories(path);
      return RegistryFolder.open(new LocalDisk(), path, new RandomNames());
    } catch (IOException e) {
      throw new StartupFailure(
          "The artifact folder %s cannot be used: %s. Check bowline.artifacts.folder."
              .formatted(path, e),
          e);
    }
  }

  static Collecting bucket(BucketSettings settings, InstantSource clock) {
    try {
      return S3Storage.open(settings, new RandomNames(), clock);
    } catch (IOException e) {
      throw new StartupFailure(
          "The artifacts' %s. Check bowline.artifacts.s3.* and the rights of its credentials."
              .formatted(e.getMessage()),
          e);
    }
  }

  static BucketSettings bucketSettings(ObjectStoreSettings store, long largestBlob) {
    String bucket =
        store
            .bucket()
            .orElseThrow(() ->
                new StartupFailure(
                    "bowline.artifacts.storage is s3, but no bucket is named. Set"
                        + " bowline.artifacts.s3.bucket."));
    Duration life = store.redirectLife();
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_SIGNATURE) > 0) {
      throw new StartupFailure(
          "bowline.artifacts.s3.redirect-life is %s: a signature lives up to 7 days."
              .formatted(life));
    }
    return new BucketSettings(
        bucket,
        store.endpoint(),
        store.region(),
        store.prefix().filter(text -> !text.isEmpty()).map(StorageProducer::folded).orElse(""),
        store.pathStyle(),
        store.credentialsFile(),
        BucketSettings.partBytes(largestBlob),
        store.redirect()
            ? Optional.of(
                new BucketSettings.Redirects(store.redirectFrom(), life, store.redirectEndpoint()))
            : Optional.empty());
  }

  private static String folded(String prefix) {
    return prefix.endsWith("/") ? prefix : prefix + "/";
  }
}
