package io.bowline.control.app;

import io.bowline.control.platform.store.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the whole process of a `@QuarkusTest` on the database that all tests share.
public final class SharedDatabase implements QuarkusTestResourceLifecycleManager {
  private static final List<String> LISTENERS =
      List.of(
          "http.port", "link.port", "ingest.logs-port", "ingest.metrics-port", "management.port");

  @Override
  public Map<String, String> start() {
    try {
      var settings =
          new HashMap<>(
              TestDatabase.configuration(
                  Files.createTempDirectory("bowline-test-data").toString()));
      // a demo, or another test, may hold the usual ports
      LISTENERS.forEach(listener -> settings.put("bowline." + listener, "0"));
      // what runners are told; a test asks the listeners where they really are
      settings.put("bowline.address.link", "9701");
      settings.put("bowline.address.logs", "8433");
      settings.put("bowline.address.metrics", "9090");
      settings.put("bowline.address.artifacts", "8443");
      // what is put into clusters that are brought
      Path root = Files.createTempFile("bowline-test", ".trust-root.json");
      Files.writeString(root, "{}");
      root.toFile().deleteOnExit();
      settings.put("bowline.fleet-runner.image", "registry.example.com/bowline/runner:1");
      settings.put("bowline.fleet-runner.trust-root", root.toString());
      settings.put("bowline.provision.control-plane-cidrs", "203.0.113.0/28");
      settings.put(
          "bowline.installer.templates",
          "https://acme-templates.s3.eu-central-1.amazonaws.com/bowline");
      // nobody is there: a test of the whole process asks no real DNS
      settings.put("bowline.domain.resolvers", "127.0.0.1:9");
      settings.put("bowline.domain.lookup-limit", "1s");
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // the database ends with the JVM
  }
}
