package io.bowline.runner.step.helm;

import com.marcnuri.helm.HistoryCommand;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.ReleaseHistory;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import com.marcnuri.helm.jni.HelmLib;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.chart.RenderRequest;
import io.bowline.release.chart.RenderedChart;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The main class of the child process: carries out one order by helm-java. It lives apart from the
/// runner since the library takes over signals, leaks and cannot be cancelled from inside.
public final class HelmChild {
  private final Request request;
  private final HelmLibrary library;

  private HelmChild(Request request) {
    this.request = request;
    this.library = new HelmLibrary(Path.of(request.library()));
  }

  /// What the runner asks; paths as text.
  ///
  /// @param chart the archive to render, or the folder of a frozen chart
  record Request(
      HelmEngine.Verb verb,
      String release,
      String namespace,
      String chart,
      String values,
      String kubeconfig,
      String library,
      int after,
      int timeoutSeconds) {}

  /// What the child answers.
  ///
  /// @param crds of a rendered chart
  record Response(boolean done, String text, List<String> crds) {
    static Response done(String text) {
      return new Response(true, text, List.of());
    }

    static Response failed(Exception e) {
      return new Response(false, String.valueOf(e.getMessage()), List.of());
    }
  }

  /// Carries out one order.
  ///
  /// @param files the request to read and the response to write
  public static void main(String[] files) {
    var child = new HelmChild(Json.read(Path.of(files[0]), Request.class));
    Response response;
    try {
      response = child.carryOut();
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      response = Response.failed(e);
    }
    Json.write(Path.of(files[1]), response);
  }

  private Response carryOut() throws IOException {
    return switch (request.verb()) {
      case RENDER -> render();
      case INSTALL, UPGRADE, UNINSTALL -> write();
    };
  }

  /// The last look before the write: Helm itself builds on whatever is newest.
  private Response write() throws IOException {
    int newest = newest(library.lib());
    if (newest != request.after()) {
      return new Response(
          false,
          "release "
              + request.release()
              + " is at revision "
              + newest
              + " and not at "
              + request.after()
              + " any more: somebody else was at work; nothing was written",
          List.of());
    }
    return switch (request.verb()) {
      case RENDER -> throw new IllegalArgumentException("rendering writes nothing");
      case INSTALL -> Response.done(install(library.lib()));
      case UPGRADE -> Response.done(upgrade(library.lib()));
      case UNINSTALL -> Response.done(uninstall(library.lib()));
    };
  }

  private Response render() throws IOException {
    byte[] archive = Files.readAllBytes(Path.of(request.chart()));
    var what =
        new RenderRequest(
            FileTree.unpack(archive, ArchiveLimits.CHART_OR_MODULE),
            request.release(),
            request.namespace(),
            request.values(),
            Optional.empty());
    RenderedChart rendered = new ChartRenderer(library, Path.of("").toAbsolutePath()).render(what);
    return new Response(true, rendered.manifest(), rendered.crds());
  }

  private int newest(HelmLib lib) {
    try {
      return new HistoryCommand(lib, request.release())
              .withNamespace(request.namespace())
              .withKubeConfig(Path.of(request.kubeconfig()))
              .call()
              .stream()
              .mapToInt(ReleaseHistory::getRevision)
              .max()
              .orElse(0);
    } catch (IllegalStateException e) {
      if (String.valueOf(e.getMessage()).contains("not found")) {
        return 0;
      }
      throw e;
    }
  }

  private String install(HelmLib lib) {
    return new InstallCommand(lib, Path.of(request.chart()))
        .withName(request.release())
        .withNamespace(request.namespace())
        .withKubeConfig(Path.of(request.kubeconfig()))
        .withTimeout(request.timeoutSeconds())
        .skipCrds()
        .call()
        .getStatus();
  }

  private String upgrade(HelmLib lib) {
    return new UpgradeCommand(lib, Path.of(request.chart()))
        .withName(request.release())
        .withNamespace(request.namespace())
        .withKubeConfig(Path.of(request.kubeconfig()))
        .withTimeout(request.timeoutSeconds())
        .skipCrds()
        .resetValues()
        .call()
        .getStatus();
  }

  private String uninstall(HelmLib lib) {
    return new UninstallCommand(lib, request.release())
        .withNamespace(request.namespace())
        .withKubeConfig(Path.of(request.kubeconfig()))
        .keepHistory()
        .call();
  }
}
