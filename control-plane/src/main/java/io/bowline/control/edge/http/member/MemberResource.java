package io.bowline.control.edge.http.member;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.member.Change;
import io.bowline.control.member.Member;
import io.bowline.control.member.Members;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Scope;
import io.bowline.model.id.MemberId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The people of an organization.
@Path("/api/v1/organizations/{org}/members")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
public class MemberResource {
  private final Members members;
  private final Organizations organizations;
  private final Caller caller;

  MemberResource(Members members, Organizations organizations, Caller caller) {
    this.members = members;
    this.organizations = organizations;
    this.caller = caller;
  }

  /// A wish for another role.
  public record RoleWish(@Nullable String role) {}

  /// A wish to leave.
  ///
  /// @param organization its name, so that nobody leaves by mistake
  public record Departure(@Nullable String organization) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the members, in order of their addresses")
  public Page<MemberView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        members.list(caller.org(), page.after(), page.oneMore()),
        page,
        MemberView::of,
        Member::email);
  }

  @GET
  @Path("{member}")
  @Needs(Scope.READ)
  @Operation(summary = "Show a member")
  public MemberView show(@PathParam("member") String member) {
    return members
        .find(caller.org(), known(member))
        .map(MemberView::of)
        .orElseThrow(() -> ProblemException.notFound("member"));
  }

  @PUT
  @Path("{member}/role")
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Give a member another role; it counts from their next request")
  public MemberView assign(@PathParam("member") String member, RoleWish wish) {
    var role = RoleWord.read(Given.body(wish).role());
    return made(members.assign(caller.org(), known(member), role, caller.principal()));
  }

  @DELETE
  @Path("{member}")
  @Needs(Scope.ADMIN)
  @Operation(summary = "Remove a member; their tokens are good no more")
  public void remove(@PathParam("member") String member) {
    made(members.remove(caller.org(), known(member), caller.principal()));
  }

  /// Whoever may only look may leave as well.
  @POST
  @Path("leave")
  @Needs(value = Scope.READ, person = true)
  @Operation(summary = "Leave the organization; its last owner cannot")
  public MemberView leave(Departure wish) {
    String name = Given.field("organization", Given.body(wish).organization());
    if (organizations.find(caller.org()).filter(org -> org.name().equals(name)).isEmpty()) {
      throw ProblemException.invalid("organization", "must be the name of this organization");
    }
    return made(members.leave(caller.org(), caller.person().id()));
  }

  private static MemberId known(String member) {
    return Given.known("member", member, MemberId::parse);
  }

  private static MemberView made(Change change) {
    return switch (change) {
      case Change.Made(Member member) -> MemberView.of(member);
      case Change.Unknown() -> throw ProblemException.notFound("member");
      case Change.Refused(String why) -> throw ProblemException.forbidden(why);
      case Change.LastOwner() ->
          throw ProblemException.conflict(
              "This is the organization's last owner. Make another member an owner first.");
    };
  }
}
