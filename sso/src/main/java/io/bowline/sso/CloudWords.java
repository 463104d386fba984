package io.bowline.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import net.minidev.json.JSONObject;

/// Hears what clouds say about where somebody is: AWS is asked a question that somebody else has
/// signed, Google's and Entra ID's words are signed by themselves. Only addresses that stand here
/// are asked, and none that somebody brought.
public final class CloudWords implements Clouds, AutoCloseable {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]");
  private static final Pattern DATE = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9+/=_-]{0,8192}");
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[A-Z0-9]{16,128}/[0-9]{8}/([a-z0-9-]{5,40})/sts/aws4_request, ?"
              + "SignedHeaders=([a-z0-9;-]{1,200}), ?Signature=[0-9a-f]{64}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:(?:iam|sts)::([0-9]{12}):[\\w+=,.@/:-]{1,600}");
  private static final Pattern MACHINE =
      Pattern.compile(
          "[a-z0-9-]{1,64}@([a-z][a-z0-9-]{4,28}[a-z0-9])\\.iam\\.gserviceaccount\\.com");

  /// SHA-256 of nothing.
  private static final String NO_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String QUESTION = "/?Action=GetCallerIdentity&Version=2011-06-15";

  private final Line line;
  private final Directory directory;
  private final IdTokens tokens;
  private final Places places;
  private final EntraWords entra;

  /// Whom to ask.
  ///
  /// @param sts of a region; without a path
  /// @param google what Google calls itself
  /// @param googleKeys where its keys are
  /// @param entraKeys where Entra ID's keys are, the same for every tenant
  record Places(Function<String, String> sts, String google, String googleKeys, String entraKeys) {
    static final Places REAL =
        new Places(
            CloudWords::sts,
            "https://accounts.google.com",
            "https://www.googleapis.com/oauth2/v3/certs",
            "https://login.microsoftonline.com/common/discovery/v2.0/keys");
  }

  /// @param asked which addresses these names may lead to
  /// @param trust whom the clouds' certificates may be of
  public CloudWords(AskedAddresses asked, Names names, SSLContext trust, InstantSource clock) {
    this(new Line(asked, names, trust, Line.Limits.USUAL), clock, Places.REAL);
  }

  CloudWords(Line line, InstantSource clock, Places places) {
    this.line = line;
    this.directory = new Directory(line, clock);
    this.tokens = new IdTokens(directory, clock);
    this.places = places;
    this.entra = new EntraWords(tokens, URI.create(places.entraKeys()));
  }

  private static String sts(String region) {
    String suffix = region.startsWith("cn-") ? ".cn" : "";
    String domain = region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
    return "https://sts." + region + "." + domain + suffix;
  }

  @Override
  public Whereabouts aws(Question question, String header, String value) {
    Optional<String> wrong = complaint(question, header);
    if (wrong.isPresent()) {
      return new Whereabouts.Disbelieved(wrong.get());
    }
    var request =
        new HTTPRequest(
            HTTPRequest.Method.GET, URI.create(places.sts().apply(question.region()) + QUESTION));
    request.setAccept("application/json");
    request.setHeader("Authorization", question.authorization());
    request.setHeader("X-Amz-Date", question.date());
    request.setHeader("X-Amz-Content-Sha256", NO_BODY);
    request.setHeader(header, value);
    if (!question.sessionToken().isEmpty()) {
      request.setHeader("X-Amz-Security-Token", question.sessionToken());
    }
    try {
      return answer(question, line.send(request));
    } catch (ProviderFailure e) {
      return new Whereabouts.Unasked("AWS' STS in " + question.region() + " cannot be asked");
    }
  }

  /// AWS does not look at headers that are not signed: one that has to be, must be named.
  private static Optional<String> complaint(Question question, String header) {
    if (!REGION.matcher(question.region()).matches()) {
      return Optional.of("is of a region that AWS does not have");
    }
    Matcher signature = SIGNATURE.matcher(question.authorization());
    if (!signature.matches()
        || !DATE.matcher(question.date()).matches()
        || !SESSION.matcher(question.sessionToken()).matches()) {
      return Optional.of("is no signed question to AWS");
    }
    if (!signature.group(1).equals(question.region())) {
      return Optional.of("is a question to AWS in another region");
    }
    Set<String> signed = new HashSet<>(List.of(signature.group(2).split(";", 12)));
    Set<String> wanted =
        question.sessionToken().isEmpty()
            ? Set.of("host", "x-amz-content-sha256", "x-amz-date", header)
            : Set.of("host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", header);
    return signed.equals(wanted)
        ? Optional.empty()
        : Optional.of("is a question to AWS that is not signed for this enrollment");
  }

  private static Whereabouts answer(Question question, HTTPResponse response) {
    int status = response.getStatusCode();
    if (status == 429 || status >= 500) {
      return new Whereabouts.Unasked("AWS' STS in " + question.region() + " does not answer now");
    }
    if (status != HTTPResponse.SC_OK) {
      return new Whereabouts.Disbelieved(
          "is signed by nobody whom AWS knows, for another enrollment, or too long ago (AWS answers with status %d)"
              .formatted(status));
    }
    try {
      String body = response.getBody();
      JSONObject all = JSONObjectUtils.parse(body == null ? "" : body);
      JSONObject said =
          JSONObjectUtils.getJSONObject(
              JSONObjectUtils.getJSONObject(all, "GetCallerIdentityResponse"),
              "GetCallerIdentityResult");
      String arn = JSONObjectUtils.getString(said, "Arn");
      Matcher known = ARN.matcher(arn);
      if (known.matches() && known.group(1).equals(JSONObjectUtils.getString(said, "Account"))) {
        return new Whereabouts.Known(known.group(1), "", arn);
      }
    } catch (ParseException e) {
      return new Whereabouts.Unasked("what AWS' STS answers cannot be read");
    }
    return new Whereabouts.Unasked("what AWS' STS answers names no account");
  }

  @Override
  public Whereabouts google(String token, String audience) {
    try {
      if (!(JWTParser.parse(token) instanceof SignedJWT signed)) {
        return new Whereabouts.Disbelieved("is not signed");
      }
      IssuerAddress issuer = IssuerAddress.parse(places.google());
      URI keys = URI.create(places.googleKeys());
      var facts =
          new Facts(issuer, keys, keys, keys, Optional.empty(), Set.of(JWSAlgorithm.RS256), false);
      return machine(tokens.said(facts, audience, signed));
    } catch (java.text.ParseException e) {
      return new Whereabouts.Disbelieved("is no token");
    } catch (IdTokens.Disbelieved e) {
      return new Whereabouts.Disbelieved(e.why());
    } catch (ProviderFailure e) {
      return new Whereabouts.Unasked("Google's keys cannot be had");
    }
  }

  /// Of a machine Google says the project; of what only has an identity, its e-mail address does.
  private static Whereabouts machine(JWTClaimsSet said) throws java.text.ParseException {
    String email = String.valueOf(said.getStringClaim("email"));
    Matcher project = MACHINE.matcher(email);
    if (said.getClaim("google") instanceof Map<?, ?> google
        && google.get("compute_engine") instanceof Map<?, ?> engine
        && engine.get("project_id") instanceof String id) {
      String zone = String.valueOf(engine.get("zone"));
      return new Whereabouts.Known(id, zone.replaceFirst("-[a-z]$", ""), printable(email));
    }
    if (project.matches() && Boolean.TRUE.equals(said.getBooleanClaim("email_verified"))) {
      return new Whereabouts.Known(project.group(1), "", email);
    }
    return new Whereabouts.Disbelieved("names no project");
  }

  private static String printable(String email) {
    return email.length() <= 320 && email.chars().allMatch(c -> c > ' ' && c < 127) ? email : "";
  }

  @Override
  public Whereabouts azure(String token, String audience) {
    return entra.read(token, audience);
  }

  @Override
  public void close() {
    line.close();
  }
}
