package io.bowline.runner.step.image;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.image.flow.Once;
import io.bowline.runner.step.image.flow.Patience;
import io.bowline.runner.step.image.flow.RegistryException;
import io.bowline.runner.step.image.scan.ScanGate;
import io.bowline.runner.step.kube.ImageRules;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Looks after the images in the customer's registry: whether what runs is there, and that what
/// nothing uses any more goes away. It touches only what this runner has brought there.
public final class ImageKeeper {
  private final Supplier<CustomerRegistry> customer;
  private final TransferTerms terms;
  private final RandomGenerator random;
  private final Clock clock;

  public ImageKeeper(
      Supplier<CustomerRegistry> customer,
      TransferTerms terms,
      RandomGenerator random,
      Clock clock) {
    this.customer = customer;
    this.terms = terms;
    this.random = random;
    this.clock = clock;
  }

  /// An image that was brought.
  ///
  /// @param repository in the customer's registry, with the prefix
  public record Brought(String repository, Digest digest) {
    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }

  /// What came of pruning.
  ///
  /// @param gone deleted in the registry
  /// @param stayed kept although the retention rule lets them go, with the reason
  public record Pruned(List<Brought> gone, Map<Brought, String> stayed) {
    public Pruned {
      gone = List.copyOf(gone);
      stayed = Map.copyOf(stayed);
    }
  }

  /// What is mentioned in the cluster: whole digests, and tags that this runner gives.
  public record Used(Set<String> digests, Set<String> tags) {
    public Used {
      digests = Set.copyOf(digests);
      tags = Set.copyOf(tags);
    }

    boolean has(Digest digest) {
      return digests.contains(digest.toString())
          || tags.stream().anyMatch(tag -> tag.startsWith(CustomerRegistry.anyTag(digest)));
    }
  }

  /// Why no node can pull an image from the customer's registry.
  public sealed interface Stray {
    /// In words that follow the image's name.
    String why();

    /// It comes from elsewhere, or is there no more.
    record Absent(String why) implements Stray {}

    /// The registry's own rules hold it, or the customer's policy about its scans.
    ///
    /// @param severities that its scan found, where it counts them
    record KeptBack(String why, List<SeverityCount> severities) implements Stray {
      public KeptBack {
        severities = List.copyOf(severities);
      }
    }
  }

  /// Which of these references, as pods name them, are not in the customer's registry, and why.
  public Map<String, Stray> strays(Collection<String> references) {
    CustomerRegistry registry = customer.get();
    return asked(() -> {
      Shelf shelf = shelf(registry);
      var strays = new TreeMap<String, Stray>();
      for (String reference : new HashSet<>(references)) {
        stray(shelf, registry, reference).ifPresent(why -> strays.put(reference, why));
      }
      return strays;
    });
  }

  private static Optional<Stray> stray(Shelf shelf, CustomerRegistry registry, String reference)
      throws IOException, InterruptedException {
    Optional<ImageReference> image = here(registry, reference);
    if (image.isEmpty()) {
      return Optional.of(
          new Stray.Absent("is not from the customer's registry " + registry.pulledFrom()));
    }
    var gate = new ScanGate(registry.scans().get(), shelf);
    String repository = image.get().repository();
    try {
      Optional<Digest> there = shelf.digest(repository, name(image.get()));
      return there.isEmpty()
          ? Optional.of(
              new Stray.Absent(
                  "is not in the customer's registry any more: no node can pull it again"))
          : gate.look(repository, there.get())
              .map(against -> new Stray.KeptBack(against.why(), against.severities()));
    } catch (RegistryException e) {
      if (!e.isKeptBack()) {
        throw e;
      }
      List<SeverityCount> severities =
          image.get().digest().isPresent()
              ? gate.counted(repository, image.get().digest().get())
              : List.of();
      return Optional.of(new Stray.KeptBack(e.reason(), severities));
    }
  }

  private static Optional<ImageReference> here(CustomerRegistry registry, String reference) {
    try {
      ImageReference image = ImageReference.parse(reference);
      return Optional.of(image).filter(it -> it.registry().equals(registry.pulledFrom()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // whatever it is, it is not from there
    }
  }

  private static String name(ImageReference image) {
    return image.digest().map(Digest::toString).or(image::tag).orElse("latest");
  }

  /// Whether the customer's registry gives an image out, which a node could not pull. Where it does
  /// not tell, nothing is held against the image.
  ///
  /// @param reference as a pod names it
  public ImageRules.Verdict verdict(String reference) {
    CustomerRegistry registry = customer.get();
    try {
      ImageReference image = ImageReference.parse(reference);
      if (image.registry().equals(registry.pulledFrom())) {
        askFor(shelf(registry, terms.once()), image);
      }
      return new ImageRules.Verdict.Free();
    } catch (RegistryException e) {
      String why = "image " + reference + ": " + e.reason();
      if (!e.isKeptBack()) {
        return new ImageRules.Verdict.Free();
      }
      return e.isUnscanned()
          ? new ImageRules.Verdict.Pending(why)
          : new ImageRules.Verdict.Blocked(why);
    } catch (IllegalArgumentException | IOException e) {
      // no image of ours, or nobody to ask: what the node says counts
      return new ImageRules.Verdict.Free();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ImageRules.Verdict.Free();
    }
  }

  private static void askFor(Shelf shelf, ImageReference image)
      throws IOException, InterruptedException {
    Optional<Digest> whole = shelf.digest(image.repository(), name(image));
    if (whole.isPresent()) {
      for (Digest part : shelf.children(image.repository(), whole.get())) {
        Optional<Digest> _ = shelf.digest(image.repository(), part.toString());
      }
    }
  }

  /// Deletes what may go, unless something still holds it.
  ///
  /// @param candidates that the retention rule lets go
  /// @param kept images that stay, whose parts stay with them
  /// @param used in the cluster
  public Pruned prune(Set<Brought> candidates, Set<Brought> kept, Used used) {
    CustomerRegistry registry = customer.get();
    return asked(() -> new Pruning(shelf(registry), registry, used).prune(candidates, kept));
  }

  private Shelf shelf(CustomerRegistry registry) {
    return shelf(registry, terms.briefly());
  }

  private Shelf shelf(CustomerRegistry registry, TransferTerms brief) {
    var patience = new Patience(brief.patience(), random, clock);
    return new Shelf(new RegistryClient(registry.access(), brief, patience, clock));
  }

  private static <T> T asked(Once.Task<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepException(new Failure("stopped", "stopped while asking the registry", true), e);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      throw new StepException(new Failure("customer-registry", why, true), e);
    }
  }
}
