package io.bowline.model.identity;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who holds a certificate, read from its SPIFFE URI: `spiffe://<trust
/// domain>/org/<uuid>/install/<uuid>/{runner,collector,hosted}/<uuid>`.
///
/// This is the only source of identity on the link and on the telemetry ports (invariant 1).
public record Identity(
    String trustDomain, OrgId org, InstallId install, Role role, RunnerId holder) {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "spiffe://([a-z0-9][a-z0-9.-]{0,254})/org/([0-9a-f-]{36})/install/([0-9a-f-]{36})"
              + "/(runner|collector|hosted)/([0-9a-f-]{36})");

  /// What the holder may do: a runner takes jobs, a collector only sends telemetry, a hosted runner
  /// works on the vendor's side.
  public enum Role {
    RUNNER,
    COLLECTOR,
    HOSTED;

    /// The path segment in the URI.
    public String segment() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a SPIFFE URI.
  ///
  /// @throws IllegalArgumentException when it is not of this grammar; unknown identities are never
  ///   admitted in part
  public static Identity parse(String uri) {
    Matcher matcher = GRAMMAR.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a Bowline identity URI");
    }
    return new Identity(
        matcher.group(1),
        OrgId.parse(matcher.group(2)),
        InstallId.parse(matcher.group(3)),
        Role.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)),
        RunnerId.parse(matcher.group(5)));
  }

  /// The URI that goes into the certificate's subject alternative name.
  public String uri() {
    return "spiffe://%s/org/%s/install/%s/%s/%s"
        .formatted(trustDomain, org, install, role.segment(), holder);
  }
}
