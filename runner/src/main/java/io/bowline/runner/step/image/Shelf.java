package io.bowline.runner.step.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.scan.Scan;
import io.bowline.runner.step.image.scan.Scanning;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What lies in the repositories of one registry, and how it is taken away.
final class Shelf implements Scanning {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 4 << 20;
  private static final int PAGE = 1000;
  private static final Set<Integer> NOT_ALLOWED = Set.of(400, 401, 403, 405, 501);

  private final RegistryClient registry;

  Shelf(RegistryClient registry) {
    this.registry = registry;
  }

  /// What came of taking a manifest away.
  enum Removal {
    GONE,
    /// The registry, or the runner's account there, does not delete.
    NOT_ALLOWED
  }

  /// The digest behind a tag or digest, when it is there.
  Optional<Digest> digest(String repository, String reference)
      throws IOException, InterruptedException {
    return Images.digestAt(registry, Tokens.Scope.pull(repository), repository, reference);
  }

  /// All tags; nothing when there are more than one page of them.
  Optional<List<String>> tags(String repository) throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "GET",
            registry.uri(repository + "/tags/list?n=" + PAGE),
            Tokens.Scope.pull(repository));
    HttpResponse<InputStream> response = registry.open(ask);
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES);
      if (response.statusCode() == 404) {
        return Optional.of(List.of());
      }
      if (response.statusCode() != 200) {
        throw registry.unexpected(ask, response);
      }
      if (response.headers().firstValue("Link").isPresent()) {
        return Optional.empty();
      }
      var tags = new ArrayList<String>();
      for (JsonNode tag : JSON.readTree(bytes).path("tags")) {
        tags.add(tag.asText());
      }
      return Optional.of(tags);
    }
  }

  /// Digests of the manifests that an index names; none for other manifests.
  List<Digest> children(String repository, Digest digest) throws IOException, InterruptedException {
    return parts(repository, digest).stream().map(Manifest.Descriptor::digest).toList();
  }

  @Override
  public List<Digest> images(String repository, Digest digest)
      throws IOException, InterruptedException {
    var images = new ArrayList<Digest>();
    List<Manifest.Descriptor> parts = parts(repository, digest);
    for (Manifest.Descriptor part : parts) {
      if (part.about().isEmpty() && digest(repository, part.digest().toString()).isPresent()) {
        images.add(part.digest());
      }
    }
    return parts.isEmpty() ? List.of(digest) : images;
  }

  @Override
  public Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    return registry.scan(repository, digest);
  }

  private List<Manifest.Descriptor> parts(String repository, Digest digest)
      throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
                "GET",
                registry.uri(repository + "/manifests/" + digest),
                Tokens.Scope.pull(repository))
            .header("Accept", Manifest.ACCEPT);
    HttpResponse<InputStream> response = registry.open(ask);
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES);
      if (response.statusCode() == 404) {
        return List.of();
      }
      if (response.statusCode() != 200) {
        throw registry.unexpected(ask, response);
      }
      String type = response.headers().firstValue("Content-Type").orElse("");
      return Manifest.read(bytes, type).children();
    }
  }

  /// Deletes a manifest with all its tags.
  Removal remove(String repository, Digest digest) throws IOException, InterruptedException {
    Ask ask =
        Ask.of(
            "DELETE",
            registry.uri(repository + "/manifests/" + digest),
            Tokens.Scope.delete(repository));
    HttpResponse<Void> response = registry.head(ask);
    int status = response.statusCode();
    if (NOT_ALLOWED.contains(status)) {
      return Removal.NOT_ALLOWED;
    }
    if (status != 202 && status != 200 && status != 204 && status != 404) {
      throw registry.unexpected(ask, response);
    }
    return Removal.GONE;
  }
}
