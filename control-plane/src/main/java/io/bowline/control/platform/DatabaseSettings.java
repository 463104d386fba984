package io.bowline.control.platform;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Which database, and as whom.
@ConfigMapping(prefix = "bowline.database")
@Explained("The database")
public interface DatabaseSettings {
  @Explained(
      "JDBC address of a PostgreSQL, as jdbc:postgresql://host:5432/name. Without it an embedded"
          + " PostgreSQL is started in the data folder.")
  Optional<String> url();

  @Explained("The role that owns the tables and runs the migrations; only with a url.")
  Optional<String> ownerUser();

  @Explained("The owner's password.")
  Optional<String> ownerPassword();

  @Explained(
      "The role that the process works as. It must neither own the tables nor be able to bypass"
          + " row-level security, or the process does not start.")
  @WithDefault("bowline_app")
  String appUser();

  @Explained("Password of the role that the process works as.")
  Optional<String> appPassword();

  @Explained("Most connections the process holds.")
  @WithDefault("20")
  int poolSize();

  @Explained("How long a request waits for a free connection.")
  @WithDefault("10s")
  Duration poolWait();
}
