package io.bowline.control.edge.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.bowline.control.artifact.GarbageCollection;
import io.bowline.control.artifact.GarbageCollection.Outcome.Busy;
import io.bowline.control.artifact.GarbageCollection.Outcome.Collected;
import io.bowline.control.artifact.GarbageCollection.Outcome.Running;
import io.bowline.control.org.Scope;
import io.bowline.registry.collect.Report;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What an operator does with the artifact registry as a whole.
@Path("/api/v1/registry")
@Tag(name = "registry")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegistryResource {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final GarbageCollection garbage;
  private final Caller caller;

  RegistryResource(GarbageCollection garbage, Caller caller) {
    this.garbage = garbage;
    this.caller = caller;
  }

  /// A wish to collect.
  ///
  /// @param dryRun only tell what would be removed; who says nothing of it wants it removed, and
  ///   who says `null` may not know that
  public record CollectionWish(@JsonSetter(nulls = Nulls.FAIL) @Nullable Boolean dryRun) {}

  /// A manifest that was removed.
  public record RemovedView(String repository, String digest) {}

  /// A repository that was left alone, and why.
  public record SkippedView(String repository, String reason) {}

  /// What a collection removed, or would have.
  ///
  /// @param state `collected`, or `running` when it takes longer than this answer could wait
  /// @param kept manifests that stayed, by reason
  /// @param manifests how many manifests were removed
  /// @param blobLinks blobs taken from a repository that has no use for them
  /// @param contents files of content that were removed
  /// @param bytes their bytes
  /// @param uploads abandoned uploads that were forgotten
  /// @param remainingBytes what the registry still has
  /// @param removed the first thousand of the manifests
  /// @param skipped repositories that could not be understood and were left alone
  public record CollectionView(
      String state,
      boolean dryRun,
      Map<String, Long> kept,
      long manifests,
      long blobLinks,
      long contents,
      long bytes,
      long uploads,
      long remainingBytes,
      List<RemovedView> removed,
      List<SkippedView> skipped) {
    static CollectionView of(Report report) {
      Map<String, Long> kept = new TreeMap<>();
      report.kept().forEach((why, count) -> kept.put(why.name().toLowerCase(Locale.ROOT), count));
      return new CollectionView(
          "collected",
          report.dryRun(),
          kept,
          report.manifests(),
          report.links(),
          report.contents().count(),
          report.contents().bytes(),
          report.uploads().count(),
          report.remaining().bytes(),
          report.named().stream()
              .map(gone -> new RemovedView(gone.repository(), gone.digest().toString()))
              .toList(),
          report.skipped().stream()
              .map(left -> new SkippedView(left.repository(), left.reason()))
              .toList());
    }

    static CollectionView running(boolean dryRun) {
      return new CollectionView(
          "running", dryRun, Map.of(), 0, 0, 0, 0, 0, 0, List.of(), List.of());
    }
  }

  @POST
  @Path("collections")
  @Needs(value = Scope.ADMIN, staff = true)
  @Operation(summary = "Collect the registry's garbage now, or tell what would be removed")
  public CollectionView collect(CollectionWish wish) {
    boolean dryRun = Boolean.TRUE.equals(Given.body(wish).dryRun());
    return switch (garbage.collectWithin(PATIENCE, dryRun, caller.actor())) {
      case Collected(Report report) -> CollectionView.of(report);
      case Running _ -> CollectionView.running(dryRun);
      case Busy _ ->
          throw ProblemException.conflict(
              "A collection or a backup of the registry is under way; try again when it is over.");
    };
  }
}
