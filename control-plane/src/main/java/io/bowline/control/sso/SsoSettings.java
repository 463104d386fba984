package io.bowline.control.sso;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How organizations' identity providers are asked.
@ConfigMapping(prefix = "bowline.sso")
@Explained("Single sign-on")
public interface SsoSettings {
  @Explained(
      "The address of this control plane as browsers see it, without a path; identity providers"
          + " send people back there.")
  @WithDefault("https://${bowline.address.host:localhost}:${bowline.http.port:8443}")
  String publicUrl();

  @Explained(
      "Private networks (10.20.0.0/16) whose identity providers are asked; public addresses always"
          + " are, those where clouds tell a machine about itself never.")
  Optional<List<String>> admittedNetworks();

  @Explained(
      "A file with certificates (PEM) of authorities that identity providers' certificates may be"
          + " of, beside those that Java knows.")
  Optional<Path> trustFile();
}
