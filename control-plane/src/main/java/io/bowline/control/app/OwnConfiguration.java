package io.bowline.control.app;

import io.bowline.control.configured.Configured;
import io.bowline.control.platform.config.ConfigReference;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Records at each start what is configured in another way than at the one before. A start does not
/// fail for it.
@Singleton
final class OwnConfiguration {
  private static final Logger LOG = Logger.getLogger(OwnConfiguration.class);

  private final Configured configured;
  private final Config config;

  OwnConfiguration(Configured configured, Config config) {
    this.configured = configured;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    try {
      int changed = configured.started(now());
      LOG.debugf("%d settings are another way than at the last start", changed);
    } catch (IOException | RuntimeException e) {
      LOG.warnf("What changed in the configuration could not be recorded: %s", e.getMessage());
    }
  }

  private Configured.Start now() throws IOException {
    var standards = new TreeMap<String, String>();
    var settings = new TreeMap<String, String>();
    for (ConfigReference.Key key : ConfigReference.keys()) {
      standards.put(key.name(), key.standard());
      settings.put(
          key.name(),
          Optional.ofNullable(config.getConfigValue(key.name()).getValue()).orElse(key.standard()));
    }
    String host =
        Optional.ofNullable(config.getConfigValue("bowline.link.replica").getValue())
            .orElseGet(OwnConfiguration::hostName);
    String version =
        Optional.ofNullable(config.getConfigValue("quarkus.application.version").getValue())
            .orElse("");
    return new Configured.Start(host, version, standards, settings);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
