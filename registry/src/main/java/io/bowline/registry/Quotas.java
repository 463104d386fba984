package io.bowline.registry;

import io.bowline.registry.storage.Holding;
import java.util.List;
import java.util.Optional;

/// Says how much may be stored where, and keeps count of it.
///
/// Room is taken before the storage is changed, and given back when the change failed: whoever dies
/// between leaves too much counted.
public interface Quotas {
  /// Whether anything may come into this repository, which need not exist.
  Admission begin(String repository);

  /// What comes of a wish for room.
  sealed interface Room {
    /// There is so much for it in all, what it had before included.
    record Taken(long bytes) implements Room {}

    /// Nothing changed.
    record Refused(Admission why) implements Room {}
  }

  /// Has an upload under way take so much room in all, more or less than it does.
  ///
  /// @param least refused when there is less; never when it has that already
  /// @param most what it has use for
  Room upload(String repository, String upload, long least, long most);

  /// An upload has ended and left nothing.
  void ended(String repository, String upload);

  /// What comes of a wish to let a repository have something.
  sealed interface Claim {
    /// It may; one of the two is to be called.
    ///
    /// @param kept the repository has it now
    /// @param failed it does not, and an upload that it would have come from is there still
    record Granted(Runnable kept, Runnable failed) implements Claim {
      /// Tells what came of it.
      void ended(boolean has) {
        (has ? kept : failed).run();
      }
    }

    /// It may not.
    record Refused(Admission why) implements Claim {}
  }

  /// Takes the room for something that a repository is about to get.
  ///
  /// @param upload whose room it takes the place of
  Claim claim(String repository, Holding wanted, long size, Optional<String> upload);

  /// A repository does not have these any more, unless somebody brought them again meanwhile.
  void dropped(String repository, List<Holding> gone);

  /// As much as anybody likes, uncounted.
  static Quotas none() {
    return new Boundless();
  }
}
