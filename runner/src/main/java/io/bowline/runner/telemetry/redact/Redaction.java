package io.bowline.runner.telemetry.redact;

import java.util.ArrayList;
import java.util.List;

/// The rules by which lines are masked: ours, and after them the customer's own.
///
/// @param own the customer's
public record Redaction(List<Rule> own) {
  private static final String VALUE =
      "(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s,;&\"'}\\])]++)";

  /// What begins such a name is a secret: `password=`, `"api_key": `, `db.token: `.
  private static final String NAMED =
      "(?i)(?<keep>[\"']?[\\w.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key"
          + "|access[_-]?key|account[_-]?key|private[_-]?key|credentials?)[\\w.-]*[\"']?\\s*[:=]\\s*)";

  private static final List<Rule> BUILT_IN =
      List.of(
          Rule.of("jwt", "\\beyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*+"),
          Rule.of(
              "authorization",
              "(?i)(?<keep>\\bauthorization[\"']?\\s*[:=]\\s*[\"']?)(?:(?:bearer|basic|negotiate"
                  + "|token|apikey|aws4-hmac-sha256)\\s+)?[^\"'\\r\\n]++"),
          Rule.of("bearer", "(?i)(?<keep>\\b(?:bearer|basic)\\s+)[\\w.~+/=-]{8,}+"),
          Rule.of("aws-key", "\\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\\b"),
          Rule.of(
              "token",
              "\\b(?:gh[opsru]_\\w{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{20,}+|xox[abposr]-[\\w-]{10,}+"
                  + "|sk_(?:live|test)_\\w{16,}+|AIza[\\w-]{35}|bwl_[\\w-]{8,}+)"),
          Rule.of("userinfo", "(?i)(?<keep>\\b[a-z][a-z0-9+.-]{1,20}://)[^\\s/@\"'<>]{1,512}@"),
          Rule.of("secret", NAMED + VALUE));

  public Redaction {
    own = List.copyOf(own);
  }

  /// Only what is built in.
  public static Redaction usual() {
    return new Redaction(List.of());
  }

  List<Rule> rules() {
    var all = new ArrayList<>(BUILT_IN);
    all.addAll(own);
    return all;
  }
}
