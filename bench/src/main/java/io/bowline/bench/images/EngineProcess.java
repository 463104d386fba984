package io.bowline.bench.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.bench.platform.Machine;
import io.bowline.runner.step.image.ImageCopy;
import io.bowline.runner.step.image.ImageTransfer;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.TransferReport;
import io.bowline.runner.step.image.TransferTerms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;

/// The runner's image engine in a process of its own, with the runner's own options and jars. It
/// calls back to the measurement, which says what to copy as often as it likes: the first time
/// shows a cold process, later ones a warm one.
final class EngineProcess {
  private EngineProcess() {}

  /// Calls back and copies what it is told, until the measurement hangs up.
  ///
  /// @param args the port of the measurement
  public static void main(String[] args) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        var out = new PrintWriter(socket.getOutputStream(), true, UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        TransferReport report =
            sync(http, URI.create(words[0]), URI.create(words[1]), Path.of(words[2]));
        out.println(report.complete() ? "done" : "failed " + report.results());
      }
    }
  }

  private static TransferReport sync(HttpClient http, URI from, URI to, Path list)
      throws IOException, InterruptedException {
    var copies = new ArrayList<ImageCopy>();
    for (String line : Files.readAllLines(list)) {
      String[] words = line.split(" ", 2);
      copies.add(new ImageCopy(words[0], words[1], words[0], Optional.of(words[1])));
    }
    var transfer =
        new ImageTransfer(
            new RegistryAccess(from, http, Optional.empty()),
            new RegistryAccess(to, http, Optional.empty()),
            TransferTerms.usual(),
            new Random(),
            Machine.clock());
    return transfer.copy(copies, _ -> {});
  }
}
