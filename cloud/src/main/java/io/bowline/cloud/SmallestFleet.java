package io.bowline.cloud;

/// What the smallest fleet takes of a cloud's quotas, as far as clouds limit it.
public final class SmallestFleet {
  /// Four nodes of 2 and two of 4.
  public static final int CPUS = 16;

  /// One for what leaves the network, one for what comes in.
  public static final int ADDRESSES = 2;

  public static final int NETWORKS = 1;

  private SmallestFleet() {}
}
