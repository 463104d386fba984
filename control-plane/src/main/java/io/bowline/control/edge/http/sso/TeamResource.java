package io.bowline.control.edge.http.sso;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.sso.Team;
import io.bowline.control.sso.TeamChange;
import io.bowline.control.sso.Teams;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Teams of an organization.
@Path("/api/v1/organizations/{org}/teams")
@Tag(name = "single sign-on")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class TeamResource {
  private final Teams teams;
  private final Repeats repeats;
  private final Caller caller;

  TeamResource(Teams teams, Repeats repeats, Caller caller) {
    this.teams = teams;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for a team.
  ///
  /// @param group as the provider writes it
  public record TeamWish(@Nullable String name, @Nullable String group, @Nullable String role) {}

  /// A wish for a team to be another group, or to have another role.
  public record TeamMap(@Nullable String group, @Nullable String role) {}

  /// A team as the API shows it.
  ///
  /// @param members how many were of it when they last signed in
  public record TeamView(
      String name, String group, String role, int members, Instant createdAt, String createdBy) {
    static TeamView of(Team team) {
      return new TeamView(
          team.name(),
          team.group(),
          team.role().text(),
          team.members(),
          team.createdAt(),
          team.createdBy());
    }
  }

  /// All teams.
  public record TeamsView(List<TeamView> items) {}

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the teams, in order of their names")
  public TeamsView list() {
    return new TeamsView(teams.list(caller.org()).stream().map(TeamView::of).toList());
  }

  @POST
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Make a team of a group of the identity provider's, with a role")
  public Response create(TeamWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    TeamWish given = Given.body(wish);
    String name = Given.field("name", given.name());
    String group = Given.field("group", given.group());
    Role role = role(given.role());
    return repeats.create(
        caller,
        caller.org(),
        key,
        given,
        tx -> {
          TeamView made =
              made(teams.create(tx, caller.org(), name, group, role, caller.principal()));
          return new Repeats.Created(
              "/api/v1/organizations/%s/teams/%s".formatted(caller.org(), made.name()), made);
        });
  }

  @PUT
  @Needs(value = Scope.ADMIN, lasting = true)
  @Path("{team}")
  @Operation(summary = "Have a team be another group, or have another role")
  public TeamView map(@PathParam("team") String team, TeamMap wish) {
    TeamMap given = Given.body(wish);
    String group = Given.field("group", given.group());
    return made(teams.map(caller.org(), team, group, role(given.role()), caller.principal()));
  }

  @DELETE
  @Path("{team}")
  @Operation(summary = "Delete a team; what it gave counts until each member's next sign-in")
  public void delete(@PathParam("team") String team) {
    made(teams.delete(caller.org(), team, caller.principal()));
  }

  private static Role role(@Nullable String text) {
    return Role.parse(Given.field("role", text))
        .orElseThrow(
            () -> ProblemException.invalid("role", "must be owner, admin, operator or viewer"));
  }

  private static TeamView made(TeamChange change) {
    return switch (change) {
      case TeamChange.Made(Team team) -> TeamView.of(team);
      case TeamChange.Refused(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case TeamChange.NotAllowed(String why) -> throw ProblemException.forbidden(why);
      case TeamChange.Conflict(String why) -> throw ProblemException.conflict(why);
      case TeamChange.Unknown() -> throw ProblemException.notFound("team");
    };
  }
}
