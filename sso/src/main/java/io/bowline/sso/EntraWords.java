package io.bowline.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what Entra ID says about a managed identity. Every tenant's tokens are signed with the
/// same keys, so that the subscription is taken from the one claim that Azure itself writes there
/// for its identities, and from no other.
final class EntraWords {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern TENANT = Pattern.compile(ID);
  private static final Pattern IDENTITY =
      Pattern.compile(
          "/subscriptions/("
              + ID
              + ")/resourcegroups/[\\w().-]{1,90}/providers/microsoft\\.managedidentity/userassignedidentities/[\\w-]{1,128}",
          Pattern.CASE_INSENSITIVE);

  /// In the second form of its tokens Entra ID names an audience by the id of its application.
  private static final Map<String, String> BY_ID =
      Map.of("api://AzureADTokenExchange", "fb60f99c-7a34-4190-8149-302f77469936");

  private final IdTokens tokens;
  private final URI keys;

  EntraWords(IdTokens tokens, URI keys) {
    this.tokens = tokens;
    this.keys = keys;
  }

  Whereabouts read(String token, String audience) {
    try {
      if (!(JWTParser.parse(token) instanceof SignedJWT signed)) {
        return new Whereabouts.Disbelieved("is not signed");
      }
      JWTClaimsSet claimed = signed.getJWTClaimsSet();
      Optional<IssuerAddress> issuer = issuer(claimed);
      if (issuer.isEmpty()) {
        return new Whereabouts.Disbelieved("is of another issuer than Entra ID");
      }
      var facts =
          new Facts(
              issuer.get(), keys, keys, keys, Optional.empty(), Set.of(JWSAlgorithm.RS256), false);
      String to =
          claimed.getAudience().equals(List.of(audience))
              ? audience
              : BY_ID.getOrDefault(audience, audience);
      return identity(tokens.lasting(facts, to, signed));
    } catch (ParseException e) {
      return new Whereabouts.Disbelieved("is no token");
    } catch (IdTokens.Disbelieved e) {
      return new Whereabouts.Disbelieved(e.why());
    } catch (ProviderFailure e) {
      return new Whereabouts.Unasked("Entra ID's keys cannot be had");
    }
  }

  /// As its tenant is called in one of the two forms; nothing else that the token says is taken.
  private static Optional<IssuerAddress> issuer(JWTClaimsSet claimed) throws ParseException {
    String tenant = String.valueOf(claimed.getStringClaim("tid"));
    if (!TENANT.matcher(tenant).matches()) {
      return Optional.empty();
    }
    return List.of(
            "https://sts.windows.net/%s/".formatted(tenant),
            "https://login.microsoftonline.com/%s/v2.0".formatted(tenant))
        .stream()
        .filter(form -> form.equals(claimed.getIssuer()))
        .findFirst()
        .map(IssuerAddress::parse);
  }

  private static Whereabouts identity(JWTClaimsSet said) throws ParseException {
    String kind = said.getStringClaim("idtyp");
    Matcher of = IDENTITY.matcher(String.valueOf(said.getStringClaim("xms_mirid")));
    if ((kind != null && !kind.equals("app")) || !of.matches()) {
      return new Whereabouts.Disbelieved("is not of a managed identity");
    }
    return new Whereabouts.Known(of.group(1).toLowerCase(Locale.ROOT), "", of.group());
  }
}
