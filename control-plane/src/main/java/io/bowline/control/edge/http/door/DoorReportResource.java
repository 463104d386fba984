package io.bowline.control.edge.http.door;

import io.bowline.control.arrival.door.DoorPhase;
import io.bowline.control.arrival.door.DoorReports;
import io.bowline.control.arrival.door.DoorWord;
import io.bowline.control.arrival.door.Hearing;
import io.bowline.control.arrival.door.MadeThing;
import io.bowline.control.edge.http.Anyone;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.proto.codec.CloudWitness;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where doors call home: a stack, a template, or whoever makes a base layer by hand. They have the
/// enrollment token and no other.
@Path("/api/v1/door-reports")
@Tag(name = "installs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DoorReportResource {
  private static final int LONGEST_TOKEN = 512;
  private static final Duration REST = Duration.ofSeconds(5);

  private final DoorReports reports;

  DoorReportResource(DoorReports reports) {
    this.reports = reports;
  }

  /// What a door tells.
  ///
  /// @param token the enrollment token that it was given; used up or not, it says whose door this
  ///   is
  /// @param door cloudformation, arm, terraform, by-hand or the like
  /// @param phase begun, made, failed, rolled-back, updated, deleted
  /// @param attempt what tells this run from every other, such as a stack's id
  /// @param account in which this runs
  /// @param region in which this runs
  /// @param install id that the door was given
  /// @param name of the install that the door was given
  /// @param parameters what else the door was given, without secrets
  /// @param made everything that is there because of it
  /// @param reason why it failed
  /// @param proof what its cloud says about it, made for this report
  public record DoorReportWish(
      @Nullable String token,
      @Nullable String door,
      @Nullable String phase,
      @Nullable String attempt,
      @Nullable String account,
      @Nullable String region,
      @Nullable String install,
      @Nullable String name,
      @Nullable Map<String, String> parameters,
      @Nullable List<MadeWish> made,
      @Nullable String reason,
      @Nullable DoorProof proof) {
    /// Without the token, and without what the door was given.
    @Override
    public String toString() {
      return "DoorReportWish[]";
    }
  }

  /// Something that is there.
  ///
  /// @param kind as the cloud or the tool spells it, such as AWS::EKS::Cluster
  /// @param id by which the cloud finds it
  /// @param name as the door calls it
  public record MadeWish(@Nullable String kind, @Nullable String id, @Nullable String name) {}

  /// A question to AWS (GetCallerIdentity) that whoever tells has signed, the header
  /// x-bowline-enrollment with the digest of this report among what is signed.
  ///
  /// @param authorization the header of Signature Version 4
  /// @param date the header x-amz-date
  /// @param sessionToken the header x-amz-security-token
  public record DoorProof(
      @Nullable String authorization, @Nullable String date, @Nullable String sessionToken) {
    /// Without what is signed.
    @Override
    public String toString() {
      return "DoorProof[]";
    }
  }

  /// What came of it.
  ///
  /// @param install its name is not told: a token is no way to ask about installs
  /// @param phase as it is kept: what is deleted before it was made is rolled back
  /// @param status how the install is now
  /// @param news false when the same was told before
  public record HeardView(String install, String phase, String status, boolean news) {}

  @POST
  @Anyone
  @SecurityRequirements
  @Operation(
      summary =
          "Tell what a door makes in the account; the install's enrollment token says whose it is")
  public HeardView tell(DoorReportWish wish) {
    return switch (reports.hear(word(Given.body(wish)))) {
      case Hearing.Kept(var report, var status, boolean news) ->
          new HeardView(report.install().toString(), report.phase().word(), status.word(), news);
      case Hearing.Stranger() ->
          throw ProblemException.unauthorized(
              "There is no such enrollment token. Make one with bowline install token, and give it to the installer whole.");
      case Hearing.Refused(var why, String message) when why == Hearing.Why.BUSY ->
          throw ProblemException.busy(message, REST);
      case Hearing.Refused(var why, String message) ->
          throw ProblemException.conflict(why.word() + ": " + message);
      case Hearing.Malformed(String field, String message) ->
          throw ProblemException.invalid(field, message);
      case Hearing.TooMuch(String message) ->
          throw ProblemException.tooMany(message, Duration.ofHours(1));
    };
  }

  private static DoorWord word(DoorReportWish wish) {
    String phase = Given.field("phase", wish.phase());
    return new DoorWord(
        Given.bounded("token", wish.token(), LONGEST_TOKEN),
        Given.field("door", wish.door()),
        DoorPhase.of(phase)
            .orElseThrow(() ->
                ProblemException.invalid(
                    "phase", "must be one of begun, made, failed, rolled-back, updated, deleted")),
        Given.field("attempt", wish.attempt()),
        new DoorWord.Where(
            Objects.requireNonNullElse(wish.install(), ""),
            Objects.requireNonNullElse(wish.name(), ""),
            Given.field("account", wish.account()),
            Given.field("region", wish.region())),
        parameters(wish.parameters()),
        wish.made() == null
            ? List.of()
            : wish.made().stream().map(DoorReportResource::made).toList(),
        Objects.requireNonNullElse(wish.reason(), ""),
        witness(wish.proof()));
  }

  private static Map<String, String> parameters(@Nullable Map<String, String> given) {
    if (given == null) {
      return Map.of();
    }
    given.forEach((name, value) -> Given.field("parameters." + name, value));
    return given;
  }

  private static MadeThing made(@Nullable MadeWish wish) {
    MadeWish thing = Given.field("made", wish);
    return new MadeThing(
        Given.field("made.kind", thing.kind()),
        Given.field("made.id", thing.id()),
        Objects.requireNonNullElse(thing.name(), ""));
  }

  private static CloudWitness witness(@Nullable DoorProof proof) {
    return proof == null
        ? new CloudWitness.Nobody()
        : new CloudWitness.AwsQuestion(
            Given.field("proof.authorization", proof.authorization()),
            Given.field("proof.date", proof.date()),
            Objects.requireNonNullElse(proof.sessionToken(), ""));
  }
}
