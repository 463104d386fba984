package io.bowline.control.secret.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.bowline.control.platform.StartupFailure;
import io.bowline.control.secret.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a KMS that cannot be used is said.
class AwsKmsTest {
  private static final String KEY = "alias/bowline";

  private HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "hunter2-canary");
    System.setProperty("aws.disableEc2Metadata", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("aws.disableEc2Metadata");
  }

  private void answers(int status, String type) {
    byte[] body =
        "{\"__type\":\"%s\",\"message\":\"their-words hunter2\"}"
            .formatted(type)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void open(Map<String, String> more) {
    var all = new HashMap<String, String>();
    all.put("kms-region", "eu-central-1");
    all.put("kms-endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    all.put("kms-timeout", "PT1S");
    all.putAll(more);
    AwsKms.open(TestKeys.settings(all), KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, needs kms:Encrypt and kms:Decrypt",
    "400, NotFoundException, There is no key alias/bowline",
    "400, DisabledException, is disabled",
    "400, KMSInvalidStateException, to be deleted",
    "400, InvalidKeyUsageException, not a symmetric key",
    "400, UnrecognizedClientException, does not accept the credentials",
    "400, ExpiredTokenException, does not accept the credentials",
    "400, ThrottlingException, takes no more requests of this account just now",
    "400, LimitExceededException, raise bowline.secret.data-key-memory",
    "400, SomethingElseException, answered with 400 SomethingElseException",
    "500, KMSInternalException, answered with 500 KMSInternalException"
  })
  void itsRefusalsAreSaidInOurWords(int status, String type, String words) {
    answers(status, type);

    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(words)
        .hasMessageContaining("bowline.secret.kms-")
        .hasMessageNotContaining("their-words")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aFaultThatMayPassIsTriedAgain() {
    answers(500, "KMSInternalException");

    assertThatThrownBy(() -> open(Map.of("kms-timeout", "PT5S")))
        .isInstanceOf(StartupFailure.class);
    assertThat(asked).hasValueGreaterThan(1);
  }

  @Test
  void oneThatNobodyServesCannotBeReached() {
    server.stop(0);

    assertThatThrownBy(() -> open(Map.of("kms-endpoint", "http://127.0.0.1:1")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("http://127.0.0.1:1 cannot be reached");
  }

  @Test
  void oneThatIsSilentIsGivenUpInTime() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      long begun = System.nanoTime();
      assertThatThrownBy(
              () -> open(Map.of("kms-endpoint", "http://127.0.0.1:" + silent.getLocalPort())))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("did not answer within 1000 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aProcessWithoutCredentialsIsToldSo() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");

    assertThatThrownBy(() -> open(Map.of()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("no AWS credentials");
  }

  @Test
  void aNameWithoutARegionIsRefused() {
    assertThatThrownBy(() -> AwsKms.open(TestKeys.settings(Map.of()), KEY))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("bowline.secret.kms-region");
  }
}
