package io.bowline.control.artifact;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The bucket that artifacts are kept in, where they are not kept in a folder.
@ConfigMapping(prefix = "bowline.artifacts.s3")
@Explained("The artifact registry in a bucket")
public interface ObjectStoreSettings {
  @Explained("Bucket of the artifact registry, which must exist; needed with storage s3.")
  Optional<String> bucket();

  @Explained(
      "Address of an S3-compatible store, such as https://store.example:9000; without it AWS"
          + " itself.")
  Optional<URI> endpoint();

  @Explained("Region of the bucket.")
  @WithDefault("us-east-1")
  String region();

  @Explained("Put before every key in the bucket, so that it can hold other things, too.")
  Optional<String> prefix();

  @Explained("Whether the bucket is named in the path, as most stores beside AWS want it.")
  @WithDefault("false")
  boolean pathStyle();

  @Explained(
      "File with the access key in the form of the AWS tools ([default], aws_access_key_id,"
          + " aws_secret_access_key), read again when it changes; without it environment, web"
          + " identity, container and instance are asked in turn.")
  Optional<Path> credentialsFile();

  @Explained(
      "Whether pulls of large blobs are answered by 307 and a signed address of the store, so that"
          + " their bytes do not pass through this process. Clients must reach the store.")
  @WithDefault("false")
  boolean redirect();

  @Explained("Blobs below this size in bytes are never redirected.")
  @WithDefault("1048576")
  long redirectFrom();

  @Explained("How long a signed address is good for.")
  @WithDefault("15m")
  Duration redirectLife();

  @Explained("Address at which clients reach the store, when this process reaches it by another.")
  Optional<URI> redirectEndpoint();
}
