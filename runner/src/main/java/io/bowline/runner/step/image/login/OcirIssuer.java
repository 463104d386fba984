package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/// Oracle: the registry's token endpoint answers a request that a user's API key has signed with a
/// token, which is the password of a user of a fixed name.
final class OcirIssuer implements Issuer {
  private static final String USER = "BEARER_TOKEN";
  private static final String PATH = "/20180419/docker/token";
  private static final long USUAL_LIFE = 1200;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final CloudPlace place;
  private final Path config;
  private final CloudHttp http;

  /// @param config a file of the tools' form, whose profile `DEFAULT` is taken
  OcirIssuer(CloudPlace place, Path config) {
    this.place = place;
    this.config = config;
    this.http = new CloudHttp(place.registry(), place.registryClient());
  }

  @Override
  public Issued issue() throws IOException, InterruptedException {
    Properties profile = profile();
    PrivateKey key = key(value(profile, "key_file"));
    String keyId =
        value(profile, "tenancy")
            + "/"
            + value(profile, "user")
            + "/"
            + value(profile, "fingerprint");
    URI address = place.base().resolve(PATH);
    String what = "a token of Oracle's registry";
    CloudHttp.Reply reply =
        http.needed(
            what,
            "check the API key of the user in "
                + config
                + " and the policy that lets it manage"
                + " repos",
            () -> signed(address, keyId, key));
    Duration life = Duration.ofSeconds(reply.json().path("expires_in").asLong(USUAL_LIFE));
    return new Issued(
        new Credentials(USER, http.field(what, reply, "/token")),
        place.clock().instant().plus(life));
  }

  /// The form of Oracle's request signatures for a request without a body.
  private HttpRequest.Builder signed(URI address, String keyId, PrivateKey key)
      throws RegistryException {
    String date = DATE.format(place.clock().instant());
    String text =
        "date: %s\n(request-target): get %s\nhost: %s"
            .formatted(date, address.getRawPath(), address.getAuthority());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      String header =
          "Signature version=\"1\",keyId=\"%s\",algorithm=\"rsa-sha256\",headers=\"%s\",signature=\"%s\""
              .formatted(
                  keyId,
                  "date (request-target) host",
                  Base64.getEncoder().encodeToString(signature.sign()));
      return HttpRequest.newBuilder(address).header("Date", date).header("Authorization", header);
    } catch (GeneralSecurityException e) {
      throw RegistryException.lasting(
          "the API key for the registry %s cannot sign: %s"
              .formatted(place.registry(), e.getMessage()));
    }
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
                    .formatted(config, name, place.registry())));
  }

  private PrivateKey key(String file) throws IOException {
    String pem = FromFile.secret(file);
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw RegistryException.lasting(
          file
              + " is no RSA key in PKCS#8 without a pass phrase (BEGIN PRIVATE KEY), which the"
              + " registry "
              + place.registry()
              + " needs");
    }
  }
}
