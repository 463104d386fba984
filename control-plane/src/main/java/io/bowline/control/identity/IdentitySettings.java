package io.bowline.control.identity;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Certificates: whose name they bear and how long they live.
@ConfigMapping(prefix = "bowline.identity")
@Explained("Certificates")
public interface IdentitySettings {
  @Explained("SPIFFE trust domain of all identities; never change it once runners have enrolled.")
  @WithDefault("bowline.local")
  String trustDomain();

  @Explained(
      "PEM file with the server's certificate chain, read again when it changes. Without it the"
          + " built-in CA certifies the server.")
  Optional<Path> certificateFile();

  @Explained("PEM file with the server's private key (PKCS#8), read again when it changes.")
  Optional<Path> keyFile();

  @Explained("Names and addresses that the built-in server certificate is good for.")
  @WithDefault("localhost,127.0.0.1,::1,*.${bowline.address.alternate-domain:bowline.localhost}")
  List<String> serverNames();

  @Explained("How often the PEM files are looked at, and the built-in certificate's age.")
  @WithDefault("10s")
  Duration reload();
}
