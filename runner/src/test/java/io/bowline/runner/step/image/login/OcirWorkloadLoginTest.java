package io.bowline.runner.step.image.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bowline.testkit.process.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Oracle's registry by the pod's own principal: the cluster's word, then the registry's token.
class OcirWorkloadLoginTest extends OcirContract {
  private static final String ACCOUNT = "token-of-the-service-account";
  private static final KeyPair SESSION = keys();

  private final Map<String, PublicKey> sessions = new ConcurrentHashMap<>();
  private volatile int status = 200;
  private volatile boolean nonsense;
  private HttpsServer cluster;

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  Login login(CloudPlace place) throws Exception {
    SelfSigned certificate = SelfSigned.make();
    cluster = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    cluster.createContext("/resourcePrincipalSessionTokens", this::exchanged);
    cluster.start();
    return login(place, certificate.pem());
  }

  private Login login(CloudPlace place, String authority) throws IOException {
    Path account = Files.createDirectories(folder.resolve("account"));
    Files.writeString(account.resolve("token"), ACCOUNT + "\n");
    Files.writeString(account.resolve("ca.crt"), authority);
    var workload =
        new OracleWorkload(
            place,
            account,
            URI.create("https://127.0.0.1:" + cluster.getAddress().getPort()),
            () -> SESSION,
            new OracleMachine(place, () -> SESSION));
    return new CloudLogin(new OcirIssuer(place, workload), place.clock());
  }

  @AfterEach
  void shut() {
    cluster.stop(0);
  }

  /// As the live service answers: a JSON text of base64 of JSON.
  private void exchanged(HttpExchange exchange) throws IOException {
    String key = new ObjectMapper().readTree(exchange.getRequestBody()).path("podKey").asText();
    boolean known =
        ("Bearer " + ACCOUNT).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String token = "pod-token-" + (sessions.size() + 1);
    sessions.put("ST$" + token, publicKey(key));
    String inner =
        Base64.getEncoder()
            .encodeToString("{\"token\":\"ST$%s\"}".formatted(token).getBytes(UTF_8));
    byte[] body = (nonsense ? "\"not base64!\"" : '"' + inner + '"').getBytes(UTF_8);
    exchange.sendResponseHeaders(known ? status : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static PublicKey publicKey(String pem) {
    try {
      byte[] der =
          Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", ""));
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    boolean good =
        sessions.entrySet().stream()
            .anyMatch(each -> OracleCheck.isSigned(asked, each.getKey(), each.getValue()));
    return asked.uri().getPath().equals("/20180419/docker/token") && good ? token() : no();
  }

  @Override
  String todo() {
    return "service account manage repos";
  }

  @Override
  List<String> secrets() {
    return List.of(
        "jwt-1",
        "pod-token-1",
        ACCOUNT,
        Base64.getEncoder().encodeToString(SESSION.getPrivate().getEncoded()).substring(0, 40));
  }

  @Test
  void aClusterThatRefusesTheServiceAccountIsNamedAndNobodyElseIsTried() {
    status = 403;
    assertThatThrownBy(login::credentials)
        .hasMessageContaining("refuses this pod's service account with status 403")
        .hasMessageContaining(cloud.address().getAuthority())
        .satisfies(e -> assertThat(e.toString()).doesNotContain(secrets()));
    assertThat(cloud.asked()).isEmpty();
  }

  @Test
  void whatIsNoTokenIsNone() {
    nonsense = true;
    assertThatThrownBy(login::credentials).hasMessageContaining("answers with no token");
  }

  @Test
  void anAuthorityThatIsNotTheClustersIsNotTrusted() throws Exception {
    Login other = login(place(), SelfSigned.make().pem());
    assertThatThrownBy(other::credentials).isInstanceOf(IOException.class);
    assertThat(sessions).isEmpty();
  }

  /// The machine's metadata service is asked, which this place does not have.
  @Test
  void inAClusterWithoutThatServiceItIsTheMachineThatIsAsked() {
    cluster.stop(0);
    assertThatThrownBy(login::credentials).hasMessageContaining("identity/cert.pem");
  }
}
