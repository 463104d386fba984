package io.bowline.driver.azure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Asks for a token that says which managed identity this process has: of Entra ID where it is a
/// pod with a workload identity, of the metadata service beside the machine elsewhere. That service
/// is the network's: what does not look like a token is none, and nothing is followed.
public final class ManagedIdentity {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final URI USUAL = URI.create("http://169.254.169.254");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_-]{1,2000}\\.[A-Za-z0-9_-]{1,5000}\\.[A-Za-z0-9_-]{1,1000}");
  private static final long LARGEST = 16 * 1024;
  private static final Duration WITHIN = Duration.ofSeconds(4);

  private final Map<String, String> environment;
  private final URI metadata;

  ManagedIdentity(Map<String, String> environment, URI metadata) {
    this.environment = Map.copyOf(environment);
    this.metadata = metadata;
  }

  /// As the process's environment has it, which AKS writes for a workload identity.
  public static ManagedIdentity here(Map<String, String> environment) {
    return new ManagedIdentity(environment, USUAL);
  }

  /// A token for this audience.
  ///
  /// @throws IOException saying why there is none
  public String token(String audience) throws IOException, InterruptedException {
    HttpRequest request =
        environment.containsKey("AZURE_FEDERATED_TOKEN_FILE")
            ? federated(audience)
            : managed(audience);
    try (HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(WITHIN)
            .build()) {
      HttpResponse<String> answer =
          client.send(
              request,
              BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
      if (answer.statusCode() != 200) {
        throw new IOException("who gives out tokens answers with status " + answer.statusCode());
      }
      return read(answer.body());
    }
  }

  private static String read(String body) throws IOException {
    try {
      String token = JSON.readTree(body).path("access_token").asText();
      if (TOKEN.matcher(token).matches()) {
        return token;
      }
    } catch (JacksonException e) {
      // its message would repeat what was answered
      throw new IOException("what was answered is not JSON");
    }
    throw new IOException("what was answered holds no token");
  }

  private HttpRequest managed(String audience) {
    String client = id("AZURE_CLIENT_ID").map(known -> "&client_id=" + known).orElse("");
    String path = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=";
    return HttpRequest.newBuilder(metadata.resolve(path + encoded(audience) + client))
        .timeout(WITHIN)
        .header("Metadata", "true")
        .build();
  }

  private HttpRequest federated(String audience) throws IOException {
    String authority =
        environment.getOrDefault("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/");
    if (!authority.startsWith("https://")) {
      throw new IOException("AZURE_AUTHORITY_HOST is no https address");
    }
    String tenant = id("AZURE_TENANT_ID").orElseThrow(() -> missing("AZURE_TENANT_ID"));
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", id("AZURE_CLIENT_ID").orElseThrow(() -> missing("AZURE_CLIENT_ID")));
    form.put("scope", audience + "/.default");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put(
        "client_assertion",
        Files.readString(Path.of(environment.getOrDefault("AZURE_FEDERATED_TOKEN_FILE", "")))
            .strip());
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(
            URI.create(authority).resolve("/" + tenant + "/oauth2/v2.0/token"))
        .timeout(WITHIN)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private Optional<String> id(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> ID.matcher(text).matches());
  }

  private static IOException missing(String variable) {
    return new IOException(variable + " is no id");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
