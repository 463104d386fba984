package io.bowline.control.job;

/// Who or what asked for work.
///
/// @param by as the audit names them
/// @param traceparent W3C trace context of the call; empty when there is none
public record Origin(String by, String traceparent) {
  /// Asked for by the system itself.
  public static Origin system(String task) {
    return new Origin("system:" + task, "");
  }
}
