package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.allowance.Allowance;
import io.bowline.control.allowance.Allowances;
import io.bowline.control.allowance.OwnAllowance;
import io.bowline.control.allowance.Use;
import io.bowline.control.org.Scope;
import io.bowline.control.quota.Stock;
import io.bowline.control.quota.StorageQuotas;
import io.bowline.model.id.OrgId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an organization may take from the artifact registry and hold there, and does.
@Path("/api/v1/organizations/{org}/registry-limits")
@Tag(name = "registry")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegistryLimitResource {
  private final Allowances allowances;
  private final StorageQuotas quotas;
  private final Caller caller;

  RegistryLimitResource(Allowances allowances, StorageQuotas quotas, Caller caller) {
    this.allowances = allowances;
    this.quotas = quotas;
    this.caller = caller;
  }

  /// Limits; 0 is none. What is left out is the default.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LimitWish(
      @Nullable Integer requestsPerSecond,
      @Nullable Integer transfers,
      @Nullable Long bytesPerDay,
      @Nullable Long bytesStored,
      @Nullable Integer repositories) {
    private OwnAllowance by(String actor) {
      return new OwnAllowance(
          notNegative("requestsPerSecond", requestsPerSecond),
          notNegative("transfers", transfers),
          notNegative("bytesPerDay", bytesPerDay),
          notNegative("bytesStored", bytesStored),
          notNegative("repositories", repositories),
          actor);
    }
  }

  /// Limits and use; a limit of 0 is none.
  ///
  /// @param own what was said of this organization alone
  /// @param setBy who said it
  /// @param day of the bytes, in UTC
  /// @param bytesPulled of blobs on this day, from all processes, some seconds old
  /// @param transfersNow blobs that the answering process is sending
  /// @param held what the namespace of the organization's name has
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LimitView(
      int requestsPerSecond,
      int transfers,
      long bytesPerDay,
      long bytesStored,
      int repositories,
      @Nullable LimitWish own,
      @Nullable String setBy,
      LocalDate day,
      long bytesPulled,
      int transfersNow,
      HeldView held) {
    static LimitView of(Use use, Stock stock, Optional<OwnAllowance> own) {
      Allowance allowed = use.allowed();
      return new LimitView(
          allowed.requestsPerSecond(),
          allowed.transfers(),
          allowed.bytesPerDay(),
          stock.quota().bytesStored(),
          stock.quota().repositories(),
          own.map(LimitView::wish).orElse(null),
          own.map(OwnAllowance::by).orElse(null),
          use.day(),
          use.pulled(),
          use.transfers(),
          new HeldView(stock.bytes(), stock.uploading(), stock.repositories()));
    }

    private static LimitWish wish(OwnAllowance own) {
      return new LimitWish(
          own.requestsPerSecond().orElse(null),
          own.transfers().orElse(null),
          own.bytesPerDay().orElse(null),
          own.bytesStored().orElse(null),
          own.repositories().orElse(null));
    }
  }

  /// What a namespace has.
  ///
  /// @param bytes of its repositories, the same content once
  /// @param uploading bytes of uploads under way, which count as well
  public record HeldView(long bytes, long uploading, long repositories) {}

  @GET
  @Needs(value = Scope.READ, vendor = true)
  @Operation(
      summary =
          "What the organization may take from the artifact registry and hold there, and does")
  public LimitView show() {
    return view(caller.org());
  }

  @PUT
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Give the organization limits of its own")
  public LimitView limit(LimitWish wish) {
    allowances.allow(caller.org(), Given.body(wish).by(caller.actor()));
    return view(caller.org());
  }

  @DELETE
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Have the default limits count for the organization again")
  public void unlimit() {
    allowances.disallow(caller.org(), caller.actor());
  }

  private LimitView view(OrgId org) {
    return LimitView.of(allowances.use(org), quotas.of(org), allowances.own(org));
  }

  private static <N extends Number> Optional<N> notNegative(String name, @Nullable N value) {
    if (value != null && value.longValue() < 0) {
      throw ProblemException.invalid(name, "is negative; 0 is no limit");
    }
    return Optional.ofNullable(value);
  }
}
