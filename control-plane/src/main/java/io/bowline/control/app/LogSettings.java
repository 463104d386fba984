package io.bowline.control.app;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// The process's own log. Quarkus reads the same keys (application.properties).
@ConfigMapping(prefix = "bowline.log")
@Explained("The process's own log")
public interface LogSettings {
  @Explained("Write the log as JSON, one object a line, instead of text.")
  @WithDefault("false")
  boolean json();

  @Explained(
      "Also send the log to this Loki-compatible address, as"
          + " https://loki.example/loki/api/v1/push. A CA that the JDK does not know is given by"
          + " the JDK's own javax.net.ssl.trustStore.")
  Optional<String> lokiUrl();

  @Explained("Tenant of that Loki (X-Scope-OrgID).")
  Optional<String> lokiTenant();

  @Explained("User at that Loki, for basic authentication.")
  Optional<String> lokiUser();

  @Explained("The user's password.")
  Optional<String> lokiPassword();

  @Explained("Longest time that a line waits for others to be sent with it.")
  @WithDefault("2s")
  Duration lokiEvery();
}
