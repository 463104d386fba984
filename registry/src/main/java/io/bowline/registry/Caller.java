package io.bowline.registry;

/// Who sent a request, as the server that received it made out.
public interface Caller {
  /// Whether this caller may speak to the registry at all; asked for `GET /v2/`.
  Admission enter();

  /// Whether this caller may use a repository in this way.
  ///
  /// @param repository a name of the specification's grammar, which need not exist
  Admission may(Right right, String repository);
}
