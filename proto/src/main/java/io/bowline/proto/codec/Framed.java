package io.bowline.proto.codec;

/// A message with its place on the stream.
///
/// @param sequence from 1, without a gap
/// @param ack up to which frame of the other side everything was handled
public record Framed<T>(long sequence, long ack, T body) {}
