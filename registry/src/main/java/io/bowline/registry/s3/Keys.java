package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import java.util.Optional;

/// Where in the bucket things are.
///
/// ```
/// layout                                      the number of this layout
/// collecting                                  who collects, and until when
/// collected                                   when a collection ended last
/// data/<name>                                 a blob's bytes
/// content/<algorithm>/<hex>                   which data is that content, or is about to be; empty
///                                             when removed
/// holders/<algorithm>/<hex>/<repository>      hints for a mount that names no source
/// repositories/<name>/_blobs/<algorithm>/<hex>       has this blob; names its data;
///                                             empty when removed
/// repositories/<name>/_manifests/<algorithm>/<hex>   a manifest with its media type;
///                                             empty when removed
/// repositories/<name>/_tags/<tag>             a manifest's digest; empty when removed
/// repositories/<name>/_referrers/<algorithm>/<subject hex>/<algorithm>-<hex>
///                                             the descriptor to list; empty when removed
/// uploads/<repository>/<id>                   how far an upload is, and who holds it
/// tails/<repository>/<id>/<name>              an upload's bytes that make no part yet
/// ```
///
/// Bytes go straight to where they stay, under a name that nothing points at: a blob is there from
/// the moment a link names its data, and no byte is copied.
final class Keys {
  static final String LAYOUT = "layout";
  static final String COLLECTING = "collecting";
  static final String COLLECTED = "collected";
  static final String DATA = "data/";
  static final String CONTENT = "content/";
  static final String PROBES = "probe/";
  static final String REPOSITORIES = "repositories/";
  static final String UPLOADS = "uploads/";
  static final String TAILS = "tails/";

  private Keys() {}

  /// A place to try what the store can do.
  static String probe(String name) {
    return PROBES + name;
  }

  static String data(String name) {
    return DATA + name;
  }

  static String content(Digest digest) {
    return CONTENT + of(digest);
  }

  static String holders(Digest digest) {
    return "holders/" + of(digest) + "/";
  }

  static String holder(Digest digest, String repository) {
    return holders(digest) + flat(repository);
  }

  static String blobs(String repository) {
    return in(repository) + "_blobs/";
  }

  static String blob(String repository, Digest digest) {
    return blobs(repository) + of(digest);
  }

  static String manifests(String repository) {
    return in(repository) + "_manifests/";
  }

  static String manifest(String repository, Digest digest) {
    return manifests(repository) + of(digest);
  }

  static String tags(String repository) {
    return in(repository) + "_tags/";
  }

  static String referrers(String repository) {
    return in(repository) + "_referrers/";
  }

  static String referrers(String repository, Digest subject) {
    return referrers(repository) + of(subject) + "/";
  }

  static String referrer(String repository, Digest subject, Digest referrer) {
    return referrers(repository, subject) + referrer.toString().replace(':', '-');
  }

  static String upload(String repository, String id) {
    return UPLOADS + flat(repository) + "/" + id;
  }

  static String tails(String repository, String id) {
    return TAILS + flat(repository) + "/" + id + "/";
  }

  /// The repository that a key below `repositories/` belongs to.
  static String repository(String key) {
    return key.substring(REPOSITORIES.length(), key.indexOf("/_"));
  }

  /// The digest of a link to a blob, if a key is one.
  static Optional<Digest> blobLink(String key) {
    return key.startsWith("/_blobs/", key.indexOf("/_"))
        ? Optional.of(digest(key))
        : Optional.empty();
  }

  /// The digest at the end of a key.
  static Digest digest(String key) {
    int hex = key.lastIndexOf('/');
    return Digest.parse(key.substring(key.lastIndexOf('/', hex - 1) + 1).replace('/', ':'));
  }

  /// The subject of an entry among referrers.
  static Digest subject(String key) {
    return digest(key.substring(0, key.lastIndexOf('/')));
  }

  /// The last part of a key.
  static String last(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /// A repository's name as one part of a key; the grammar has no `+`.
  private static String flat(String repository) {
    return repository.replace('/', '+');
  }

  private static String in(String repository) {
    return REPOSITORIES + repository + "/";
  }

  private static String of(Digest digest) {
    return digest.algorithm().label() + "/" + digest.hex();
  }
}
