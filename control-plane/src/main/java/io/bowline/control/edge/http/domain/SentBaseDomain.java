package io.bowline.control.edge.http.domain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Complaint;
import io.bowline.control.domain.DnsProvider;
import io.bowline.control.domain.HostedZone;
import io.bowline.control.domain.SetupWish;
import io.bowline.control.domain.Wish;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.documented.Documented;
import io.bowline.control.secret.Secret;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A base domain as it is sent. What is not there stays as it is, and `null` takes it away.
///
/// @param organization may be left out; else that of the path
/// @param certificate PEM, the domain's own first
/// @param key PEM; sent back masked, it stays as it is
/// @param dnsProvider `Route53` or `None`
/// @param zone in which the records are made
@Schema(name = "BaseDomainWish")
public record SentBaseDomain(
    @Nullable String organization,
    @Nullable String domain,
    @Schema(implementation = String.class, nullable = true) @JsonProperty("tls_cert")
        @Nullable JsonNode certificate,
    @Schema(implementation = String.class, nullable = true) @JsonProperty("tls_key")
        @Nullable JsonNode key,
    @Schema(implementation = String.class, nullable = true) @JsonProperty("dns_provider")
        @Nullable JsonNode dnsProvider,
    @Schema(implementation = String.class, nullable = true) @JsonProperty("dns_base_domain")
        @Nullable JsonNode zone,
    @Schema(implementation = BaseDomainView.HostedZoneView.class, nullable = true)
        @Nullable JsonNode aws) {
  static final String MASK = "********";

  /// What is wanted.
  SetupWish wish() {
    return new SetupWish(
        text("tls_cert", certificate, Function.identity()),
        key != null && key.isTextual() && key.asText().equals(MASK)
            ? new Wish.Keep<>()
            : text("tls_key", key, Secret::of),
        text("dns_provider", dnsProvider, SentBaseDomain::provider),
        text("dns_base_domain", zone, Function.identity()),
        hosted(aws));
  }

  private static <T> Wish<T> text(
      String field, @Nullable JsonNode sent, Function<String, T> reader) {
    if (sent == null) {
      return new Wish.Keep<>();
    }
    if (sent.isNull() || (sent.isTextual() && sent.asText().isBlank())) {
      return new Wish.Clear<>();
    }
    if (!sent.isTextual()) {
      throw bad(field, "must be a text.");
    }
    return new Wish.Set<>(reader.apply(sent.asText()));
  }

  private static DnsProvider provider(String text) {
    return DnsProvider.parse(text)
        .orElseThrow(() -> bad("dns_provider", "must be one of %s.".formatted(DnsProvider.list())));
  }

  private static Wish<HostedZone> hosted(@Nullable JsonNode sent) {
    if (sent == null) {
      return new Wish.Keep<>();
    }
    if (sent.isNull() || (sent.isObject() && sent.isEmpty())) {
      return new Wish.Clear<>();
    }
    if (!sent.isObject()) {
      throw bad("aws", "must be an object with account and, if need be, hosted_zone_id.");
    }
    for (Iterator<String> names = sent.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("account") && !name.equals("hosted_zone_id")) {
        throw bad(
            "aws",
            "takes account and hosted_zone_id only. Credentials are those of the fleet provider"
                + " that account names.");
      }
    }
    if (!(text("aws.account", sent.get("account"), Function.identity())
        instanceof Wish.Set<String>(String account))) {
      throw bad("aws.account", "is missing: the identifier of a fleet provider of AWS.");
    }
    Optional<String> id =
        text("aws.hosted_zone_id", sent.get("hosted_zone_id"), Function.<String>identity())
            .over(Optional.empty());
    if (id.filter(text -> !HostedZone.isId(text)).isPresent()) {
      throw bad("aws.hosted_zone_id", "must be the id of a hosted zone, as Z1D633PJN98FT9.");
    }
    return new Wish.Set<>(new HostedZone(account, id));
  }

  private static ProblemException bad(String field, String why) {
    return Documented.refused(List.of(new Complaint(field, why)));
  }

  /// Not its values: one of them is a key.
  @Override
  public String toString() {
    return "SentBaseDomain[%s]".formatted(domain);
  }
}
