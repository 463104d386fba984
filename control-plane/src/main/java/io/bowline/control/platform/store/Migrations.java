package io.bowline.control.platform.store;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.config.OwnFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// Brings the schema up to this version, as the owner of the tables. Migrations expand first and
/// contract a release later, so that the previous version runs on the new schema.
final class Migrations {
  private static final String FOLDER = "db/migration";

  private Migrations() {}

  static void run(DatabaseAddress address) {
    migrate(address, MigrationVersion.LATEST);
  }

  /// Brings it up to a migration and no further.
  ///
  /// @throws StartupFailure when this version has no such migration
  static void to(DatabaseAddress address, String version) {
    migrate(address, known(version));
  }

  /// The migration of this version.
  ///
  /// @throws StartupFailure when this program has none, or only earlier ones
  static MigrationVersion known(String version) {
    MigrationVersion wanted;
    try {
      wanted = MigrationVersion.fromVersion(version);
    } catch (FlywayException e) {
      throw new StartupFailure("No schema has the version '%s'.".formatted(version), e);
    }
    MigrationVersion newest = newest();
    if (wanted.compareTo(newest) > 0) {
      throw new StartupFailure(
          "The schema %s is newer than this program's %s. Use the program that it comes from, or a newer one."
              .formatted(wanted, newest));
    }
    return wanted;
  }

  private static MigrationVersion newest() {
    try {
      return OwnFiles.under(FOLDER).stream()
          .map(name -> name.substring(name.lastIndexOf("/V") + 2, name.indexOf("__")))
          .map(MigrationVersion::fromVersion)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    } catch (IOException e) {
      throw new StartupFailure("This program cannot read its own files: " + e.getMessage(), e);
    }
  }

  private static void migrate(DatabaseAddress address, MigrationVersion target) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(address.url(), address.owner().user(), address.owner().password())
          .resourceProvider(new FromOwnJar(OwnFiles.under(FOLDER)))
          .placeholders(Map.of("app", address.app().user(), "owner", address.owner().user()))
          .outOfOrder(true)
          .target(target)
          .connectRetries(3)
          .load()
          .migrate();
    } catch (FlywayException | IOException e) {
      throw new StartupFailure(
          "The database %s could not be brought to this version: %s"
              .formatted(address.url(), e.getMessage()),
          e);
    }
  }

  /// Flyway's own search does not see into the application's jar, so it is told what is there.
  private record FromOwnJar(List<String> names) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return names.contains(name) ? resource(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      List<LoadableResource> found = new ArrayList<>();
      for (String name : names) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        if (file.startsWith(prefix) && Stream.of(suffixes).anyMatch(file::endsWith)) {
          found.add(resource(name));
        }
      }
      return found;
    }

    private static LoadableResource resource(String name) {
      return new OwnFile(name);
    }
  }

  private static final class OwnFile extends LoadableResource {
    private final String name;

    OwnFile(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      InputStream content = Migrations.class.getClassLoader().getResourceAsStream(name);
      return new InputStreamReader(Objects.requireNonNull(content, name), StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return name;
    }

    @Override
    public String getFilename() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String getRelativePath() {
      return getFilename();
    }
  }
}
