package io.bowline.sso;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who somebody is, read from what their provider says: from the ID token, and from its page about
/// people where the token leaves something out.
///
/// @param token what the ID token says, which was judged
/// @param page what the page says; empty when it was not asked
record Claims(JWTClaimsSet token, Map<String, Object> page) {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s\\p{Cntrl}@\"<>,;:]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,186}[a-z0-9])?");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_GROUP = 256;
  private static final int MOST_GROUPS = 1000;

  Claims {
    page = Map.copyOf(page);
  }

  /// Whether the token leaves out what its provider may say elsewhere.
  static boolean isThin(JWTClaimsSet token, String groupsClaim) {
    return token.getClaim("email") == null || token.getClaim(groupsClaim) == null;
  }

  /// Why somebody cannot be known by this; empty when they can.
  Optional<String> complaint(String groupsClaim) {
    if (claim(groupsClaim) == null
        && token.getClaim("_claim_names") instanceof Map<?, ?> elsewhere
        && elsewhere.containsKey(groupsClaim)) {
      return Optional.of(
          "The identity provider leaves the groups out, since they are too many for a token. Have it send those alone that are assigned to this application.");
    }
    return groups(groupsClaim).size() > MOST_GROUPS
        ? Optional.of("The identity provider names more than 1000 groups.")
        : Optional.empty();
  }

  Identity identity(String groupsClaim) {
    Optional<String> email =
        text("email").map(text -> text.toLowerCase(Locale.ROOT)).filter(EMAIL.asMatchPredicate());
    return new Identity(token.getSubject(), email, isVerified(), name(), groups(groupsClaim));
  }

  /// It counts for the address beside it, and for no other. Some providers write it as a text.
  private boolean isVerified() {
    Object said =
        token.getClaim("email") != null
            ? token.getClaim("email_verified")
            : page.get("email_verified");
    return Boolean.TRUE.equals(said) || "true".equals(said);
  }

  private Optional<String> name() {
    return text("name")
        .map(text -> text.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(text -> !text.isEmpty())
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_NAME)));
  }

  private Set<String> groups(String groupsClaim) {
    Object said = claim(groupsClaim);
    Stream<?> all =
        switch (said) {
          case List<?> many -> many.stream();
          case String one -> Stream.of(one);
          case null -> Stream.empty();
          default -> Stream.empty();
        };
    Set<String> groups = new HashSet<>();
    all.filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(group -> !group.isBlank() && group.length() <= LONGEST_GROUP)
        .forEach(groups::add);
    return groups;
  }

  private Optional<String> text(String claim) {
    return claim(claim) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private @Nullable Object claim(String name) {
    Object own = token.getClaim(name);
    return own != null ? own : page.get(name);
  }
}
