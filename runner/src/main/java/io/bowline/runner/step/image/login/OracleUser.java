package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// A user of Oracle's, by an API key that lies in a file.
///
/// @param config a file of the tools' form, whose profile `DEFAULT` is taken
record OracleUser(String registry, Path config) implements OracleIdentity {
  @Override
  public OracleKey key() throws IOException {
    Properties profile = profile();
    String file = value(profile, "key_file");
    String id =
        "%s/%s/%s"
            .formatted(
                value(profile, "tenancy"), value(profile, "user"), value(profile, "fingerprint"));
    String where = "%s, which the registry %s needs,".formatted(file, registry);
    return new OracleKey(id, RsaPem.parse(FromFile.secret(file), where));
  }

  @Override
  public String todo() {
    return "check the API key of the user in %s and the policy that lets it manage repos"
        .formatted(config);
  }

  private Properties profile() throws IOException {
    Properties found = new Properties();
    boolean inside = false;
    StringBuilder lines = new StringBuilder();
    for (String line : FromFile.secret(config.toString()).lines().toList()) {
      String text = line.strip();
      if (text.startsWith("[")) {
        inside = text.equals("[DEFAULT]");
      } else if (inside) {
        lines.append(text).append('\n');
      }
    }
    found.load(new StringReader(lines.toString()));
    return found;
  }

  private String value(Properties profile, String name) throws RegistryException {
    return Optional.ofNullable(profile.getProperty(name))
        .orElseThrow(() ->
            RegistryException.lasting(
                "%s has no %s in its profile DEFAULT, which the registry %s needs"
                    .formatted(config, name, registry)));
  }
}
