package io.bowline.runner.link;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import java.util.List;
import java.util.Set;

/// What this process says about itself in every Hello.
///
/// @param process random per process, so that a restart can be told from a copied state folder
/// @param role that this process was started as
record Greeting(String version, Set<String> capabilities, String process, Identity.Role role) {
  FromRunner.Hello hello(List<HeldJob> inFlight, int room) {
    return new FromRunner.Hello(
        LinkProtocol.NEWEST, LinkProtocol.OLDEST, version, capabilities, inFlight, room, process);
  }
}
