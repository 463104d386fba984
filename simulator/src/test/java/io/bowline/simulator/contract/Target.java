package io.bowline.simulator.contract;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;

/// An API server to ask.
final class Target {
  private final Config config;
  private final HttpClient http;

  private Target(Config config, HttpClient http) {
    this.config = config;
    this.http = http;
  }

  static Target of(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
    if (config.getClientKeyData() != null || config.getClientKeyFile() != null) {
      config.setClientKeyAlgo("EC");
    }
    try {
      return new Target(
          config,
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(config))
              .build());
    } catch (GeneralSecurityException e) {
      throw new IOException("the kubeconfig's certificates cannot be used", e);
    }
  }

  Config config() {
    return config;
  }

  HttpResponse<byte[]> ask(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    String base = config.getMasterUrl().replaceAll("/$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    String token = config.getAutoOAuthToken();
    if (token != null && !token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
