package io.bowline.control.fleet;

import io.bowline.control.fleet.form.AdvancedForm;
import io.bowline.control.fleet.form.PlacementForm;
import io.bowline.model.place.Cloud;
import io.bowline.model.place.Place;
import io.bowline.model.sizing.Burstable;
import io.bowline.model.sizing.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to say of a fleet that may be as it is, and had better be otherwise.
public final class FleetRemarks {
  private static final int GIGABYTES_OF_A_PROCESSOR = 4;

  private FleetRemarks() {}

  /// All that there is to say.
  public static List<String> of(Fleet fleet) {
    var found = new ArrayList<String>();
    nodeSize(fleet).ifPresent(shape -> size(fleet.room().maxKafkaUnits(), shape, found));
    machineType(fleet)
        .filter(Burstable::is)
        .ifPresent(type ->
            found.add(
                "Machines of the type %s run at full speed only for a while; Kafka needs it always."
                    .formatted(type)));
    source(fleet).ifPresent(found::add);
    return List.copyOf(found);
  }

  /// The size of its nodes, where somebody said it.
  public static Optional<NodeShape> nodeSize(Fleet fleet) {
    return fleet.advanced().get(AdvancedForm.NODE_SIZE) instanceof Map<?, ?> size
            && size.get("cpu") instanceof Integer cpu
            && size.get("memory_gb") instanceof Integer memory
        ? Optional.of(new NodeShape(cpu, memory))
        : Optional.empty();
  }

  private static void size(int units, NodeShape shape, List<String> found) {
    NodeShape least = units <= NodeShape.SMALL_UNITS ? NodeShape.SMALL : NodeShape.STANDARD;
    if (shape.vcpu() < least.vcpu() || shape.memoryGb() < least.memoryGb()) {
      found.add(
          "Nodes of %s are below the least for %d units, which is %s."
              .formatted(shown(shape), units, shown(least)));
    }
    if (shape.memoryGb() < GIGABYTES_OF_A_PROCESSOR * shape.vcpu()) {
      found.add(
          "Nodes of %s have less than %d GB for each vCPU; Kafka lives on memory."
              .formatted(shown(shape), GIGABYTES_OF_A_PROCESSOR));
    }
  }

  private static String shown(NodeShape shape) {
    return "%d vCPU and %d GB".formatted(shape.vcpu(), shape.memoryGb());
  }

  private static Optional<String> machineType(Fleet fleet) {
    return text(fleet.advanced(), AdvancedForm.machineType(fleet.infra()));
  }

  /// Where a cluster is brought, its cloud is not known, and so it is taken for that of the source.
  private static Optional<String> source(Fleet fleet) {
    Optional<String> region = text(fleet.placement(), PlacementForm.REGION);
    Optional<String> from = text(fleet.placement(), PlacementForm.SOURCE_REGION);
    Optional<Cloud> named =
        text(fleet.placement(), PlacementForm.SOURCE_CLOUD).flatMap(Cloud::parse);
    if (region.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    return fleet
        .infra()
        .cloud()
        .map(own ->
            new Place(own, region.get(), Optional.empty())
                .warningFor(new Place(named.orElse(own), from.get(), Optional.empty())))
        .orElseGet(() -> brought(region.get(), from.get()));
  }

  private static Optional<String> brought(String region, String from) {
    return region.equals(from)
        ? Optional.empty()
        : Optional.of(
            "The source is in %s and the fleet in %s: each byte crosses regions, which costs time and egress."
                .formatted(from, region));
  }

  private static Optional<String> text(Map<String, Object> values, String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }
}
