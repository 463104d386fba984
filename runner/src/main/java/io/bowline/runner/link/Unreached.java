package io.bowline.runner.link;

import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why there is no gRPC at an address, in one line for whoever runs the network between: what was
/// seen, and what to open for whom.
final class Unreached {
  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code (\\d{3})");

  private final Status status;
  private final String address;
  private final String host;
  private final String port;

  private Unreached(Status status, String address) {
    this.status = status;
    this.address = address;
    int colon = address.lastIndexOf(':');
    this.host = colon < 0 ? address : address.substring(0, colon);
    this.port = colon < 0 ? "" : address.substring(colon + 1);
  }

  /// The line.
  ///
  /// @param address as `host:port`
  static String line(Status status, String address) {
    return new Unreached(status, address).line();
  }

  private String line() {
    return fromCause()
        .or(this::fromAnswer)
        .orElseGet(() -> address + " failed: " + status.getCode() + " " + said());
  }

  private Optional<String> fromCause() {
    for (Throwable at = status.getCause(); at != null; at = at.getCause()) {
      Optional<String> told = told(at);
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  private Optional<String> told(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case UnknownHostException _ ->
              "the name %s cannot be resolved (let this machine ask a DNS server that knows it)"
                  .formatted(host);
          case ConnectTimeoutException _ ->
              "%s does not answer: what is sent there is dropped on the way (%s)"
                  .formatted(address, open());
          case NoRouteToHostException _ ->
              "there is no route to %s (%s)".formatted(address, open());
          case ConnectException refused
              when refused.getMessage() != null && refused.getMessage().contains("unreachable") ->
              "there is no route to %s (%s)".formatted(address, open());
          case ConnectException _ ->
              "%s refuses the connection: a firewall rejects it, or nothing listens there (%s)"
                  .formatted(address, open());
          case UntrustedIssuer untrusted ->
              "%s shows a certificate of '%s', which is not the control plane's: TLS is opened on the way (exempt %s from TLS inspection)"
                  .formatted(address, untrusted.issuer(), address);
          case CertificateException wrong ->
              "%s shows a certificate that does not hold: %s (see this machine's clock and the address)"
                  .formatted(address, wrong.getMessage());
          case NotSslRecordException _ ->
              "%s answers without TLS: a proxy or another service is in between (%s)"
                  .formatted(address, untouched());
          default -> null;
        });
  }

  private Optional<String> fromAnswer() {
    Matcher http = HTTP_STATUS.matcher(said());
    if (http.find()) {
      return Optional.of(
          "%s answers with HTTP %s, not with gRPC: a proxy answers in the control plane's place (%s)"
              .formatted(address, http.group(1), untouched()));
    }
    if (said().contains("ALPN")) {
      return Optional.of(
          "%s speaks TLS but no HTTP/2: a proxy answers in the control plane's place (%s)"
              .formatted(address, untouched()));
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return Optional.of(
          "%s took the connection and says nothing: what is sent on it is dropped on the way (%s)"
              .formatted(address, untouched()));
    }
    if (status.getCode() != Status.Code.UNAVAILABLE) {
      return Optional.empty();
    }
    return Optional.of(
        status.getCause() == null
            ? address + " is gone: " + said()
            : address + " broke the connection off: " + rootOf(status.getCause()));
  }

  private String said() {
    return status.getDescription() == null ? "no reason given" : status.getDescription();
  }

  private String open() {
    return "open outbound TCP to %s, port %s, for gRPC over TLS 1.3".formatted(host, port);
  }

  private String untouched() {
    return "let TCP to %s, port %s, through as it is: gRPC over TLS 1.3".formatted(host, port);
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what = root.getMessage() == null ? "" : " " + root.getMessage();
    return root instanceof IOException && !what.isEmpty()
        ? what.strip()
        : root.getClass().getSimpleName() + what;
  }
}
