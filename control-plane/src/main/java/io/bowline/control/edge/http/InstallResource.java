package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.install.NewInstall;
import io.bowline.control.install.ProofPolicy;
import io.bowline.control.install.StatusChange;
import io.bowline.control.job.Origin;
import io.bowline.control.org.Scope;
import io.bowline.control.plan.Uninstalls;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Named;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Installs of an organization.
@Path("/api/v1/organizations/{org}/installs")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstallResource {
  private static final int HISTORY = 200;

  private static final int MOST_ERASED = 500;

  private final Installs installs;
  private final Catalog catalog;
  private final Repeats repeats;
  private final Caller caller;
  private final KnownInstall known;
  private final Hindrances hindrances;
  private final Uninstalls uninstalls;

  InstallResource(
      Installs installs,
      Uninstalls uninstalls,
      Catalog catalog,
      Repeats repeats,
      Caller caller,
      KnownInstall known,
      Hindrances hindrances) {
    this.uninstalls = uninstalls;
    this.catalog = catalog;
    this.hindrances = hindrances;
    this.known = known;
    this.installs = installs;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for an install.
  ///
  /// @param proof whether its runner has to show by its cloud's word that it is in this account:
  ///   required, if-offered, none; left out: as the vendor has it for the cloud
  public record InstallWish(
      @Nullable String name,
      @Nullable String product,
      @Nullable String cloud,
      @Nullable String account,
      @Nullable String region,
      @Nullable Map<String, String> inputs,
      @Nullable String proof) {}

  /// Values by input name; secret inputs are references.
  public record InputValues(@Nullable Map<String, String> inputs) {}

  /// An install as the API shows it.
  ///
  /// @param support of installs in this cloud: Supported or Preview
  /// @param vouchedFor as whom its cloud knows its runner; left out when nobody vouched for it, and
  ///   the account is as the runner said itself
  /// @param openFindings how many things its runner finds not to be as they should
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InstallView(
      String id,
      String name,
      String product,
      String cloud,
      String account,
      String region,
      String support,
      Map<String, String> inputs,
      @Nullable String release,
      int openFindings,
      String status,
      String reason,
      @Nullable Instant heardAt,
      @Nullable String vouchedFor,
      @Nullable Instant vouchedAt,
      Instant createdAt) {
    static InstallView of(InstallRecord install, String hindrance, int openFindings) {
      return new InstallView(
          install.id().toString(),
          install.name(),
          install.product(),
          install.cloud(),
          install.account(),
          install.region(),
          Installs.support(install.cloud()),
          install.inputs(),
          install.release().map(Digest::toString).orElse(null),
          openFindings,
          install.status().word(),
          hindrance,
          install.heardAt().orElse(null),
          install.proof().vouchedFor().orElse(null),
          install.proof().at().orElse(null),
          install.createdAt());
    }
  }

  /// A change of status.
  public record StatusView(String status, String reason, Instant at) {
    static StatusView of(StatusChange change) {
      return new StatusView(change.status().word(), change.reason(), change.at());
    }
  }

  /// The install's name once more, since this cannot be taken back.
  ///
  /// @param erase what holds data and shall go all the same, each as `KIND/NAME` out of the
  ///   inventory; left out: everything that holds data stays
  public record UninstallWish(@Nullable String confirm, @Nullable List<@Nullable String> erase) {}

  /// The job that removes it.
  public record UninstallView(String install, String job) {}

  private Function<InstallRecord, InstallView> views(List<InstallRecord> installs) {
    Map<InstallId, Integer> open = known.openFindings(installs);
    return install ->
        InstallView.of(install, hindrances.of(install), open.getOrDefault(install.id(), 0));
  }

  private InstallView view(InstallRecord install) {
    return views(List.of(install)).apply(install);
  }

  @POST
  @Needs(Scope.WRITE)
  @Operation(summary = "Create an install that waits for its runner")
  public Response create(InstallWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    InstallWish given = Given.body(wish);
    var wanted =
        new NewInstall(
            Given.field("name", given.name()),
            Given.field("product", given.product()),
            Given.field("cloud", given.cloud()),
            Given.field("account", given.account()),
            Given.field("region", given.region()),
            given.inputs() == null ? Map.of() : given.inputs(),
            Optional.ofNullable(given.proof()).map(InstallResource::proof));
    return repeats.create(caller, caller.org(), key, given, tx -> created(tx, wanted));
  }

  private static ProofPolicy proof(String word) {
    return ProofPolicy.of(word)
        .orElseThrow(
            () -> ProblemException.invalid("proof", "must be one of required, if-offered, none"));
  }

  private Repeats.Created created(Tx tx, NewInstall wanted) {
    List<String> entitled = catalog.entitlements(tx, caller.org());
    if (!entitled.contains(wanted.product())) {
      throw ProblemException.invalid(
          "product",
          entitled.isEmpty()
              ? "is not open to the organization, which is entitled to none yet: ask the vendor"
              : "is not open to the organization, which is entitled to %s: ask the vendor"
                  .formatted(String.join(", ", entitled)));
    }
    return switch (installs.create(tx, caller.org(), wanted, caller.actor())) {
      case Creation.Created(InstallRecord install) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/installs/%s".formatted(caller.org(), install.id()),
              view(install));
      case Creation.NameTaken(InstallRecord by) ->
          throw ProblemException.conflict(
              "There is an install named %s already: %s.".formatted(by.name(), by.id()));
      case Creation.Invalid(String field, String message) ->
          throw ProblemException.invalid(field, message);
    };
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List installs by name")
  public Page<InstallView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    List<InstallRecord> read = installs.list(caller.org(), page.after(), page.oneMore());
    return Page.of(read, page, views(read), InstallRecord::name);
  }

  @GET
  @Path("{install}")
  @Needs(Scope.READ)
  @Operation(summary = "Show an install, by id or name")
  public InstallView show(@PathParam("install") String install) {
    return view(known.named(install));
  }

  @PUT
  @Path("{install}/inputs")
  @Needs(Scope.WRITE)
  @Operation(summary = "Replace the inputs; the next plan uses them")
  public InstallView inputs(@PathParam("install") String install, InputValues wish) {
    Map<String, String> inputs = Given.inputs(Given.body(wish).inputs());
    return installs
        .inputs(caller.org(), known.named(install).id(), inputs, caller.actor())
        .map(this::view)
        .orElseThrow(() -> ProblemException.notFound("install"));
  }

  @GET
  @Path("{install}/history")
  @Needs(Scope.READ)
  @Operation(summary = "How the install's status changed, oldest first")
  public List<StatusView> history(@PathParam("install") String install) {
    return installs.history(caller.org(), known.named(install).id(), HISTORY).stream()
        .map(StatusView::of)
        .toList();
  }

  @POST
  @Path("{install}/uninstall")
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Have the runner remove every component but for what holds data; the install's name confirms it, and data that shall go is named one by one")
  public Response uninstall(
      @PathParam("install") String install,
      UninstallWish wish,
      @HeaderParam("Idempotency-Key") @Nullable String key) {
    UninstallWish given = Given.body(wish);
    String confirmed = Given.field("confirm", given.confirm());
    InstallRecord of = known.named(install);
    Set<Named> erase = erase(given.erase());
    return repeats.create(
        caller,
        caller.org(),
        key,
        given,
        tx -> removed(tx, of, new Uninstalls.Wish(confirmed, erase)));
  }

  private static Set<Named> erase(@Nullable List<@Nullable String> given) {
    if (given == null) {
      return Set.of();
    }
    if (given.size() > MOST_ERASED) {
      throw ProblemException.invalid("erase", "must be at most " + MOST_ERASED);
    }
    var names = new HashSet<Named>();
    for (int i = 0; i < given.size(); i++) {
      String field = "erase[%d]".formatted(i);
      names.add(Given.id(field, Given.field(field, given.get(i)), Named::parse));
    }
    return names;
  }

  private Repeats.Created removed(Tx tx, InstallRecord install, Uninstalls.Wish wish) {
    var origin = new Origin(caller.actor(), "");
    return switch (uninstalls.request(tx, caller.org(), install.id(), wish, origin)) {
      case Uninstalls.Answer.Asked(JobId job) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/jobs/%s".formatted(caller.org(), job),
              new UninstallView(install.id().toString(), job.toString()));
      case Uninstalls.Answer.Absent() -> throw ProblemException.notFound("install");
      case Uninstalls.Answer.NotConfirmed(String name) ->
          throw ProblemException.invalid("confirm", "must be the install's name, " + name);
      case Uninstalls.Answer.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
    };
  }
}
