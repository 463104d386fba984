package io.bowline.runner.step.image.flow;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a registry says when its own rules keep an image back, such as those about what a scan has
/// found. There is no standard for it: Harbor answers 412, others 403, all with words of their own.
///
/// @param said in the registry's words, cut to what a person reads
/// @param passing whether it waits for a scan and may be given out after that
public record KeptBack(String said, boolean passing) {
  private static final Set<Integer> STATUSES = Set.of(403, 412, 451);
  private static final int PRECONDITION_FAILED = 412;
  private static final Pattern RULE =
      Pattern.compile(
          "policy|policies|vulnerab|quarantin|malware|malicious|blocked|\\bscan|not compliant"
              + "|legal reasons",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_SCANNED =
      Pattern.compile(
          "without vulnerability scanning|not (yet )?(been )?scanned|no scan (report|result)"
              + "|scan(ning)? (is )?(pending|in progress|running|under way|not (yet )?finished)"
              + "|waiting for (a |the )?scan",
          Pattern.CASE_INSENSITIVE);

  /// Reads an answer; nothing when it is none of this kind.
  public static Optional<KeptBack> in(int status, byte[] body) {
    if (!STATUSES.contains(status)) {
      return Optional.empty();
    }
    String said = RegistryWords.in(body);
    boolean rule = status == PRECONDITION_FAILED || RULE.matcher(said).find();
    return rule
        ? Optional.of(
            new KeptBack(
                said.isEmpty() ? "without a reason" : said, NOT_SCANNED.matcher(said).find()))
        : Optional.empty();
  }
}
