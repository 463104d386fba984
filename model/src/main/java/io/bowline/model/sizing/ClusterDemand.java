package io.bowline.model.sizing;

import java.time.Duration;

/// What is asked of a cluster.
///
/// @param fanOut consumer groups that each read everything
/// @param replicationFactor copies of each record, the first one included
/// @param retention how long records are kept
/// @param zones that its brokers are spread over
public record ClusterDemand(
    KafkaUnits units, int fanOut, int replicationFactor, Duration retention, int zones) {
  /// Consumer groups, when nobody says how many.
  public static final int USUAL_FAN_OUT = 2;

  /// Copies, when nobody says how many.
  public static final int USUAL_REPLICATION = 3;

  /// Kept for so long, when nobody says how long.
  public static final Duration USUAL_RETENTION = Duration.ofDays(7);

  /// Zones, when nobody says how many.
  public static final int USUAL_ZONES = 3;

  private static final int MOST_GROUPS = 1_000;
  private static final int MOST_ZONES = 10;
  private static final Duration LONGEST = Duration.ofDays(3_660);

  public ClusterDemand {
    between("fanOut", fanOut, 0, MOST_GROUPS);
    between("zones", zones, 1, MOST_ZONES);
    between("replicationFactor", replicationFactor, 1, ClusterSize.dataNodes(units));
    if (retention.isNegative() || retention.compareTo(LONGEST) > 0) {
      throw new Refused("retention", "%s must be 0 to 10 years".formatted(retention));
    }
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Refused(name, "%d must be %d to %d here".formatted(value, least, most));
    }
  }

  /// A part of a demand cannot be.
  public static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;

    Refused(String field, String reason) {
      super(field + " " + reason);
      this.field = field;
      this.reason = reason;
    }

    /// Which part.
    public String field() {
      return field;
    }

    /// What is wrong with it; the field's name goes before.
    public String reason() {
      return reason;
    }
  }

  /// A demand with everything as usual.
  public static ClusterDemand of(KafkaUnits units) {
    return new ClusterDemand(units, USUAL_FAN_OUT, USUAL_REPLICATION, USUAL_RETENTION, USUAL_ZONES);
  }
}
