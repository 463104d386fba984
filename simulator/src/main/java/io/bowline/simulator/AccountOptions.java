package io.bowline.simulator;

import io.bowline.simulator.node.Image;
import io.bowline.simulator.node.Pace;
import java.util.HashMap;
import java.util.Map;

/// What an account is to be like.
///
/// @param apiPort 0 takes a free port
/// @param presentImages images that every node has without a pull; the reference `*` stands for any
public record AccountOptions(int apiPort, int nodes, Pace pace, Map<String, Image> presentImages) {
  public AccountOptions {
    presentImages = Map.copyOf(presentImages);
  }

  /// Two quick nodes with no image on them.
  public static AccountOptions usual() {
    return new AccountOptions(0, 2, Pace.quick(), Map.of());
  }

  public AccountOptions onPort(int port) {
    return new AccountOptions(port, nodes, pace, presentImages);
  }

  public AccountOptions withNodes(int count) {
    return new AccountOptions(apiPort, count, pace, presentImages);
  }

  /// The same with an image on every node.
  public AccountOptions withImage(String reference, Image image) {
    Map<String, Image> more = new HashMap<>(presentImages);
    more.put(reference, image);
    return new AccountOptions(apiPort, nodes, pace, more);
  }

  /// The same where every image is on every node, and runs as its pod's command says.
  public AccountOptions withEveryImage() {
    return withImage("*", Image.plain());
  }
}
