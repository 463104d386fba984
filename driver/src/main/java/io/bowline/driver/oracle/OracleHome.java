package io.bowline.driver.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.SignedIn;
import io.bowline.driver.oracle.OraclePlace.Service;
import io.bowline.driver.rest.Parcel;
import io.bowline.driver.rest.Rest;
import io.bowline.driver.rest.Told;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.RecordStore;
import io.bowline.model.probe.Check;
import java.net.http.HttpClient.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The compartment of a fleet provider, where a fleet is made, in one region.
public final class OracleHome {
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final OracleSession session;
  private final String namespace;

  private OracleHome(OracleSession session, String namespace) {
    this.session = session;
    this.namespace = namespace;
  }

  /// Signs in.
  ///
  /// @param region as the form of a fleet takes it
  /// @param compartment OCID of where a fleet goes
  /// @throws CloudRefusal when the key is nobody's, or nothing can be told
  public static OracleHome open(
      OraclePlace place, Configuration provider, String region, String compartment)
      throws InterruptedException {
    SignedIn<OracleSession> signedIn =
        OracleSignIn.with(
            new Rest(place.limit(), Version.HTTP_1_1),
            place,
            ApiKey.of(provider).at(region, compartment));
    OracleSession session = signedIn.session().orElseThrow(() -> CloudRefusal.of(signedIn.check()));
    return switch (session.get(Service.OBJECTS, "/n", "manage buckets")) {
      case Told.Refused refused -> throw CloudRefusal.of(refused.as("namespace"));
      case Told.Body(JsonNode body) when NAMESPACE.matcher(body.asText()).matches() ->
          new OracleHome(session, body.asText());
      case Told.Body _ ->
          throw CloudRefusal.silent(
              "Oracle's cloud does not say where this tenancy keeps objects. Try again.");
    };
  }

  public String tenancy() {
    return session.key().tenancy();
  }

  /// OCID of where fleets go.
  public String compartment() {
    return session.key().compartment();
  }

  /// OCID of whose credentials these are.
  public String user() {
    return session.key().user();
  }

  /// OCIDs and fingerprint, as the provider's environment wants them, and the key itself without a
  /// passphrase.
  public Map<String, String> credentials() {
    ApiKey key = session.key();
    return Map.of(
        "OCI_TENANCY_OCID",
        key.tenancy(),
        "OCI_USER_OCID",
        key.user(),
        "OCI_FINGERPRINT",
        key.fingerprint(),
        "OCI_REGION",
        key.region(),
        "OCI_PRIVATE_KEY",
        new KeySource(key).pem());
  }

  /// The bucket in which the record of a fleet is kept; it need not be there yet.
  public RecordStore bucket(String name) {
    return new ObjectBucket(this, name);
  }

  /// Whether region and compartment leave room for one more fleet.
  public List<Check> quotas() throws InterruptedException {
    Tenancy tenancy = Tenancy.of(session);
    var checks = new ArrayList<>(tenancy.compartment());
    checks.addAll(tenancy.regions());
    checks.addAll(tenancy.limits());
    return List.copyOf(checks);
  }

  /// @param path below the namespace, with its query
  Parcel stores(String method, String path, Map<String, String> headers, String body) {
    try {
      return session.carry(Service.OBJECTS, method, "/n/" + namespace + path, headers, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CloudRefusal.silent("The runner is shutting down.");
    }
  }

  @Override
  public String toString() {
    return "OracleHome[%s]".formatted(session.key());
  }
}
