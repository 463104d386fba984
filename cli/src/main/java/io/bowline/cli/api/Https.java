package io.bowline.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// HTTP clients that trust the system's authorities, or exactly those of a file.
public final class Https {
  private Https() {}

  /// A client; redirects are not followed, so that a token stays with its server.
  public static HttpClient client(Optional<Path> certificates) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60));
    certificates.ifPresent(file -> builder.sslContext(trusting(file)));
    return builder.build();
  }

  /// A client that trusts exactly these authorities.
  ///
  /// @param pem their certificates
  public static HttpClient trusting(String pem) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(60))
        .sslContext(trusting(new ByteArrayInputStream(pem.getBytes(UTF_8)), "what the file trusts"))
        .build();
  }

  private static SSLContext trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return trusting(in, file.toString());
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  private static SSLContext trusting(InputStream in, String where) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int index = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + index++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + where + ": " + Reason.of(e));
    } catch (GeneralSecurityException e) {
      throw new CliFailure(Exit.USAGE, where + " holds no PEM certificates");
    }
  }
}
