package io.bowline.control.secret;

/// Opens master keys that are in a key management service of the vendor's.
@FunctionalInterface
public interface KeyService {
  /// A key that was shown to work.
  ///
  /// @param name as the service names it
  /// @throws io.bowline.control.platform.StartupFailure saying what to do, when it cannot be used
  KeyWrap open(String name);
}
