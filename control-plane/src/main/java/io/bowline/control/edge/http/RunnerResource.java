package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.control.runner.EnrollmentTokens;
import io.bowline.control.runner.IssuedToken;
import io.bowline.control.runner.NewToken;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerSession;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.Sessions;
import io.bowline.model.id.RunnerId;
import io.bowline.proto.codec.Addresses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Runners of an organization's installs, and the tokens with which they enroll.
@Path("/api/v1/organizations/{org}")
@Tag(name = "runners")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RunnerResource {
  private static final int MOST = 100;

  private final EnrollmentTokens tokens;
  private final Runners runners;
  private final Sessions sessions;
  private final KnownInstall known;
  private final Start start;
  private final Repeats repeats;
  private final Caller caller;

  RunnerResource(
      EnrollmentTokens tokens,
      Runners runners,
      Sessions sessions,
      KnownInstall known,
      Start start,
      Repeats repeats,
      Caller caller) {
    this.tokens = tokens;
    this.runners = runners;
    this.sessions = sessions;
    this.known = known;
    this.start = start;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// What an installer leaves for a new runner; the runner reads it as it stands.
  ///
  /// @param authorities PEM of whom to believe
  /// @param token one-time, at most an hour
  record BootstrapView(
      int version,
      AddressesView addresses,
      String authorities,
      String token,
      String cloud,
      String cloudAccount,
      String region) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "BootstrapView[]";
    }

    record AddressView(String host, int port, String alternateHost, int alternatePort) {
      static AddressView of(Addresses.Address address) {
        return new AddressView(
            address.host(), address.port(), address.alternateHost(), address.alternatePort());
      }
    }

    record AddressesView(
        AddressView link, AddressView logs, AddressView metrics, AddressView artifacts) {
      static AddressesView of(Addresses addresses) {
        return new AddressesView(
            AddressView.of(addresses.link()),
            AddressView.of(addresses.logs()),
            AddressView.of(addresses.metrics()),
            AddressView.of(addresses.artifacts()));
      }
    }
  }

  /// A new enrollment token; its text is shown this once, and not to who repeats the request.
  ///
  /// @param bootstrap the file for the runner, with the token in it
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EnrollmentView(
      String id,
      String install,
      @Nullable String token,
      Instant expiresAt,
      @Nullable BootstrapView bootstrap) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "EnrollmentView[]";
    }
  }

  /// Says what a new runner starts from: whom it finds where, and its token.
  @Singleton
  public static final class Start {
    private final CollectorResource.Place place;

    Start(CollectorResource.Place place) {
      this.place = place;
    }

    /// The answer to who asked for a token.
    ///
    /// @param cloud whose word about itself the runner brings; empty for none
    /// @param location of what the runner will be at work for
    public Repeats.Created with(IssuedToken issued, String cloud, String location) {
      EnrollmentToken token = issued.token();
      var bootstrap =
          new BootstrapView(
              1,
              BootstrapView.AddressesView.of(place.addresses()),
              place.authority().bundlePem(),
              issued.text(),
              cloud,
              token.cloudAccount(),
              token.region());
      return new Repeats.Created(
          location, view(token, issued.text(), bootstrap), view(token, null, null));
    }

    private static EnrollmentView view(
        EnrollmentToken token, @Nullable String text, @Nullable BootstrapView bootstrap) {
      return new EnrollmentView(
          token.id().toString(), token.install().toString(), text, token.expiresAt(), bootstrap);
    }
  }

  /// A runner as the API shows it.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunnerView(
      String id,
      String install,
      String version,
      boolean connected,
      Instant enrolledAt,
      Instant certificateUntil,
      @Nullable Instant seenAt,
      @Nullable String revokedBecause) {
    static RunnerView of(RunnerRecord runner, Optional<RunnerSession> session) {
      return new RunnerView(
          runner.id().toString(),
          runner.install().toString(),
          runner.version(),
          session.filter(open -> open.closedAt().isEmpty()).isPresent(),
          runner.enrolledAt(),
          runner.certificateUntil(),
          session.map(RunnerSession::heardAt).orElse(null),
          runner.revoked().map(RunnerRecord.Revocation::because).orElse(null));
    }
  }

  @POST
  @Path("installs/{install}/enrollment-tokens")
  @Needs(Scope.WRITE)
  @Operation(summary = "Make a one-time token for the install's runner; it is shown this once")
  public Response token(
      @PathParam("install") String install, @HeaderParam("Idempotency-Key") @Nullable String key) {
    InstallRecord of = known.named(install);
    Map<String, String> request = Map.of("enrollment-token", of.id().toString());
    return repeats.create(caller, caller.org(), key, request, tx -> issued(tx, of));
  }

  private Repeats.Created issued(Tx tx, InstallRecord of) {
    IssuedToken issued =
        tokens.issue(
            tx,
            caller.org(),
            new NewToken(
                of.id(), EnrollmentTokens.LONGEST, of.account(), of.region(), caller.actor()));
    return start.with(
        issued,
        of.cloud(),
        "/api/v1/organizations/%s/installs/%s".formatted(caller.org(), of.id()));
  }

  @GET
  @Path("installs/{install}/runners")
  @Needs(Scope.READ)
  @Operation(summary = "List an install's runners, newest first")
  public Page<RunnerView> list(@PathParam("install") String install) {
    return new Page<>(
        runners.list(caller.org(), known.named(install).id(), MOST).stream()
            .map(runner -> RunnerView.of(runner, sessions.find(caller.org(), runner.id())))
            .toList(),
        null);
  }

  @DELETE
  @Path("runners/{runner}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Revoke a runner: its certificates and its key, and its live stream")
  public void revoke(@PathParam("runner") String runner) {
    RunnerId id = Given.known("runner", runner, RunnerId::parse);
    if (runners.revoke(caller.org(), id, "revoked by an operator", caller.actor()).isEmpty()) {
      throw ProblemException.notFound("runner");
    }
  }
}
