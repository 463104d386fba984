package io.bowline.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/// A certificate for the loopback address that only its own clients trust.
public record SelfSigned(X509KeyManager server, SSLContext client) {
  private static final String PASSWORD = "changeit";

  /// Makes one.
  ///
  /// @param folder where its key store is written
  public static SelfSigned in(Path folder) throws IOException, InterruptedException {
    Path store = storeIn(folder);
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias=server",
            "-keyalg=EC",
            "-dname=CN=localhost",
            "-ext=san=ip:127.0.0.1",
            "-storetype=PKCS12",
            "-storepass=" + PASSWORD,
            "-keystore=" + store);
    List<String> separate =
        command.stream().flatMap(word -> List.of(word.split("=", 2)).stream()).toList();
    assertThat(new ProcessBuilder(separate).inheritIO().start().waitFor()).isZero();
    return read(store);
  }

  /// Reads what `in` wrote.
  public static SelfSigned read(Path store) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, PASSWORD.toCharArray());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(keys);
      SSLContext client = SSLContext.getInstance("TLS");
      client.init(null, trust.getTrustManagers(), null);
      return new SelfSigned((X509KeyManager) managers.getKeyManagers()[0], client);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where `in` writes.
  public static Path storeIn(Path folder) {
    return folder.resolve("server.p12");
  }
}
