package io.bowline.registry;

import java.util.Optional;

/// What a request is about, for those who read why it was refused: a repository, and the manifest,
/// tag or blob in it.
final class About {
  /// Longer than any digest.
  private static final int LONGEST = 255;

  private About() {}

  /// As clients write it; empty for an address that names no repository.
  static String of(OciRequest request) {
    try {
      return switch (Route.of(request.path())) {
        case Route.Base _, Route.Nowhere _ -> "";
        case Route.Tags(String repository) -> repository;
        case Route.Blob(String repository, String digest) -> named(repository, digest);
        case Route.Manifest(String repository, String reference) -> named(repository, reference);
        case Route.Referrers(String repository, String subject) -> named(repository, subject);
        case Route.NewUpload(String repository) -> blob(repository, request);
        case Route.OpenUpload(String repository, String _) -> blob(repository, request);
      };
    } catch (Refusal e) {
      return "";
    }
  }

  /// An upload's blob, where the client says already which.
  private static String blob(String repository, OciRequest request) {
    try {
      Query query = Query.of(request);
      Optional<String> digest = query.first("digest").or(() -> query.first("mount"));
      return digest.isPresent() ? repository + "@" + cut(digest.get()) : repository;
    } catch (Refusal e) {
      return repository;
    }
  }

  private static String named(String repository, String reference) {
    return repository + (reference.indexOf(':') < 0 ? ":" : "@") + cut(reference);
  }

  /// Short enough to stand in a message.
  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
