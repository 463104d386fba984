package io.bowline.control.secret;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.store.PurposeKeyRows;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The master key of tests on the shared database.
public final class TestKeys {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private TestKeys() {}

  /// Always the same.
  public static MasterKey master() {
    return reader(settings(Map.of("master-key", KEY))).load(Optional.empty());
  }

  /// Keys of the system under it.
  public static PurposeKeys purposes() {
    return new PurposeKeys(
        master(), TestDatabase.transactions(), new PurposeKeyRows(), new SecureRandom());
  }

  /// Keys as they are configured.
  static String text(int key) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) (key + 1));
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Settings as the product reads them.
  ///
  /// @param values by their names below `bowline.secret`
  public static SecretSettings settings(Map<String, String> values) {
    var builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SecretSettings.class);
    values.forEach((name, value) -> builder.withDefaultValue("bowline.secret." + name, value));
    return builder.build().getConfigMapping(SecretSettings.class);
  }

  /// Reads keys where no service has one.
  public static MasterKeyReader reader(SecretSettings settings) {
    return new MasterKeyReader(
        settings,
        name -> {
          throw new StartupFailure("no service here has " + name);
        },
        new SecureRandom());
  }
}
