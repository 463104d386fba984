package io.bowline.runner.hosted.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How one cloud's resources are found that a killed run has begun or made.
interface Lookup {
  /// The id by which to look for one that was begun, and of which no id was told; empty for those
  /// that have no name of their own.
  ///
  /// @param address in the module, as `aws_vpc.this[0]`
  Optional<String> byName(String address);

  /// The id by which Terraform takes one in that is there; empty for those that need no taking in.
  ///
  /// @param all ids that were told, by address
  /// @param id as the provider told it
  Optional<String> byId(Map<String, String> all, String address, String id);

  /// Of a cloud in which the id that was told is the one to take in by.
  ///
  /// @param names by address, the id of what has a name of its own
  /// @param harmless parts of addresses of what may be made once more, or goes with something else
  static Lookup plain(Map<String, String> names, Set<String> harmless) {
    return new Lookup() {
      @Override
      public Optional<String> byName(String address) {
        return Optional.ofNullable(names.get(address));
      }

      @Override
      public Optional<String> byId(Map<String, String> all, String address, String id) {
        boolean left =
            address.startsWith("terraform_data.") || harmless.stream().anyMatch(address::contains);
        return left ? Optional.empty() : Optional.of(id);
      }
    };
  }
}
