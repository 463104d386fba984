package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// One repository: the blobs and manifests it has, its tags, its referrers, its uploads under way.
///
/// Content may be shared between repositories, and none can tell: a repository has what was pushed
/// to it or mounted into it, and an upload costs the same whether others have those bytes or not.
public interface Repository {
  /// Its name.
  String name();

  /// Whether it has a manifest; one that had may say so, too.
  boolean known() throws IOException;

  /// A blob this repository has.
  Optional<Blob> blob(Digest digest) throws IOException;

  /// Lets this repository have a blob that another one has; says whether that one has it.
  boolean mount(Digest digest, String from) throws IOException;

  /// Takes a blob from this repository; says whether it was there.
  boolean dropBlob(Digest digest) throws IOException;

  /// Begins an upload and holds it.
  ///
  /// @param algorithm the one the blob will most likely be named by
  Upload begin(Digest.Algorithm algorithm) throws IOException;

  /// Takes hold of an upload by its name, which may be any text.
  Opening open(String id) throws IOException;

  /// Keeps a manifest and lets its tags point at it, unless blobs that it needs are missing here.
  ///
  /// @return the blobs that are missing; none when the manifest is kept
  List<Digest> keep(ManifestPush push, byte[] bytes) throws IOException;

  /// A manifest this repository has.
  Optional<StoredManifest> manifest(Digest digest) throws IOException;

  /// Removes a manifest, the tags that point at it and its place among its subject's referrers;
  /// says whether it was there.
  ///
  /// @param subject the manifest's subject
  boolean dropManifest(Digest digest, Optional<Digest> subject) throws IOException;

  /// The manifest a tag points at.
  Optional<Digest> tagged(String tag) throws IOException;

  /// Tags in the order of their bytes.
  ///
  /// @param after where to begin: behind this one, which need not exist
  /// @param atMost how many
  List<String> tags(String after, int atMost) throws IOException;

  /// All that it has. Nobody is told by this that it is there: a look does not keep it.
  Set<Holding> holdings() throws IOException;

  /// The size of something, if it has it; a look does not keep it.
  OptionalLong sizeOf(Holding holding) throws IOException;

  /// Removes a tag; says whether it was there.
  boolean dropTag(String tag) throws IOException;

  /// Shows the manifests that refer to a subject in the order of their digests, until the visitor
  /// has seen enough.
  ///
  /// @param after where to begin: behind this digest's text, which need not be one
  void referrers(Digest subject, String after, ReferrerVisitor visitor) throws IOException;
}
