package io.bowline.runner.step.image.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.scan.Scan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// AWS: a signed request is answered with user and password for twelve hours; repositories are made
/// before something is pushed to them.
final class EcrIssuer implements Issuer {
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final Pattern HOST =
      Pattern.compile("(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(.+)");

  private final CloudPlace place;
  private final EcrTerms terms;
  private final String region;
  private final URI api;
  private final CloudHttp http;
  private final AwsIdentity identity;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /// @throws IllegalStateException when the registry's name tells no region and none is set
  EcrIssuer(CloudPlace place, EcrTerms terms) {
    this.place = place;
    this.terms = terms;
    Matcher host = HOST.matcher(place.base().getHost());
    boolean usual = host.matches();
    this.region =
        terms
            .region()
            .or(() -> usual ? java.util.Optional.of(host.group(2)) : java.util.Optional.empty())
            .orElseThrow(() ->
                new IllegalStateException(
                    place.registry() + " tells no region: set bowline.registry.region"));
    String suffix = usual ? host.group(3) : "amazonaws.com";
    this.api =
        place
            .instead()
            .api()
            .orElseGet(() -> URI.create("https://api.ecr." + region + "." + suffix));
    this.http = place.http();
    this.identity = new AwsIdentity(place, region);
  }

  @Override
  public Issued issue() throws IOException, InterruptedException {
    String what = "an authorization token of ECR";
    CloudHttp.Reply reply = call(what, "GetAuthorizationToken", object());
    if (!reply.ok()) {
      throw http.refusal(what, "let the runner's role use ecr:GetAuthorizationToken", reply);
    }
    JsonNode data = reply.json().at("/authorizationData/0");
    String both = decoded(http.field(what, reply, "/authorizationData/0/authorizationToken"));
    int colon = both.indexOf(':');
    if (colon < 0 || !data.path("expiresAt").isNumber()) {
      throw RegistryException.lasting(
          "ECR answered for the registry " + place.registry() + " with what is no token");
    }
    return new Issued(
        new Credentials(both.substring(0, colon), both.substring(colon + 1)),
        Instant.ofEpochMilli((long) (data.path("expiresAt").asDouble() * 1000)));
  }

  @Override
  public void make(String repository) throws IOException, InterruptedException {
    ObjectNode wanted = about(repository);
    wanted.putObject("imageScanningConfiguration").put("scanOnPush", terms.scanOnPush());
    wanted.put("imageTagMutability", terms.immutableTags() ? "IMMUTABLE" : "MUTABLE");
    ObjectNode encryption = wanted.putObject("encryptionConfiguration");
    encryption.put("encryptionType", terms.kmsKey().isPresent() ? "KMS" : "AES256");
    terms.kmsKey().ifPresent(key -> encryption.put("kmsKey", key));
    String what = "making the repository " + repository;
    CloudHttp.Reply reply = call(what, "CreateRepository", wanted);
    if (reply.ok() || reply.error().equals("RepositoryAlreadyExistsException")) {
      return;
    }
    throw http.refusal(
        what,
        switch (reply.error()) {
          case "LimitExceededException" ->
              "the account has as many repositories as it may: remove some, or have the limit of"
                  + " ECR raised";
          case "InvalidParameterException" ->
              "ECR does not take this name: see bowline.registry.prefix";
          case "KmsException" -> "check bowline.registry.kms-key and who may use it";
          default ->
              "let the runner's role use ecr:CreateRepository, or make the repository beforehand";
        },
        reply);
  }

  @Override
  public Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    ObjectNode wanted = about(repository).put("maxResults", 1);
    wanted.putObject("imageId").put("imageDigest", digest.toString());
    String what = "the scan of " + repository + "@" + digest;
    CloudHttp.Reply reply = call(what, "DescribeImageScanFindings", wanted);
    if (reply.ok()) {
      return EcrScan.read(reply.json());
    }
    return switch (reply.error()) {
      case "ScanNotFoundException" -> new Scan.Pending("ECR has not scanned it");
      case "ImageNotFoundException", "RepositoryNotFoundException" ->
          new Scan.Inconclusive("ECR has no such image");
      default ->
          throw http.refusal(
              what, "let the runner's role use ecr:DescribeImageScanFindings", reply);
    };
  }

  private ObjectNode about(String repository) {
    ObjectNode wanted = object().put("repositoryName", repository);
    Matcher host = HOST.matcher(place.base().getHost());
    if (host.matches()) {
      wanted.put("registryId", host.group(1));
    }
    return wanted;
  }

  /// Calls ECR, again with new keys when those at hand are over.
  private CloudHttp.Reply call(String what, String action, ObjectNode body)
      throws IOException, InterruptedException {
    CloudHttp.Reply reply = once(what, action, body);
    if (reply.error().equals("ExpiredTokenException")
        || reply.error().equals("UnrecognizedClientException")) {
      identity.refused();
      reply = once(what, action, body);
    }
    return reply;
  }

  private CloudHttp.Reply once(String what, String action, ObjectNode body)
      throws IOException, InterruptedException {
    AwsCredentialsIdentity keys = identity.keys();
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return http.ask(what, () -> signed(keys, action, bytes));
  }

  private HttpRequest.Builder signed(AwsCredentialsIdentity keys, String action, byte[] bytes) {
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(api.resolve("/"))
            .putHeader("Content-Type", TYPE)
            .putHeader("X-Amz-Target", TARGET + action)
            .build();
    SignedRequest signed =
        signer.sign(request ->
            request
                .identity(keys)
                .request(plain)
                .payload(() -> new ByteArrayInputStream(bytes))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecr")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(
                    HttpSigner.SIGNING_CLOCK,
                    Clock.fixed(place.clock().instant(), ZoneOffset.UTC)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request;
  }

  private String decoded(String token) throws RegistryException {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryException.lasting(
          "ECR answered for the registry " + place.registry() + " with what is no token");
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
