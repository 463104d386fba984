package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.AwsWords;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/// Looks for what an install has in one region of an AWS account, by its tags and by the names that
/// everything of it has. Whoever runs it is the customer; nothing is changed, and nothing is told
/// to anybody.
public final class AccountLook implements AutoCloseable {
  private final Lines lines;
  private final Install install;

  /// What is looked for.
  ///
  /// @param id of the install, as in the tag `bowline:install`
  /// @param name of the install
  /// @param known things that somebody has told of and that may be there still: these are asked for
  ///   by themselves, since their names and tags are whatever their makers chose
  public record Install(String id, String name, String region, Set<Named> known) {
    public Install {
      known = Set.copyOf(known);
    }

    String prefix() {
      return "bowline-" + name;
    }

    /// Names of known things of a kind.
    Set<String> known(String kind) {
      return known.stream()
          .filter(one -> one.kind().equals(kind))
          .map(Named::name)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// What was seen.
  ///
  /// @param account whose credentials these are
  /// @param looked kinds that were looked for
  /// @param unlooked what could not be looked for, and why
  public record Result(
      String account, Set<String> looked, List<String> unlooked, List<Belonging> found) {
    public Result {
      looked = Set.copyOf(looked);
      unlooked = List.copyOf(unlooked);
      found = List.copyOf(found);
    }
  }

  public AccountLook(AwsPlace place, SignedInAs who, Install install) {
    this.lines = Lines.to(place, who, install.region());
    this.install = install;
  }

  /// The account of whoever asks.
  ///
  /// @throws SilentAwsException when AWS does not know these credentials, or does not answer
  public String account() {
    try {
      return lines.sts().getCallerIdentity().account();
    } catch (SdkException e) {
      throw new SilentAwsException(
          switch (AwsWords.kind(e)) {
            case UNKNOWN_KEY, WRONG_SECRET -> "AWS does not know these credentials.";
            case DENIED, WOULD_SUCCEED, NOTHING_KNOWN -> AwsWords.unknown(e);
          });
    }
  }

  public Result look() {
    var looked = new TreeSet<String>();
    var unlooked = new ArrayList<String>();
    var found = new LinkedHashSet<Belonging>();
    List<Search> searches =
        Stream.of(Leftovers.searches(lines, install), Aftermath.searches(lines, install))
            .flatMap(List::stream)
            .toList();
    for (Search search : searches) {
      try {
        found.addAll(search.run().get());
        looked.addAll(search.kinds());
      } catch (SdkException e) {
        unlooked.add(
            "%s: %s"
                .formatted(
                    search.kinds().stream().sorted().collect(Collectors.joining(", ")),
                    why(e, search.action())));
      }
    }
    return new Result(
        account(),
        looked,
        unlooked,
        found.stream()
            .sorted(Comparator.comparing(Belonging::kind).thenComparing(Belonging::name))
            .toList());
  }

  private static String why(SdkException e, String action) {
    return switch (AwsWords.kind(e)) {
      case DENIED -> "these credentials may not ask (%s)".formatted(action);
      case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN -> AwsWords.unknown(e);
    };
  }

  @Override
  public void close() {
    lines.close();
  }

  /// One question to AWS.
  ///
  /// @param kinds that it answers for
  /// @param action what the credentials have to be allowed for it
  record Search(Set<String> kinds, String action, Supplier<List<Belonging>> run) {}

  /// Nobody there says who is asking; the message is in our own words.
  public static final class SilentAwsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SilentAwsException(String message) {
      super(message, null, false, false);
    }
  }
}
