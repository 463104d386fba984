package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.collector.CertificateWish;
import io.bowline.control.collector.Certification;
import io.bowline.control.collector.Collector;
import io.bowline.control.collector.Collectors;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Pem;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.org.Scope;
import io.bowline.model.id.CollectorId;
import io.bowline.model.id.InstallId;
import io.bowline.proto.codec.Addresses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Collectors of an install: senders of logs and metrics that the customer runs, each with a
/// certificate of its own.
@Path("/api/v1/organizations/{org}/installs/{install}/collectors")
@Tag(name = "collectors")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CollectorResource {
  private final Collectors collectors;
  private final KnownInstall known;
  private final Repeats repeats;
  private final Caller caller;
  private final Place place;

  CollectorResource(
      Collectors collectors, KnownInstall known, Repeats repeats, Caller caller, Place place) {
    this.collectors = collectors;
    this.known = known;
    this.repeats = repeats;
    this.caller = caller;
    this.place = place;
  }

  /// Where what a customer runs finds us, and whom it believes.
  @Singleton
  record Place(Authority authority, Addresses addresses) {
    private static String url(Addresses.Address address, String path) {
      return "https://%s:%d%s".formatted(address.host(), address.port(), path);
    }
  }

  /// A wish for a collector.
  ///
  /// @param csr PKCS#10 in PEM, made where the key is; only its key counts
  /// @param lifeSeconds absent for the longest
  public record CollectorWish(
      @Nullable String name, @Nullable String csr, @Nullable Long lifeSeconds) {}

  /// A wish for the next certificate.
  public record RenewalWish(@Nullable String csr, @Nullable Long lifeSeconds) {}

  /// A collector as the API shows it.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CollectorView(
      String id,
      String install,
      String name,
      String createdBy,
      Instant createdAt,
      Instant certificateUntil,
      @Nullable Instant revokedAt) {
    static CollectorView of(Collector collector) {
      return new CollectorView(
          collector.id().toString(),
          collector.install().toString(),
          collector.name(),
          collector.createdBy(),
          collector.createdAt(),
          collector.certificateUntil(),
          collector.revokedAt().orElse(null));
    }
  }

  /// A collector with a new certificate, and what it needs to send.
  ///
  /// @param certificate PEM
  /// @param authorities PEM of whom to believe
  /// @param renewal where it gets its next certificate by itself, with this one
  public record CertifiedView(
      CollectorView collector,
      String certificate,
      String authorities,
      String logs,
      String metrics,
      String renewal) {}

  @POST
  @Needs(Scope.WRITE)
  @Operation(summary = "Make a collector: certify the key of a CSR to send logs and metrics")
  public Response create(
      @PathParam("install") String install,
      CollectorWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    CollectorWish given = Given.body(wish);
    InstallId of = known.named(install).id();
    String name = Given.field("name", given.name());
    CertificateWish wanted = wanted(given.csr(), given.lifeSeconds());
    return repeats.create(
        caller,
        caller.org(),
        key,
        given,
        tx -> created(collectors.create(tx, caller.org(), of, name, wanted)));
  }

  @POST
  @Path("{collector}/certificates")
  @Needs(Scope.WRITE)
  @Operation(summary = "Certify a collector's next key, also when its certificate has ended")
  public Response renew(
      @PathParam("install") String install,
      @PathParam("collector") String collector,
      RenewalWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    RenewalWish given = Given.body(wish);
    Collector of = found(install, collector);
    CertificateWish wanted = wanted(given.csr(), given.lifeSeconds());
    return repeats.create(
        caller,
        caller.org(),
        key,
        given,
        tx -> created(collectors.renew(tx, caller.org(), of.install(), of.id(), wanted)));
  }

  private CertificateWish wanted(@Nullable String csr, @Nullable Long lifeSeconds) {
    return new CertificateWish(
        Given.field("csr", csr),
        Optional.ofNullable(lifeSeconds).map(Duration::ofSeconds),
        caller.actor());
  }

  private Repeats.Created created(Certification certification) {
    return switch (certification) {
      case Certification.Certified(Collector collector, X509Certificate certificate) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/installs/%s/collectors/%s"
                  .formatted(collector.org(), collector.install(), collector.id()),
              view(collector, certificate));
      case Certification.NameTaken(Collector by) ->
          throw ProblemException.conflict(
              "There is a collector named %s already: %s. Renew it, or revoke it first."
                  .formatted(by.name(), by.id()));
      case Certification.TooMany(int limit) ->
          throw ProblemException.conflict(
              "The install has %d collectors, as many as it may have. Revoke one first."
                  .formatted(limit));
      case Certification.Invalid(String field, String message) ->
          throw ProblemException.invalid(field, message);
      case Certification.Absent(String what) -> throw ProblemException.notFound(what);
    };
  }

  private CertifiedView view(Collector collector, X509Certificate certificate) {
    Addresses addresses = place.addresses();
    return new CertifiedView(
        CollectorView.of(collector),
        Pem.ofCertificates(List.of(certificate)),
        place.authority().bundlePem(),
        Place.url(addresses.logs(), "/loki/api/v1/push"),
        Place.url(addresses.metrics(), "/api/v1/write"),
        Place.url(addresses.logs(), "/bowline/v1/certificate"));
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List an install's collectors, newest first, also those that are revoked")
  public Page<CollectorView> list(
      @PathParam("install") String install,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<CollectorId> before = page.after(CollectorId::parse);
    InstallRecord of = known.named(install);
    return Page.of(
        collectors.list(caller.org(), of.id(), before, page.oneMore()),
        page,
        CollectorView::of,
        collector -> collector.id().toString());
  }

  @GET
  @Path("{collector}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a collector, by id or name")
  public CollectorView show(
      @PathParam("install") String install, @PathParam("collector") String collector) {
    return CollectorView.of(found(install, collector));
  }

  @DELETE
  @Path("{collector}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Revoke a collector: its certificates count no more within seconds")
  public void revoke(
      @PathParam("install") String install, @PathParam("collector") String collector) {
    collectors.revoke(caller.org(), found(install, collector).id(), caller.actor());
  }

  private Collector found(String install, String collector) {
    return collectors
        .named(caller.org(), known.named(install).id(), collector)
        .orElseThrow(() -> ProblemException.notFound("collector"));
  }
}
