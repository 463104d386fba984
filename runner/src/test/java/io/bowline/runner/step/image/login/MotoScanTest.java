package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.runner.step.image.scan.Scan;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Scans as an ECR tells them that was not written here.
@Tag("real")
@RequiresPart("moto_server")
class MotoScanTest {
  private static final String REGION = "eu-central-1";
  private static final String REPOSITORY = "bowline/acme/broker";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Moto moto;
  private URI address;
  private Login login;

  @BeforeEach
  void start() throws IOException {
    moto = Moto.start(Map.of());
    address = moto.address();
    var at = Optional.of(address);
    login =
        new CloudPlace(
                URI.create("https://123456789012.dkr.ecr." + REGION + ".amazonaws.com"),
                HTTP,
                HTTP,
                InstantSource.system(),
                new Random(1),
                Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret"),
                new CloudPlace.Instead(at, at, at))
            .ecr(new EcrTerms(Optional.empty(), true, false, Optional.empty()));
  }

  @AfterEach
  void stop() {
    moto.close();
  }

  private JsonNode say(String path, String action, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + action)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/%s/ecr/aws4_request, SignedHeaders=host, Signature=0"
                    .formatted(REGION))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return new ObjectMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  @Test
  @Tag("C62.scan-on-push")
  void whatEcrCountsIsReadWhenItsScanIsOver() throws Exception {
    login.prepare(REPOSITORY);
    JsonNode put =
        say(
            "/",
            "PutImage",
            """
            {"repositoryName":"%s","imageTag":"1",
             "imageManifestMediaType":"application/vnd.oci.image.manifest.v1+json",
             "imageManifest":"{\\"schemaVersion\\":2,\\"config\\":{\\"digest\\":\\"sha256:%s\\"},\\"layers\\":[]}"}\
            """
                .formatted(REPOSITORY, "a".repeat(64)));
    Digest image = Digest.parse(put.at("/image/imageId/imageDigest").asText());
    assertThat(login.scan(REPOSITORY, image)).isInstanceOf(Scan.Pending.class);
    assertThat(login.scan("bowline/nobody", image)).isInstanceOf(Scan.Inconclusive.class);
    assertThat(login.scan(REPOSITORY, Digest.of(new byte[1])))
        .isInstanceOf(Scan.Inconclusive.class);

    String id = "{\"imageDigest\":\"%s\"}".formatted(image);
    JsonNode _ =
        say(
            "/",
            "StartImageScan",
            "{\"repositoryName\":\"%s\",\"imageId\":%s}".formatted(REPOSITORY, id));
    assertThat(login.scan(REPOSITORY, image))
        .isEqualTo(new Scan.Counted(List.of(new SeverityCount("HIGH", 1))));

    JsonNode _ =
        say(
            "/moto-api/static/ecr/scan-finding-results",
            "",
            """
            {"region":"%s","results":[{"registryId":"123456789012","repositoryName":"%s","imageId":%s,
             "imageScanStatus":{"status":"FAILED","description":"no such distribution"}}]}\
            """
                .formatted(REGION, REPOSITORY, id));
    assertThat(login.scan(REPOSITORY, image))
        .isEqualTo(new Scan.Inconclusive("ECR says FAILED (no such distribution)"));
  }
}
