package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What can be seen in the customer's account, asked there and not of the product.
record Evidence(Place place) {
  /// The runner puts this before every repository.
  private static final String PREFIX = "bowline/";

  /// The image lies in the customer's registry, byte for byte.
  String image(Digest digest) throws IOException {
    var registry =
        new RegistryClient(HttpClient.newHttpClient(), URI.create(place.registry()), login());
    String repository = PREFIX + SampleImage.REPOSITORY;
    byte[] manifest =
        registry
            .manifest(repository, digest.toString())
            .orElseThrow(() ->
                new StepFailed("%s has no %s@%s".formatted(place.registry(), repository, digest)));
    if (!Digest.of(manifest).equals(digest)) {
      throw new StepFailed("the manifest's bytes are not those that the vendor signed");
    }
    return "%s/%s@%s, the same bytes".formatted(place.registry(), repository, digest);
  }

  /// What a customer's own look before anything is made has found.
  ///
  /// @throws StepFailed when something is in the way
  static String preflight(JsonNode checks) {
    var words = new TreeMap<String, Integer>();
    for (JsonNode check : checks) {
      String verdict = check.path("verdict").asText();
      if (verdict.equals("fail")) {
        throw new StepFailed(
            "%s: %s; %s"
                .formatted(
                    check.path("check").asText(),
                    check.path("seen").asText(),
                    check.path("fix").asText()));
      }
      words.merge(verdict, 1, Integer::sum);
    }
    if (words.isEmpty()) {
      throw new StepFailed("the preflight looked at nothing");
    }
    return "preflight: "
        + words.entrySet().stream()
            .map(found -> found.getValue() + " " + found.getKey())
            .collect(Collectors.joining(", "))
        + "; e.g. "
        + checks.path(checks.size() - 1).path("seen").asText();
  }

  /// Whether every pod was ready when the runner looked last.
  static Optional<String> ready(JsonNode samples) {
    String last = "";
    for (JsonNode sample : samples) {
      String time = sample.path("time").asText();
      last = time.compareTo(last) > 0 ? time : last;
    }
    int pods = 0;
    for (JsonNode sample : samples) {
      if (sample.path("time").asText().equals(last)) {
        if (sample.path("value").asDouble() < 1) {
          return Optional.empty();
        }
        pods++;
      }
    }
    return pods == 0 ? Optional.empty() : Optional.of(pods + " pods, all ready");
  }

  private Login login() throws IOException {
    if (place.user().isEmpty() || place.passwordFile().isEmpty()) {
      return new Login.Anonymous();
    }
    String password = Files.readString(place.passwordFile().get()).strip();
    return new Login.Basic(place.user().get(), Password.of(password));
  }
}
