package io.bowline.runner.hosted.cluster;

/// Reads of a cluster's API, however it is reached.
@FunctionalInterface
public interface ClusterReads {
  /// What is behind a path.
  ///
  /// @throws CallFailure when there is no answer that is one
  Answer get(String path) throws CallFailure, InterruptedException;
}
