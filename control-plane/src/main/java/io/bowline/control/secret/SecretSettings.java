package io.bowline.control.secret;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
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
}
