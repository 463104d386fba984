package io.bowline.cloud.kubeconfig;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The address of a cluster's API, judged without asking anybody for it. Whether a name leads to an
/// address that is refused here is for those to see who connect.
final class ServerAddress {
  private static final int LONGEST = 2048;
  private static final int LONGEST_NAME = 253;
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /// How some readers write numbers that others take for names: 2130706433, 0x7f.1.
  private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

  private static final Pattern DOTTED = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");

  private static final Pattern OCTAL = Pattern.compile("([0-9]+\\.)*0[0-9]+(\\.[0-9]+)*");

  private static final Set<String> METADATA_NAMES =
      Set.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data");

  private ServerAddress() {}

  /// What is wrong with an address; empty when nothing is.
  static Optional<String> complaint(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("is longer than %d characters".formatted(LONGEST));
    }
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("is no address; it must be like https://cluster.example.com:6443");
    }
    if (!"https".equalsIgnoreCase(address.getScheme())) {
      return Optional.of(
          "must begin with https://, so that nobody on the way reads the credential");
    }
    if (address.getHost() == null || address.getHost().isEmpty()) {
      return Optional.of("names no host; it must be like https://cluster.example.com:6443");
    }
    if (address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      return Optional.of(
          "has a user, a question mark or a #, which an address of a cluster has not");
    }
    if (address.getPort() == 0 || address.getPort() > 65_535) {
      return Optional.of("has a port that there is not");
    }
    return hostComplaint(address.getHost().toLowerCase(Locale.ROOT));
  }

  private static Optional<String> hostComplaint(String host) {
    if (host.startsWith("[")) {
      return literalComplaint(host.substring(1, host.length() - 1));
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (NUMBER_AT_END.matcher(name).matches()) {
      return DOTTED.matcher(name).matches()
          ? literalComplaint(name)
          : Optional.of("has a host that is neither a name nor an address in its usual form");
    }
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      return Optional.of("has a host that is no name");
    }
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return Optional.of(
          "is an address of the machine that reads it. Give the address by which the cluster is"
              + " reached from outside");
    }
    return METADATA_NAMES.contains(name)
        ? Optional.of(PeerAddress.METADATA_SERVICE)
        : Optional.empty();
  }

  private static Optional<String> literalComplaint(String literal) {
    if (literal.contains("%") || OCTAL.matcher(literal).matches()) {
      return Optional.of("has a host that is neither a name nor an address in its usual form");
    }
    try {
      return PeerAddress.complaint(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.of("has a host that is neither a name nor an address in its usual form");
    }
  }
}
