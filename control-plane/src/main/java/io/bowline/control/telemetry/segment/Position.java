package io.bowline.control.telemetry.segment;

/// Where an entry stands. Positions grow in the order of arrival, so one names all that came
/// before.
///
/// @param segment number of the file
/// @param offset of the block in it
/// @param index within the block
public record Position(long segment, long offset, int index) implements Comparable<Position> {
  /// Before everything.
  public static final Position START = new Position(0, 0, 0);

  /// The next one in the same block.
  public Position next() {
    return new Position(segment, offset, index + 1);
  }

  @Override
  public int compareTo(Position other) {
    int bySegment = Long.compare(segment, other.segment);
    int byOffset = bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    return byOffset != 0 ? byOffset : Integer.compare(index, other.index);
  }
}
