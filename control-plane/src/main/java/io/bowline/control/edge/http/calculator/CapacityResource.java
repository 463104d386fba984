package io.bowline.control.edge.http.calculator;

import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.org.Scope;
import io.bowline.model.sizing.Capacity;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.model.sizing.WorkerNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What the nodes of a customer's own cluster carry.
@Path("/api/v1/calculators/capacity")
@Tag(name = "calculators")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CapacityResource {
  private static final int MOST_NODES = 5_000;
  private static final int LONGEST_NAME = 253;

  private final CapacityRules rules;

  CapacityResource(CapacityRules rules) {
    this.rules = rules;
  }

  /// A node: what it offers to pods, and what pods that are there ask for.
  ///
  /// @param schedulable false when it is cordoned or its taints keep brokers away
  public record NodeWish(
      @Nullable String name,
      @Nullable String type,
      @Nullable String zone,
      @Nullable Boolean schedulable,
      @Nullable Long milliCpu,
      @Nullable Long memoryBytes,
      @Nullable Long takenMilliCpu,
      @Nullable Long takenMemoryBytes) {
    WorkerNode node() {
      return new WorkerNode(
          Given.bounded("nodes.name", name, LONGEST_NAME),
          text("nodes.type", type),
          text("nodes.zone", zone),
          schedulable == null || schedulable,
          Given.field("nodes.milliCpu", milliCpu),
          Given.field("nodes.memoryBytes", memoryBytes),
          takenMilliCpu == null ? 0 : takenMilliCpu,
          takenMemoryBytes == null ? 0 : takenMemoryBytes);
    }

    private static String text(String field, @Nullable String value) {
      return value == null || value.isBlank() ? "" : Given.bounded(field, value, LONGEST_NAME);
    }
  }

  /// Nodes, and how much they are to carry.
  public record CapacityWish(@Nullable List<NodeWish> nodes, @Nullable Integer maxKafkaUnits) {}

  /// A capacity as the API shows it.
  ///
  /// @param standardUnits with one unit on a broker
  /// @param smallUnits with the small brokers that clusters of up to three units may have
  public record CapacityView(
      int units,
      int unitsWithoutLargestZone,
      int standardUnits,
      int smallUnits,
      List<String> warnings) {}

  @POST
  @Needs(Scope.READ)
  @Operation(summary = "How many units nodes carry, and how many when the largest zone is lost")
  public CapacityView capacity(CapacityWish wish) {
    CapacityWish given = Given.body(wish);
    List<@Nullable NodeWish> nodes = new ArrayList<>(Given.field("nodes", given.nodes()));
    if (nodes.size() > MOST_NODES) {
      throw ProblemException.invalid("nodes", "must be " + MOST_NODES + " at most");
    }
    Capacity capacity =
        Capacity.of(
            nodes.stream()
                .map(node -> Given.id("nodes", Given.field("nodes", node), NodeWish::node))
                .toList(),
            rules);
    return new CapacityView(
        capacity.units(),
        capacity.unitsWithoutLargestZone(),
        capacity.standardUnits(),
        capacity.smallUnits(),
        warnings(capacity, given.maxKafkaUnits()));
  }

  private static List<String> warnings(Capacity capacity, @Nullable Integer wanted) {
    List<String> found = new ArrayList<>(capacity.warnings());
    if (wanted != null && capacity.units() < wanted) {
      found.add(
          "The nodes carry %d units, and %d are wanted: add nodes or lower maxKafkaUnits."
              .formatted(capacity.units(), wanted));
    }
    return found;
  }
}
