package io.bowline.driver.gcp;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks GCP's metadata server, beside the machine, for a token that says who this process is. The
/// server is the network's: what does not look like one is no token, and nothing is followed.
public final class MetadataIdentity {
  private static final URI USUAL = URI.create("http://169.254.169.254");
  private static final String PATH =
      "/computeMetadata/v1/instance/service-accounts/default/identity?format=full&audience=";
  private static final String FLAVOR = "Metadata-Flavor";
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_-]{1,2000}\\.[A-Za-z0-9_-]{1,5000}\\.[A-Za-z0-9_-]{1,1000}");
  private static final long LARGEST = 8 * 1024;
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private final URI server;

  public MetadataIdentity() {
    this(USUAL);
  }

  MetadataIdentity(URI server) {
    this.server = server;
  }

  /// A token for this audience.
  ///
  /// @throws IOException saying why there is none
  public String token(String audience) throws IOException, InterruptedException {
    URI address = server.resolve(PATH + URLEncoder.encode(audience, StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(WITHIN).header(FLAVOR, "Google").build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(WITHIN)
            .build()) {
      HttpResponse<String> answer =
          client.send(
              request,
              BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.US_ASCII), LARGEST));
      boolean google = answer.headers().firstValue(FLAVOR).equals(Optional.of("Google"));
      if (!google) {
        throw new IOException("what answers for the metadata server is not Google's");
      }
      if (answer.statusCode() != 200) {
        throw new IOException("the metadata server answers with status " + answer.statusCode());
      }
      String token = answer.body().strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new IOException("the metadata server's answer is no token");
      }
      return token;
    }
  }
}
