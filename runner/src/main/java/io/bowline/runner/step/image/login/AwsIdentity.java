package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// The keys by which this process is somebody in AWS: from its environment, a web identity, its
/// pod's or container's endpoint, or its machine, whichever is there first.
///
/// The SDK has a provider for each of these. In a process that has spoken HTTP already, the one of
/// web identities (`auth`, `sts`, the smallest HTTP client) adds 14 MiB that stay, this class 0.1;
/// a runner that stands still has 128 of the 130 MiB that it may have.
final class AwsIdentity {
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final CloudPlace place;
  private final String region;
  private final CloudHttp http;
  private Optional<Keys> held = Optional.empty();

  AwsIdentity(CloudPlace place, String region) {
    this.place = place;
    this.region = region;
    this.http = place.http();
  }

  private record Keys(AwsCredentialsIdentity identity, Instant until) {}

  /// Keys that are good for some minutes at least.
  synchronized AwsCredentialsIdentity keys() throws IOException, InterruptedException {
    if (held.isEmpty() || place.clock().instant().isAfter(held.get().until().minus(EARLY))) {
      held = Optional.of(fetch());
    }
    return held.get().identity();
  }

  /// The keys were refused: the next ones are fetched.
  synchronized void refused() {
    held = Optional.empty();
  }

  private Keys fetch() throws IOException, InterruptedException {
    if (place.variable("AWS_ACCESS_KEY_ID").isPresent()) {
      return environment();
    }
    if (place.variable("AWS_WEB_IDENTITY_TOKEN_FILE").isPresent()) {
      return webIdentity();
    }
    Optional<String> container =
        place
            .variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .or(() ->
                place
                    .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                    .map(path -> place.metadata("http://169.254.170.2").resolve(path).toString()));
    return container.isPresent() ? container(URI.create(container.get())) : machine();
  }

  private Keys environment() throws IOException {
    String id = FromFile.variable(place, "AWS_ACCESS_KEY_ID");
    String secret = FromFile.variable(place, "AWS_SECRET_ACCESS_KEY");
    AwsCredentialsIdentity identity =
        place
            .variable("AWS_SESSION_TOKEN")
            .<AwsCredentialsIdentity>map(
                token -> AwsSessionCredentialsIdentity.create(id, secret, token))
            .orElseGet(() -> AwsCredentialsIdentity.create(id, secret));
    return new Keys(identity, Instant.MAX);
  }

  private Keys webIdentity() throws IOException, InterruptedException {
    String token = FromFile.secret(FromFile.variable(place, "AWS_WEB_IDENTITY_TOKEN_FILE"));
    String role = FromFile.variable(place, "AWS_ROLE_ARN");
    URI sts =
        place
            .instead()
            .identity()
            .orElseGet(() -> URI.create("https://sts." + region + ".amazonaws.com"));
    CloudHttp.Reply reply =
        http.needed(
            "assuming the role " + role,
            "check the role's trust in the cluster's identity provider",
            () ->
                CloudHttp.form(
                    sts.resolve("/"),
                    "Action",
                    "AssumeRoleWithWebIdentity",
                    "Version",
                    "2011-06-15",
                    "RoleArn",
                    role,
                    "RoleSessionName",
                    place.variable("AWS_ROLE_SESSION_NAME").orElse("bowline-runner"),
                    "WebIdentityToken",
                    token));
    return new Keys(
        AwsSessionCredentialsIdentity.create(
            element(reply, "AccessKeyId"),
            element(reply, "SecretAccessKey"),
            element(reply, "SessionToken")),
        Instant.parse(element(reply, "Expiration")));
  }

  private Keys container(URI address) throws IOException, InterruptedException {
    Optional<String> file = place.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    Optional<String> token =
        file.isPresent()
            ? Optional.of(FromFile.secret(file.get()))
            : place.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    return json(
        http.needed(
            "the keys of the pod's role",
            "check the pod identity association of the runner's service account",
            () -> {
              HttpRequest.Builder request = HttpRequest.newBuilder(address);
              token.ifPresent(text -> request.header("Authorization", text));
              return request;
            }));
  }

  private Keys machine() throws IOException, InterruptedException {
    URI base = place.metadata("http://169.254.169.254");
    String todo = "give the runner a role, by a web identity, pod identity or instance profile";
    String session =
        http.needed(
                "a session of the machine's metadata",
                todo,
                () ->
                    HttpRequest.newBuilder(base.resolve("/latest/api/token"))
                        .header("X-aws-ec2-metadata-token-ttl-seconds", "300")
                        .PUT(HttpRequest.BodyPublishers.noBody()))
            .text();
    String path = "/latest/meta-data/iam/security-credentials/";
    String role = read("the name of the machine's role", todo, base.resolve(path), session).text();
    return json(
        read(
            "the keys of the machine's role",
            todo,
            base.resolve(path + role.lines().findFirst().orElse("").strip()),
            session));
  }

  private CloudHttp.Reply read(String what, String todo, URI address, String session)
      throws IOException, InterruptedException {
    return http.needed(
        what,
        todo,
        () -> HttpRequest.newBuilder(address).header("X-aws-ec2-metadata-token", session));
  }

  private Keys json(CloudHttp.Reply reply) throws RegistryException {
    String what = "the service of AWS's keys";
    return new Keys(
        AwsSessionCredentialsIdentity.create(
            http.field(what, reply, "/AccessKeyId"),
            http.field(what, reply, "/SecretAccessKey"),
            http.field(what, reply, "/Token")),
        Instant.parse(http.field(what, reply, "/Expiration")));
  }

  /// One of the few fields of the service's XML, none of which has markup or entities inside.
  private String element(CloudHttp.Reply reply, String name) throws RegistryException {
    Matcher found = Pattern.compile("<" + name + ">([^<&]+)</" + name + ">").matcher(reply.text());
    if (!found.find()) {
      throw RegistryException.lasting(
          "assuming a role for the registry %s answered without %s"
              .formatted(place.registry(), name));
    }
    return found.group(1);
  }
}
