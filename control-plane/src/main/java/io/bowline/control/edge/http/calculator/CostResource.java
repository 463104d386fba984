package io.bowline.control.edge.http.calculator;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.model.cost.Costs;
import io.bowline.model.cost.Estimate;
import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import io.bowline.model.sizing.KafkaUnits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a month of 30 days costs.
@Path("/api/v1/calculators/cost")
@Tag(name = "calculators")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CostResource {
  private static final int LONGEST_PLACE = 200;
  private static final int MOST_NODES = 10_000;
  private static final BigDecimal MOST_GIGABYTES = BigDecimal.valueOf(1_000_000_000_000L);

  private final Costs costs;

  CostResource(Costs costs) {
    this.costs = costs;
  }

  /// What something costs, as far as it is known.
  ///
  /// @param kind `free`, `priced`, `at-most` or `unknown`
  /// @param asOf the day of the prices
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record EstimateView(
      String kind,
      @Nullable BigDecimal amount,
      @Nullable String currency,
      @Nullable LocalDate asOf,
      @Nullable String note) {
    static EstimateView of(Estimate estimate) {
      return switch (estimate) {
        case Estimate.Free(String note) -> new EstimateView("free", null, null, null, note);
        case Estimate.Priced(BigDecimal amount, String currency, LocalDate asOf) ->
            new EstimateView("priced", amount, currency, asOf, null);
        case Estimate.AtMost(BigDecimal amount, String currency, String note) ->
            new EstimateView("at-most", amount, currency, null, note);
        case Estimate.Unknown(String why) -> new EstimateView("unknown", null, null, null, why);
      };
    }
  }

  /// A month's cost as the API shows it.
  ///
  /// @param gigabytes of 10^9 bytes that leave
  /// @param nodes only where machines were asked for
  /// @param warning only where the places are far apart
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CostView(
      BigDecimal gigabytes,
      EstimateView ingress,
      EstimateView egress,
      @Nullable EstimateView nodes,
      @Nullable String warning) {}

  @GET
  @Needs(Scope.READ)
  @Operation(
      summary = "What traffic between two places, and machines, cost in a month",
      description =
          "A place is cloud/region or cloud/region/zone; the cloud is aws, gcp, azure or oci."
              + " The traffic is given in gigabytes, or as the full rate of so many Kafka units.")
  public CostView cost(
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("gigabytes") @Nullable BigDecimal gigabytes,
      @QueryParam("units") @Nullable Integer units,
      @QueryParam("nodeType") @Nullable String nodeType,
      @QueryParam("nodes") @Nullable Integer nodes) {
    Place leaves = place("from", from);
    Place arrives = place("to", to);
    BigDecimal traffic = traffic(gigabytes, units);
    return new CostView(
        traffic,
        EstimateView.of(costs.ingress()),
        EstimateView.of(costs.egress(traffic, leaves, arrives)),
        machines(leaves, nodeType, nodes),
        arrives.warningFor(leaves).orElse(null));
  }

  private @Nullable EstimateView machines(
      Place where, @Nullable String type, @Nullable Integer count) {
    if (type == null) {
      return null;
    }
    int machines = Given.field("nodes", count);
    if (machines < 1 || machines > MOST_NODES) {
      throw ProblemException.invalid("nodes", "must be 1 to " + MOST_NODES);
    }
    return EstimateView.of(
        costs.nodes(
            where.cloud(),
            where.region(),
            Given.bounded("nodeType", type, LONGEST_PLACE),
            machines));
  }

  private static BigDecimal traffic(@Nullable BigDecimal gigabytes, @Nullable Integer units) {
    if (units != null && gigabytes == null) {
      return BigDecimal.valueOf(Given.id("units", units, KafkaUnits::new).gigabytesOfMonth());
    }
    BigDecimal given = Given.field("gigabytes", gigabytes);
    if (units != null) {
      throw ProblemException.invalid("units", "and gigabytes say the same; send one of them");
    }
    if (given.signum() < 0 || given.scale() > 9 || given.compareTo(MOST_GIGABYTES) > 0) {
      throw ProblemException.invalid("gigabytes", "must be 0 to " + MOST_GIGABYTES);
    }
    return given;
  }

  private static Place place(String field, @Nullable String text) {
    String[] parts = Given.bounded(field, text, LONGEST_PLACE).split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw ProblemException.invalid(field, "must be cloud/region or cloud/region/zone");
    }
    return Given.id(
        field,
        parts,
        given ->
            new Place(
                Cloud.of(given[0]),
                given[1],
                given.length == 3 ? Optional.of(given[2]) : Optional.empty()));
  }
}
