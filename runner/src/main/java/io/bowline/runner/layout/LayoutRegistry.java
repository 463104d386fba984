package io.bowline.runner.layout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.layout.Layout;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/// Hands out a layout on this machine's loopback as a registry would, read only: so release, images
/// and signatures take the same way, and are held to the same checks, as from the vendor's.
public final class LayoutRegistry implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LayoutRegistry.class);

  private final Path place;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Opened opened;

  /// A layout as it was at a moment.
  private record Opened(String stamp, Answers answers) {}

  private LayoutRegistry(Path place) throws IOException {
    this.place = place;
    opened = new Opened(stamp(place), new Answers(Layout.open(place)));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /// Opens a layout and serves it.
  ///
  /// @param place what `bowline release export` wrote, or a folder of the same form
  /// @throws BundleRefused when it is no whole layout
  public static LayoutRegistry open(Path place) throws IOException {
    return new LayoutRegistry(place);
  }

  /// Where it answers; the layout is read again when another one was put in its place.
  public URI address() {
    try {
      if (!stamp(place).equals(opened.stamp())) {
        opened = new Opened(stamp(place), new Answers(Layout.open(place)));
      }
    } catch (IOException e) {
      throw new StepException(
          "release-layout", "the layout %s cannot be used: %s".formatted(place, e.getMessage()));
    }
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// For which platforms images are there; none when for all.
  public Set<String> platforms() {
    return Set.copyOf(opened.answers().platforms().names());
  }

  private static String stamp(Path place) throws IOException {
    Path told = Files.isDirectory(place) ? place.resolve("index.json") : place;
    if (!Files.exists(told)) {
      throw new BundleRefused(place + ": there is no such layout");
    }
    var attributes = Files.readAttributes(told, BasicFileAttributes.class);
    return attributes.lastModifiedTime() + " " + attributes.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      answered(exchange);
    }
  }

  private void answered(HttpExchange exchange) throws IOException {
    try {
      opened.answers().to(exchange);
    } catch (BundleRefused e) {
      // what is half sent ends short, and is found out by its digest
      LOG.errorf("the layout %s: %s", place, e.getMessage());
      if (exchange.getResponseCode() == -1) {
        exchange.sendResponseHeaders(500, -1);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
