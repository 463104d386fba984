package io.bowline.control.app;

import io.bowline.control.artifact.ArtifactSettings;
import io.bowline.control.audit.drill.RestoredChains;
import io.bowline.control.identity.KeyFit;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.DatabaseSettings;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.config.DataSettings;
import io.bowline.control.platform.config.UnknownKeys;
import io.bowline.control.platform.keep.Drill;
import io.bowline.control.platform.keep.Keeping;
import io.bowline.control.platform.keep.Places;
import io.bowline.control.platform.keep.SealingKey;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.MasterKeyReader;
import io.bowline.control.secret.SecretSettings;
import io.bowline.control.secret.drill.RestoredKeys;
import io.bowline.control.secret.kms.AwsKms;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Where the process begins: reads its arguments, then serves. What keeps it from starting is said
/// in one line.
@QuarkusMain
public final class Main {
  /// Where Quarkus looks for it, too.
  private static final Path CONFIG_FILE = Path.of("config", "application.properties");

  private static final int FILE_ORDINAL = 260;

  private Main() {}

  public static void main(String... args) {
    try {
      Arguments arguments = Arguments.read(args);
      arguments.settings().forEach(System::setProperty);
      refuseUnknownKeys();
      switch (arguments.verb()) {
        case Arguments.Verb.Serve serve -> Quarkus.run(Serving.class, Main::ended);
        case Arguments.Verb.BackUp(Path file) -> System.out.println(keeping().backUp(file));
        case Arguments.Verb.Drill(Path file) -> System.out.println(drill(file));
        case Arguments.Verb.PutBack(Path file) -> System.out.println(keeping().putBack(file));
      }
    } catch (StartupFailure e) {
      fail(e);
    }
  }

  private static Keeping keeping() {
    SmallRyeConfig config = configuration();
    Path data = data(config);
    return new Keeping(
        config.getConfigMapping(DatabaseSettings.class),
        () -> sealingKey(config.getConfigMapping(SecretSettings.class), data),
        new Places(
            data, ArtifactSettings.folder(config.getConfigMapping(ArtifactSettings.class), data)),
        Sources.unmanaged());
  }

  private static String drill(Path place) {
    SmallRyeConfig config = configuration();
    Path data = data(config);
    SecretSettings secrets = config.getConfigMapping(SecretSettings.class);
    SecureRandom random = Sources.unmanaged().random();
    return new Drill(
            config.getConfigMapping(DatabaseSettings.class),
            () -> sealingKey(secrets, data),
            List.of(
                new RestoredChains(),
                new RestoredKeys(() -> reader(secrets, random).existing(data), random)),
            Sources.unmanaged())
        .run(place);
  }

  private static Path data(SmallRyeConfig config) {
    return config.getConfigMapping(DataSettings.class).data().orElseGet(DataFolder::standard);
  }

  /// The same configuration that Quarkus would read, without starting it.
  private static SmallRyeConfig configuration() {
    // nobody has set up the log yet, and these verbs have one line to say
    Logger.getLogger("").setLevel(Level.WARNING);
    try {
      SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultSources();
      if (Files.exists(CONFIG_FILE)) {
        builder.withSources(new PropertiesConfigSource(CONFIG_FILE.toUri().toURL(), FILE_ORDINAL));
      }
      return builder
          .addDefaultInterceptors()
          .addDiscoveredConverters()
          .withMapping(DatabaseSettings.class)
          .withMapping(DataSettings.class)
          .withMapping(SecretSettings.class)
          .withMapping(ArtifactSettings.class)
          .withValidateUnknown(false)
          .build();
    } catch (IOException e) {
      throw new StartupFailure("The file %s cannot be read: %s".formatted(CONFIG_FILE, e), e);
    }
  }

  private static SealingKey sealingKey(SecretSettings settings, Path data) {
    MasterKey master = reader(settings, Sources.unmanaged().random()).existing(data);
    return new SealingKey(master.fingerprint(), sealed -> KeyFit.opens(master, sealed));
  }

  private static MasterKeyReader reader(SecretSettings settings, SecureRandom random) {
    return new MasterKeyReader(settings, name -> AwsKms.open(settings, name), random);
  }

  private static void refuseUnknownKeys() {
    try {
      Set<String> given = new HashSet<>(System.getProperties().stringPropertyNames());
      given.addAll(fromFile().stringPropertyNames());
      Set<String> unknown = UnknownKeys.among(given, System.getenv().keySet());
      if (!unknown.isEmpty()) {
        throw new StartupFailure(
            "Unknown configuration: %s. docs/configuration.md lists all keys."
                .formatted(String.join(", ", unknown)));
      }
    } catch (IOException e) {
      throw new StartupFailure("This program cannot read its own files: " + e.getMessage(), e);
    }
  }

  private static Properties fromFile() throws IOException {
    Properties properties = new Properties();
    if (Files.exists(CONFIG_FILE)) {
      try (Reader reader = Files.newBufferedReader(CONFIG_FILE)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private static void ended(Integer code, @Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof StartupFailure failure) {
        fail(failure);
        return;
      }
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, cause);
  }

  private static void fail(StartupFailure failure) {
    System.err.println("bowline: " + failure.getMessage());
    System.exit(1);
  }
}
