package io.bowline.cloud.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// One TLS connection that is made to look at it: it is finished with whomever is there, so that
/// there is something to say about them, and nothing but a question for the date is said to them.
final class Handshake extends X509ExtendedTrustManager implements AutoCloseable {
  private static final int PATIENCE_MS = Math.toIntExact(Duration.ofSeconds(8).toMillis());
  private static final int LONGEST_ANSWER = 8192;

  private final X509ExtendedTrustManager expected;
  private final SSLSocket socket;
  private Optional<X509Certificate> shown = Optional.empty();
  private Optional<String> complaint = Optional.empty();

  /// Connects.
  ///
  /// @param tcp connected already
  /// @param authorities whom the certificate has to be of; none for those that Java knows
  Handshake(Socket tcp, Way way, List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    expected = manager(authorities);
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {this}, null);
    tcp.setSoTimeout(PATIENCE_MS);
    socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, way.host(), way.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }

  /// A connection to the first of these that has one.
  static Socket tcp(List<InetAddress> found, int port) throws IOException {
    var failure = new IOException("no address");
    for (InetAddress address : found) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private static X509ExtendedTrustManager manager(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (authorities.isEmpty()) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      factory.init(store);
    }
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /// What is wrong with the certificate that was shown, if anything.
  Optional<String> complaint() {
    return complaint;
  }

  /// Who has issued it, as it says itself.
  String issuer() {
    return shown
        .map(certificate -> certificate.getIssuerX500Principal().getName())
        .orElse("nobody")
        .replaceAll("\\p{Cntrl}", " ");
  }

  /// What time it is there, when it says so.
  Optional<Instant> date(Way way) {
    try {
      socket
          .getOutputStream()
          .write(
              "HEAD / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(way.host())
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(
              socket.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.ISO_8859_1);
      return answer
          .lines()
          .filter(line -> line.regionMatches(true, 0, "date:", 0, 5))
          .findFirst()
          .map(line ->
              Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(line.substring(5).strip())));
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private interface Judge {
    void judge() throws CertificateException;
  }

  private void look(X509Certificate[] chain, Judge judge) {
    shown = Optional.of(chain[0]);
    try {
      judge.judge();
    } catch (CertificateException e) {
      complaint = Optional.of(String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " "));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket at) {
    look(chain, () -> expected.checkServerTrusted(chain, type, at));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine at) {
    look(chain, () -> expected.checkServerTrusted(chain, type, at));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    look(chain, () -> expected.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket at)
      throws CertificateException {
    throw new CertificateException("no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine at)
      throws CertificateException {
    throw new CertificateException("no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return expected.getAcceptedIssuers();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
