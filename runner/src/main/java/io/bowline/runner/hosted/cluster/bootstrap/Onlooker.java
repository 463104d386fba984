package io.bowline.runner.hosted.cluster.bootstrap;

/// Follows what is done to a cluster, object by object, and may end it between two of them.
public interface Onlooker {
  /// Why something ended that an onlooker ended.
  String STOPPED = "It was asked to stop.";

  /// Looks away.
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void done(String object) {}

        @Override
        public boolean wantsStop() {
          return false;
        }
      };

  /// An object was written or taken away.
  ///
  /// @param object as in `StatefulSet streaming/bowline-runner`
  void done(String object);

  /// Asked before each object.
  boolean wantsStop();
}
