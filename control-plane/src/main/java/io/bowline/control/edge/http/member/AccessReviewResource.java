package io.bowline.control.edge.http.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.org.Scope;
import io.bowline.control.platform.Tx;
import io.bowline.control.review.Review;
import io.bowline.control.review.Reviewed;
import io.bowline.control.review.Reviews;
import io.bowline.control.review.Right;
import io.bowline.control.review.Wish;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Who may do what, and the records of those who looked.
@Path("/api/v1/organizations/{org}")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class AccessReviewResource {
  private static final int LONGEST_NOTE = 1000;
  private static final int LONGEST_SUBJECT = 100;

  private final Reviews reviews;
  private final Repeats repeats;
  private final Caller caller;

  AccessReviewResource(Reviews reviews, Repeats repeats, Caller caller) {
    this.reviews = reviews;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// What one subject may do.
  ///
  /// @param subject as the audit names it
  /// @param rights the role, the scopes of a token that is the organization's own, or how long
  ///   staff are let in and why
  /// @param lastUsedAt to the minute; absent when it never was
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RightView(
      String subject, String name, String rights, @Nullable Instant lastUsedAt) {
    static RightView of(Right right) {
      return new RightView(
          right.subject(), right.name(), right.rights(), right.lastUsedAt().orElse(null));
    }
  }

  /// Everybody who may do anything.
  public record RightsView(List<RightView> items) {}

  /// What was decided about everybody.
  ///
  /// @param confirmed subjects that keep their rights
  /// @param revoked subjects that lose them
  public record ReviewWish(
      @Nullable List<String> confirmed, @Nullable List<String> revoked, @Nullable String note) {}

  /// What was decided about one right, as it was then.
  public record DecisionView(RightView right, boolean confirmed) {
    static DecisionView of(Review.Decision decision) {
      return new DecisionView(RightView.of(decision.right()), decision.confirmed());
    }
  }

  /// A review on record.
  public record ReviewView(
      String id, Instant reviewedAt, String reviewedBy, String note, List<DecisionView> decisions) {
    static ReviewView of(Review review) {
      return new ReviewView(
          review.id().toString(),
          review.at(),
          review.by(),
          review.note(),
          review.decisions().stream().map(DecisionView::of).toList());
    }
  }

  @GET
  @Path("access")
  @Operation(summary = "List everybody who may do anything, what, and when they last did")
  public RightsView rights() {
    return new RightsView(reviews.rights(caller.org()).stream().map(RightView::of).toList());
  }

  @POST
  @Needs(value = Scope.ADMIN, lasting = true)
  @Path("access-reviews")
  @Operation(summary = "Decide about everybody's rights: revokes what it revokes, and is on record")
  public Response review(ReviewWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    ReviewWish given = Given.body(wish);
    var wanted =
        new Wish(
            subjects("confirmed", given.confirmed()),
            subjects("revoked", given.revoked()),
            Given.bounded("note", given.note(), LONGEST_NOTE));
    return repeats.create(caller, caller.org(), key, given, tx -> recorded(tx, wanted));
  }

  private static Set<String> subjects(String field, @Nullable List<String> given) {
    return Given.field(field, given).stream()
        .map(subject -> Given.bounded(field, subject, LONGEST_SUBJECT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Repeats.Created recorded(Tx tx, Wish wish) {
    return switch (reviews.review(tx, caller.org(), wish, caller.principal())) {
      case Reviewed.Recorded(Review review) ->
          new Repeats.Created(
              "/api/v1/organizations/%s/access-reviews".formatted(caller.org()),
              ReviewView.of(review));
      case Reviewed.Incomplete(List<String> undecided, List<String> unknown) ->
          throw ProblemException.conflict(
              "Decide about everybody, once, as things are now. Undecided: %s. Unknown or twice: %s."
                  .formatted(undecided, unknown));
      case Reviewed.Refused(String why) -> throw ProblemException.conflict(why);
    };
  }

  @GET
  @Path("access-reviews")
  @Operation(summary = "List the reviews on record, newest first")
  public Page<ReviewView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    Optional<UUID> before = page.after(UUID::fromString);
    return Page.of(
        reviews.list(caller.org(), before, page.oneMore()),
        page,
        ReviewView::of,
        review -> review.id().toString());
  }
}
