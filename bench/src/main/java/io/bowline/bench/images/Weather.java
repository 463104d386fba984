package io.bowline.bench.images;

import java.time.Duration;

/// What the way to a registry is like.
///
/// @param roundTrip how long a byte and its answer travel
/// @param cuts share of requests whose connection is cut under them
/// @param calm requests before the registry has too much
/// @param overload for how long it then answers each request with 429
public record Weather(Duration roundTrip, double cuts, int calm, Duration overload) {
  /// Far away, and nothing goes wrong.
  public static Weather far(Duration roundTrip) {
    return new Weather(roundTrip, 0, 0, Duration.ZERO);
  }

  /// Each of these requests has a chance of losing its connection.
  public Weather cutting(double share) {
    return new Weather(roundTrip, share, calm, overload);
  }

  /// After so many requests the registry has too much for a while.
  public Weather overloaded(int after, Duration time) {
    return new Weather(roundTrip, cuts, after, time);
  }
}
