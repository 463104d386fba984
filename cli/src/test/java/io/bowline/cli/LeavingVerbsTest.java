package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A certificate of leaving is judged by its file alone; it and its authority were made by openssl.
class LeavingVerbsTest {
  @TempDir Path folder;
  private WrittenApi api;
  private Run.User anybody;

  @BeforeEach
  void files() throws IOException {
    api = new WrittenApi();
    anybody = api.operator(folder);
    for (String name : new String[] {"prod.dsse", "authorities.pem", "others.pem"}) {
      Files.writeString(folder.resolve(name), resource(name));
    }
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = LeavingVerbsTest.class.getResourceAsStream("/leaving/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Run verify(String authorities) {
    return anybody.run(
        "install",
        "certificate",
        "--verify",
        folder.resolve("prod.dsse").toString(),
        "--authorities",
        folder.resolve(authorities).toString());
  }

  private void altered(String from, String to) throws IOException {
    String text = resource("prod.dsse");
    assertThat(text).contains(from);
    Files.writeString(folder.resolve("prod.dsse"), text.replace(from, to));
  }

  @Test
  void aCertificateOfLeavingIsHeldToItsAuthorityByTheFileAlone() {
    Run holds = verify("authorities.pem");
    assertThat(holds.code()).as(holds.err()).isZero();
    assertThat(holds.out())
        .contains("prod.dsse is as it was signed; CN=Bowline runner CA 1 vouches for its key.")
        .contains("CERTIFICATE OF LEAVING No. 1");
    Run others = verify("others.pem");
    assertThat(others.code()).isEqualTo(1);
    assertThat(others.err()).contains("cert: none of the authorities given vouches for its key");
  }

  @Test
  void anAlteredOneIsRefusedAndThePartIsNamed() throws IOException {
    byte[] payload =
        Base64.getDecoder()
            .decode(resource("prod.dsse").replaceAll("(?s).*\"payload\": \"([^\"]+)\".*", "$1"));
    String text = new String(payload, StandardCharsets.UTF_8);
    String other = text.replace("\"remaining\": []", "\"remaining\": [1]");
    assertThat(other).isNotEqualTo(text);
    altered(
        Base64.getEncoder().encodeToString(payload),
        Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8)));
    Run refused = verify("authorities.pem");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("payload: it is not what was signed");
    assertThat(refused.out()).isEmpty();

    altered("leaving-certificate.v1", "leaving-certificate.v2");
    assertThat(verify("authorities.pem").err()).contains("payloadType");
    Files.writeString(folder.resolve("prod.dsse"), "{");
    assertThat(verify("authorities.pem").err()).contains("it is no JSON");
  }

  @Test
  void withoutAuthoritiesNobodyCanSayWhoseSignatureItIs() {
    Run run = anybody.run("install", "certificate", "--verify", "prod.dsse");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--authorities");
  }

  @Test
  @Tag("C31.data-kept")
  void dataIsNamedOneByOneAndNotWithoutARunner() {
    String uninstall = "POST organizations/acme/installs/prod/uninstall";
    api.answer(uninstall, "{\"job\":\"j\",\"install\":\"i\"}");
    String[] asked = {"install", "uninstall", "prod", "--confirm", "prod"};
    Run run = anybody.run(with(asked, "--erase", "aws_s3_bucket/a", "--erase", "aws_s3_bucket/b"));
    assertThat(run.code()).as(run.err()).isZero();
    Run gone = anybody.run(with(asked, "--runner-gone", "--erase", "aws_s3_bucket/a"));
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains("--erase is the runner's work");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
