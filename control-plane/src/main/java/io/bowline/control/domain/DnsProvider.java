package io.bowline.control.domain;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a domain's records are made.
public enum DnsProvider {
  ROUTE53("Route53"),
  /// By the customer, wherever that is.
  NONE("None");

  private final String text;

  DnsProvider(String text) {
    this.text = text;
  }

  /// As it stands in the API.
  public String text() {
    return text;
  }

  /// Reads the API's form, in any case.
  public static Optional<DnsProvider> parse(String text) {
    return Stream.of(values()).filter(each -> each.text.equalsIgnoreCase(text)).findFirst();
  }

  /// All of them, as the API's messages list them.
  public static String list() {
    return Stream.of(values()).map(DnsProvider::text).collect(Collectors.joining(", "));
  }
}
