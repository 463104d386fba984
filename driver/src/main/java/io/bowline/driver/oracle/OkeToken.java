package io.bowline.driver.oracle;

import com.oracle.bmc.http.signing.DefaultRequestSigner;
import io.bowline.cloud.Configuration;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.state.CloudRefusal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the bearer tokens that clusters of OKE take: the address of a question to the cluster's
/// own service with what signs it as parameters, which the cluster asks in turn to learn who signed
/// it.
public final class OkeToken {
  /// How long a cluster takes one, as Oracle's own tools count.
  public static final Duration LIFE = Duration.ofMinutes(4);

  private OkeToken() {}

  /// A token for one cluster. Nobody is asked anything.
  ///
  /// @param provider whose key signs it
  /// @param cluster its OCID; the token opens no other
  /// @throws CloudRefusal when the realm is not known
  public static String of(Configuration provider, String region, String cluster) {
    ApiKey key = ApiKey.of(provider);
    String domain =
        OracleSignIn.domain(key.realm())
            .orElseThrow(() ->
                new CloudRefusal(
                    "realm-unknown",
                    "This version does not know the realm %s of Oracle's cloud."
                        .formatted(key.realm()),
                    false));
    URI address = Service.CLUSTER_TOKENS.at(region, domain, "/cluster_request/" + cluster);
    Map<String, String> signed =
        DefaultRequestSigner.createRequestSigner(new KeySource(key))
            .signRequest(address, "GET", Map.of(), null);
    String query =
        Stream.of("authorization", "date")
            .map(name ->
                name
                    + "="
                    + URLEncoder.encode(signed.getOrDefault(name, ""), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return Base64.getUrlEncoder()
        .encodeToString((address + "?" + query).getBytes(StandardCharsets.UTF_8));
  }
}
