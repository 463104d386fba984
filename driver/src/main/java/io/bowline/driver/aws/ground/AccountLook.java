package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.AwsWords;
import io.bowline.model.belonging.Belonging;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  public record Install(String id, String name, String region) {
    String prefix() {
      return "bowline-" + name;
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
    for (Search search : Leftovers.searches(lines, install)) {
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
    // there is no client for these here: said, so that nobody takes them for looked at
    unlooked.add(
        "KMS keys, log groups and load balancers: this command does not look for them (aws kms list-aliases; aws logs"
            + " describe-log-groups --log-group-name-prefix /aws/eks/"
            + install.prefix()
            + "; aws elbv2 describe-load-balancers)");
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
