package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;

/// Where in the bucket things are.
///
/// ```
/// layout                                      the number of this layout
/// data/<name>                                 a blob's bytes
/// content/<algorithm>/<hex>                   which data is that content
/// holders/<algorithm>/<hex>/<repository>      hints for a mount that names no source
/// repositories/<name>/_blobs/<algorithm>/<hex>       has this blob; names its data
/// repositories/<name>/_manifests/<algorithm>/<hex>   a manifest with its media type
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
  static final String DATA = "data/";
  static final String UPLOADS = "uploads/";
  static final String TAILS = "tails/";

  private Keys() {}

  static String data(String name) {
    return DATA + name;
  }

  static String content(Digest digest) {
    return "content/" + of(digest);
  }

  static String holders(Digest digest) {
    return "holders/" + of(digest) + "/";
  }

  static String holder(Digest digest, String repository) {
    return holders(digest) + flat(repository);
  }

  static String blob(String repository, Digest digest) {
    return in(repository) + "_blobs/" + of(digest);
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

  static String referrers(String repository, Digest subject) {
    return in(repository) + "_referrers/" + of(subject) + "/";
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

  /// The last part of a key.
  static String last(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /// A repository's name as one part of a key; the grammar has no `+`.
  private static String flat(String repository) {
    return repository.replace('/', '+');
  }

  private static String in(String repository) {
    return "repositories/" + repository + "/";
  }

  private static String of(Digest digest) {
    return digest.algorithm().label() + "/" + digest.hex();
  }
}
