package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import io.bowline.driver.FakeServer;
import io.bowline.driver.FakeServer.Heard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the driver asks is what Azure's own clients, made from its published interface, would ask.
class AzureModelTest {
  private static final String AT = "/com/azure/resourcemanager/";

  /// An address as Azure's own client has it.
  ///
  /// @param template what it says in its annotations, or the end of it
  /// @param there the class that says so
  /// @param version the class that says which version it asks for
  private record Known(String template, String there, String version) {
    boolean matches(Heard heard) {
      return Pattern.matches(
          ".*" + Pattern.quote(template).replaceAll("\\{[A-Za-z]+}", "\\\\E[^/]+\\\\Q"),
          heard.path());
    }
  }

  private static final List<Known> KNOWN =
      List.of(
          // for groups and resources there, at any scope in the interface
          new Known(
              "/providers/Microsoft.Authorization/permissions",
              "authorization/implementation/PermissionsClientImpl$PermissionsService",
              "authorization/implementation/PermissionsClientImpl"),
          new Known(
              "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/usages",
              "compute/implementation/UsagesClientImpl$UsagesService",
              "compute/implementation/UsagesClientImpl"),
          new Known(
              "/subscriptions/{subscriptionId}/providers/{resourceProviderNamespace}",
              "resources/implementation/ProvidersClientImpl$ProvidersService",
              "resources/implementation/ResourceManagementClientImpl"),
          new Known(
              "/subscriptions/{subscriptionId}/locations",
              "resources/implementation/SubscriptionsClientImpl$SubscriptionsService",
              "resources/implementation/SubscriptionClientImpl"),
          new Known(
              "/subscriptions/{subscriptionId}",
              "resources/implementation/SubscriptionsClientImpl$SubscriptionsService",
              "resources/implementation/SubscriptionClientImpl"));

  private static List<Heard> asked() {
    try (var azure = new FakeAzure()) {
      azure.driver(Duration.ofSeconds(60)).probe(azure.good());
      return azure.asked();
    }
  }

  /// The class as it was compiled: its texts stand in it as they are.
  private static String text(String name) throws IOException {
    try (InputStream in = AzureModelTest.class.getResourceAsStream(AT + name + ".class")) {
      return new String(
          Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void everyAddressAndItsVersionAreThoseOfAzuresOwnClients() throws IOException {
    for (Heard heard : asked()) {
      if (!heard.path().endsWith("/token")) {
        Known known = KNOWN.stream().filter(one -> one.matches(heard)).findFirst().orElseThrow();
        assertThat(heard.method()).isEqualTo("GET");
        assertThat(text(known.there())).contains(known.template());
        assertThat(text(known.version()))
            .contains(
                FakeServer.pairs(heard.address().getRawQuery())
                    .getOrDefault("api-version", "none"));
      }
    }
  }

  @Test
  void theFormIsThatOfAzuresOwnLibrary() throws Exception {
    var theirs = new ArrayList<HttpRequest>();
    ConfidentialClientApplication library =
        ConfidentialClientApplication.builder(
                FakeAzure.CLIENT, ClientCredentialFactory.createFromSecret(FakeAzure.SECRET))
            .authority("https://login.microsoftonline.com/" + FakeAzure.TENANT)
            .instanceDiscovery(false)
            .httpClient(request -> {
              theirs.add(request);
              var response = new HttpResponse();
              response.statusCode(200);
              response.addHeaders(Map.of("Content-Type", List.of("application/json")));
              response.body(
                  "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t\"}");
              return response;
            })
            .build();
    library
        .acquireToken(
            ClientCredentialParameters.builder(Set.of("https://management.azure.com/.default"))
                .build())
        .get();
    Heard ours =
        asked().stream().filter(heard -> heard.path().endsWith("/token")).findFirst().orElseThrow();
    HttpRequest their = theirs.getLast();
    URI address = new AzurePlace(Optional.empty(), Duration.ZERO).login(ours.path());
    assertThat(address.toString()).isEqualTo(their.url().toString().replaceAll("/$", ""));
    assertThat(their.httpMethod().name()).isEqualTo(ours.method());
    var form = new HashMap<>(FakeServer.pairs(their.body()));
    // what the library says of itself
    form.keySet().removeIf(name -> !ours.form().containsKey(name) && !name.equals("client_id"));
    form.put("scope", form.get("scope").replaceAll(" ?(openid|profile|offline_access) ?", ""));
    assertThat(form).isEqualTo(ours.form());
  }
}
