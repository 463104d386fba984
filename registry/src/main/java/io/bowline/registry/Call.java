package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import java.time.Duration;
import java.util.List;

/// One request with what every address needs of it.
record Call(OciRequest request, Query query, Caller caller) {
  /// The method, with `HEAD` read as `GET`.
  String method() {
    return request.method().equals("HEAD") ? "GET" : request.method();
  }

  /// Whether more than the headers is asked for.
  boolean wantsBody() {
    return !request.method().equals("HEAD");
  }

  void allow(String... methods) throws Refusal {
    if (!List.of(methods).contains(method())) {
      throw new Refusal(ErrorCode.UNSUPPORTED, method() + " is not offered here")
          .with("Allow", String.join(", ", methods).replace("GET", "GET, HEAD"));
    }
  }

  void require(Right right, String repository) throws Refusal {
    admit(caller.may(right, repository));
  }

  static void admit(Admission admission) throws Refusal {
    if (!(admission instanceof Admission.Granted)) {
      throw refusal(admission);
    }
  }

  /// A claim that was granted.
  ///
  /// @throws Refusal when it was not
  static Quotas.Claim.Granted granted(Quotas.Claim claim) throws Refusal {
    return switch (claim) {
      case Quotas.Claim.Granted granted -> granted;
      case Quotas.Claim.Refused(Admission why) -> throw refusal(why);
    };
  }

  /// The answer to one who may not.
  static Refusal refusal(Admission admission) {
    return switch (admission) {
      case Admission.Granted _ -> throw new IllegalArgumentException("a refusal that is none");
      case Admission.Challenged(String challenge) ->
          new Refusal(ErrorCode.UNAUTHORIZED, "sign in to do this")
              .with("WWW-Authenticate", challenge);
      case Admission.Denied _ ->
          new Refusal(ErrorCode.DENIED, "these credentials do not allow this");
      case Admission.TooMuch(String why, Duration retryAfter) ->
          new Refusal(ErrorCode.TOOMANYREQUESTS, why)
              .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
      case Admission.UsedUp(String why) -> new Refusal(ErrorCode.DENIED, why);
      case Admission.Hidden _ ->
          new Refusal(ErrorCode.NAME_UNKNOWN, "no such repository for these credentials");
    };
  }

  static Digest digest(String text) throws Refusal {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorCode.DIGEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /// The declared length of the body, or -1.
  long declaredLength() throws Refusal {
    String text = request.header("content-length").orElse("-1");
    if (!text.matches("-1|\\d{1,18}")) {
      throw new Refusal(ErrorCode.SIZE_INVALID, "Content-Length is not a size");
    }
    return Long.parseLong(text);
  }

  boolean unchanged(Digest digest) {
    return request.header("if-none-match").filter(etag(digest)::equals).isPresent();
  }

  static String etag(Digest digest) {
    return "\"" + digest + "\"";
  }
}
