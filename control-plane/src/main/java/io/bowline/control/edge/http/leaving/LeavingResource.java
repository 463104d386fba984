package io.bowline.control.edge.http.leaving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.KnownInstall;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.leaving.LeavingViews.CertificateView;
import io.bowline.control.edge.http.leaving.LeavingViews.InventoryView;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.leaving.Belongings;
import io.bowline.control.leaving.Leaving;
import io.bowline.control.leaving.LeavingCertificate;
import io.bowline.control.leaving.LeavingCertificates;
import io.bowline.control.leaving.Look;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.belonging.Belonging;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// How an install leaves.
@Path("/api/v1/organizations/{org}/installs/{install}")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LeavingResource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_FOUND = 5_000;
  private static final int MOST_KINDS = 200;
  private static final int LONGEST_WHY = 500;

  private final Transactions transactions;
  private final Leaving leaving;
  private final Belongings belongings;
  private final LeavingCertificates certificates;
  private final KnownInstall known;
  private final Caller caller;

  LeavingResource(
      Transactions transactions,
      Leaving leaving,
      Belongings belongings,
      LeavingCertificates certificates,
      KnownInstall known,
      Caller caller) {
    this.transactions = transactions;
    this.leaving = leaving;
    this.belongings = belongings;
    this.certificates = certificates;
    this.known = known;
    this.caller = caller;
  }

  /// What the customer has found in their account.
  ///
  /// @param looked kinds that were looked for, as `aws_s3_bucket`
  /// @param unlooked what could not be looked for, one sentence each
  public record LookWish(
      @Nullable String account,
      @Nullable String region,
      @Nullable List<@Nullable String> looked,
      @Nullable List<@Nullable String> unlooked,
      @Nullable List<@Nullable FoundWish> found) {}

  /// One thing that is there.
  ///
  /// @param madeBy door, the component's name, or what else is known of who made it
  /// @param command that removes it, for whoever reads the look; it is not kept
  public record FoundWish(
      @Nullable String kind,
      @Nullable String name,
      @Nullable String madeBy,
      @Nullable Boolean holdsData,
      @Nullable String command) {}

  /// The install's name once more.
  public record ConfirmedWish(@Nullable String confirm) {}

  @GET
  @Path("inventory")
  @Needs(Scope.READ)
  @Operation(
      summary =
          "What the install has, or had, in the account, as its runner, its door and the customer have told, and how it is taken away")
  public InventoryView inventory(@PathParam("install") String install) {
    return view(known.named(install));
  }

  @POST
  @Path("inventory")
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Tell what was found in the account; when nothing is there any more, the install has left")
  public InventoryView look(@PathParam("install") String install, LookWish wish) {
    Look look = look(Given.body(wish));
    return done(
        known.named(install),
        (tx, of) -> leaving.looked(tx, caller.org(), of.id(), look, caller.actor()));
  }

  @POST
  @Path("runner-gone")
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Say that no runner will come any more: what one had installed is the customer's to remove")
  public InventoryView runnerGone(@PathParam("install") String install, ConfirmedWish wish) {
    String confirmed = Given.field("confirm", Given.body(wish).confirm());
    return done(
        known.named(install),
        (tx, of) -> leaving.withoutRunner(tx, caller.org(), of.id(), confirmed, caller.actor()));
  }

  @POST
  @Path("close")
  @Needs(Scope.ADMIN)
  @Operation(
      summary =
          "Give your word that nothing of the install is left; the certificate says that nobody has looked")
  public InventoryView close(@PathParam("install") String install, ConfirmedWish wish) {
    String confirmed = Given.field("confirm", Given.body(wish).confirm());
    return done(
        known.named(install),
        (tx, of) -> leaving.closed(tx, caller.org(), of.id(), confirmed, caller.actor()));
  }

  @GET
  @Path("certificate")
  @Needs(Scope.READ)
  @Operation(summary = "The newest certificate of leaving, as it was signed")
  public CertificateView certificate(@PathParam("install") String install) {
    InstallRecord of = known.named(install);
    LeavingCertificate newest =
        certificates
            .newest(caller.org(), of.id())
            .orElseThrow(() -> ProblemException.notFound("certificate: the install has not left"));
    return new CertificateView(
        newest.number(), newest.issued(), text(newest.envelope()), newest.envelope());
  }

  private interface Step {
    Leaving.Answer in(Tx tx, InstallRecord install);
  }

  private InventoryView done(InstallRecord of, Step step) {
    return switch (transactions.inOrg(caller.org(), tx -> step.in(tx, of))) {
      case Leaving.Answer.Done(InstallRecord now) -> view(now);
      case Leaving.Answer.Absent() -> throw ProblemException.notFound("install");
      case Leaving.Answer.NotConfirmed(String name) ->
          throw ProblemException.invalid("confirm", "must be the install's name, " + name);
      case Leaving.Answer.Refused(String reason, String message) ->
          throw ProblemException.conflict(reason + ": " + message);
      case Leaving.Answer.Elsewhere(String field, String meant) ->
          throw ProblemException.invalid(field, "must be the install's, " + meant);
    };
  }

  private InventoryView view(InstallRecord of) {
    return InventoryView.of(
        of, belongings.list(caller.org(), of.id()), belongings.lastLook(caller.org(), of.id()));
  }

  private static Look look(LookWish wish) {
    var looked = new HashSet<>(texts("looked", wish.looked(), MOST_KINDS, Belonging.LONGEST));
    List<String> unlooked =
        wish.unlooked() == null
            ? List.of()
            : texts("unlooked", wish.unlooked(), MOST_KINDS, LONGEST_WHY);
    return new Look(
        Given.field("account", wish.account()),
        Given.field("region", wish.region()),
        looked,
        unlooked,
        each("found", wish.found(), MOST_FOUND, LeavingResource::found));
  }

  private static Belonging found(FoundWish wish) {
    return Belonging.there(
        wish.madeBy() == null ? "unknown" : wish.madeBy(),
        wish.kind() == null ? "" : wish.kind(),
        wish.name() == null ? "" : wish.name(),
        Boolean.TRUE.equals(wish.holdsData()));
  }

  private static List<String> texts(
      String name, @Nullable List<@Nullable String> given, int most, int longest) {
    return each(
        name,
        given,
        most,
        text -> {
          if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException("1 to %d characters".formatted(longest));
          }
          return text;
        });
  }

  private static <V, T> List<T> each(
      String name, @Nullable List<@Nullable V> given, int most, Function<V, T> reader) {
    List<@Nullable V> all = Given.field(name, given);
    if (all.size() > most) {
      throw ProblemException.invalid(name, "must be at most " + most);
    }
    var read = new ArrayList<T>();
    for (int i = 0; i < all.size(); i++) {
      String field = "%s[%d]".formatted(name, i);
      read.add(Given.id(field, Given.field(field, all.get(i)), reader));
    }
    return read;
  }

  private static String text(String envelope) {
    try {
      String payload = JSON.readTree(envelope).path("payload").asText();
      return JSON.readTree(new String(Base64.getDecoder().decode(payload), UTF_8))
          .path("text")
          .asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a certificate that was kept is no JSON", e);
    }
  }
}
