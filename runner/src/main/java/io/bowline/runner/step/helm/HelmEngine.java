package io.bowline.runner.step.helm;

import io.bowline.runner.step.Stop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Whatever speaks Helm: a thin seam, so that a newer Helm can take the place of the library.
public interface HelmEngine {
  /// Does one thing and waits for its end.
  Result run(Order order, Stop stop);

  /// What Helm is to do.
  ///
  /// @param chart the archive to `RENDER`, or the folder of a frozen chart
  /// @param values text for `RENDER`; a frozen chart has none
  /// @param timeout for hooks, and for the whole with a little beyond
  /// @param after number of the newest revision that this is to follow, 0 for none; with another
  ///   one there nothing is done
  record Order(
      Verb verb,
      String release,
      String namespace,
      Path chart,
      String values,
      Duration timeout,
      int after) {
    /// An order to render a chart.
    public static Order render(
        String release, String namespace, Path archive, String values, Duration timeout) {
      return new Order(Verb.RENDER, release, namespace, archive, values, timeout, 0);
    }

    /// An order about a frozen chart.
    public static Order frozen(
        Verb verb, String release, String namespace, Path chart, Duration timeout, int after) {
      return new Order(verb, release, namespace, chart, "", timeout, after);
    }

    /// Values may hold what is nobody's business.
    @Override
    public String toString() {
      return verb + " " + namespace + "/" + release;
    }
  }

  /// What can be asked.
  enum Verb {
    /// Write the chart's objects as text; `lookup` sees the cluster.
    RENDER,
    INSTALL,
    UPGRADE,
    /// Keeps the history, so that it can be taken back.
    UNINSTALL
  }

  /// What came of it.
  sealed interface Result {
    /// It worked.
    ///
    /// @param text the rendered objects, or what Helm said
    /// @param crds of a rendered chart, not among its objects
    record Done(String text, List<String> crds) implements Result {
      public Done {
        crds = List.copyOf(crds);
      }
    }

    record Failed(String message) implements Result {}

    record Stopped(String reason) implements Result {}
  }
}
