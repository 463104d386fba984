package io.bowline.control.secret;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the master key comes from.
@ConfigMapping(prefix = "bowline.secret")
@Explained("The master key")
public interface SecretSettings {
  @Explained(
      "File with the master key: 32 bytes in Base64. Without it, and with the embedded PostgreSQL"
          + " only, a key is made in the data folder.")
  Optional<Path> masterKeyFile();

  @Explained("The master key itself, for an environment variable: 32 bytes in Base64.")
  Optional<String> masterKey();

  @Explained(
      "File with another master key that still opens what it sealed. While the process runs,"
          + " everything is sealed anew under the master key; the log says when that is done.")
  Optional<Path> otherMasterKeyFile();

  @Explained(
      "Key of AWS KMS that is the master key, in place of a file: symmetric, by its ARN, its id or"
          + " an alias (alias/bowline). The process needs kms:Encrypt and kms:Decrypt on it, and"
          + " signs in as the AWS tools do (environment, web identity, the machine's role).")
  Optional<String> kmsKey();

  @Explained("Another key of AWS KMS; what other-master-key-file is to a file.")
  Optional<String> otherKmsKey();

  @Explained("Region of the keys of AWS KMS; an ARN says its own.")
  Optional<String> kmsRegion();

  @Explained("Address of AWS KMS where it is not the region's own, as that of a VPC endpoint.")
  Optional<URI> kmsEndpoint();

  @Explained(
      "How long AWS KMS is waited for, tries again included. A request that needs a key then gets"
          + " 503; a start ends.")
  @WithDefault("5s")
  Duration kmsTimeout();

  @Explained(
      "After what time each organization gets another data key, and what it has is sealed anew, as"
          + " P90D; without it, when somebody asks.")
  Optional<Duration> rotateDataKeysEvery();

  @Explained(
      "How long a data key that AWS KMS unwrapped is used without asking again: so long it works"
          + " while KMS does not answer, and so long after the key was taken away there.")
  @WithDefault("5m")
  Duration dataKeyMemory();
}
