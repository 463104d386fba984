package io.bowline.control.edge.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.contract.Login;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.contract.RegistryContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the registry promises, promised by the whole control plane: over TLS, with a pass for
/// whatever is challenged.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class RegistryContractTest implements RegistryContract {
  private static Optional<OciClient> client = Optional.empty();

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;

  @BeforeEach
  void connect() throws Exception {
    if (client.isEmpty()) {
      Login login = new Login("anyone", owner.token());
      client = Optional.of(new OciClient(here(), trusting(), Optional.of(login)));
    }
  }

  @Override
  public OciClient client() {
    return client.orElseThrow();
  }

  /// A pass is good for the repositories that it was asked for; a mount that names no source asks
  /// for none.
  @Override
  public boolean has(Extra extra) {
    return extra != Extra.ANONYMOUS_MOUNT;
  }

  @Test
  void aMountWithoutASourceFindsOneWithATokenInsteadOfAPassAndIsAnUploadWithAPass()
      throws Exception {
    Digest there = client().pushBlob("mounts/source", "mounted".getBytes(StandardCharsets.UTF_8));
    String mount = "/v2/mounts/target/blobs/uploads/?mount=" + there;
    assertThat(client().send("POST", mount).statusCode()).isEqualTo(202);
    OciClient byToken = new OciClient(here(), trusting(), Optional.empty());
    String token = "Bearer " + owner.token();
    assertThat(byToken.send("POST", mount, "Authorization", token).statusCode()).isEqualTo(201);
  }

  private URI here() {
    return URI.create("https://127.0.0.1:" + address.getPort());
  }

  private HttpClient trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {TestTrust.of(authority)}, null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(context).build();
  }
}
