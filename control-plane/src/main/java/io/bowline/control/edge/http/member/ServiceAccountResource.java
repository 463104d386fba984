package io.bowline.control.edge.http.member;

import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Page;
import io.bowline.control.edge.http.PageRequest;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.Repeats;
import io.bowline.control.member.Appointed;
import io.bowline.control.member.ServiceAccount;
import io.bowline.control.member.ServiceAccounts;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.model.id.MemberId;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What acts for the organization and is no person.
@Path("/api/v1/organizations/{org}/service-accounts")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(Scope.ADMIN)
public class ServiceAccountResource {
  private final ServiceAccounts accounts;
  private final Repeats repeats;
  private final Caller caller;

  ServiceAccountResource(ServiceAccounts accounts, Repeats repeats, Caller caller) {
    this.accounts = accounts;
    this.repeats = repeats;
    this.caller = caller;
  }

  /// A wish for a service account.
  public record AccountWish(@Nullable String name, @Nullable String role) {}

  /// A wish for another role.
  public record AccountRole(@Nullable String role) {}

  /// A service account as the API shows it.
  public record AccountView(
      String id, String name, String role, Instant createdAt, String createdBy) {
    static AccountView of(ServiceAccount account) {
      return new AccountView(
          account.id().toString(),
          account.name(),
          account.role().text(),
          account.createdAt(),
          account.createdBy());
    }
  }

  @POST
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Make a service account; tokens of it are issued like any other")
  public Response create(AccountWish wish, @HeaderParam("Idempotency-Key") @Nullable String key) {
    AccountWish given = Given.body(wish);
    String name = Given.field("name", given.name());
    Role role = RoleWord.read(given.role());
    return repeats.create(
        caller,
        caller.org(),
        key,
        given,
        tx -> {
          AccountView made =
              made(accounts.create(tx, caller.org(), name, role, caller.principal()));
          return new Repeats.Created(
              "/api/v1/organizations/%s/service-accounts/%s".formatted(caller.org(), made.id()),
              made);
        });
  }

  @GET
  @Needs(Scope.READ)
  @Operation(summary = "List the service accounts, in order of their names")
  public Page<AccountView> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
    PageRequest page = PageRequest.of(cursor, limit);
    return Page.of(
        accounts.list(caller.org(), page.after(), page.oneMore()),
        page,
        AccountView::of,
        ServiceAccount::name);
  }

  @PUT
  @Path("{account}/role")
  @Needs(value = Scope.ADMIN, lasting = true)
  @Operation(summary = "Give a service account another role; it counts from its next request")
  public AccountView assign(@PathParam("account") String account, AccountRole wish) {
    Role role = RoleWord.read(Given.body(wish).role());
    return made(accounts.assign(caller.org(), known(account), role, caller.principal()));
  }

  @DELETE
  @Path("{account}")
  @Operation(summary = "Remove a service account; its tokens are good no more")
  public void remove(@PathParam("account") String account) {
    made(accounts.remove(caller.org(), known(account), caller.principal()));
  }

  private static MemberId known(String account) {
    return Given.known("service account", account, MemberId::parse);
  }

  private static AccountView made(Appointed appointed) {
    return switch (appointed) {
      case Appointed.Made(ServiceAccount account) -> AccountView.of(account);
      case Appointed.Unknown() -> throw ProblemException.notFound("service account");
      case Appointed.Refused(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case Appointed.NotAllowed(String why) -> throw ProblemException.forbidden(why);
      case Appointed.Conflict(String why) -> throw ProblemException.conflict(why);
    };
  }
}
