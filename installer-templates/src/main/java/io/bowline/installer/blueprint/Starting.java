package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Door;
import io.bowline.installer.Vendor;
import io.bowline.installer.kubernetes.RunnerManifest;
import java.util.Base64;

/// The program that puts the runner into the cluster, run by whoever has opened the door, in the
/// shell that their cloud gives them.
final class Starting {
  static final String FILE = "start.py";
  private static final String NAMESPACE = "bowline";

  private Starting() {}

  /// The program, with everything that it puts there but the token.
  static String program(Door door, Vendor.RunnerKit kit) {
    ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    new RunnerManifest(NAMESPACE, kit.image(), "", kit.trustRoot(), kit.policy(), kit.enrollment())
        .objects()
        .forEach(objects::add);
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("cloud", door.cloud()).put("door", door.word()).put("namespace", NAMESPACE);
    settings.set("objects", objects);
    return Sources.text(FILE)
        .replace(
            "{settings}", Base64.getEncoder().encodeToString(settings.toString().getBytes(UTF_8)));
  }
}
