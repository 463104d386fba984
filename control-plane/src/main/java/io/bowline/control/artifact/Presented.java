package io.bowline.control.artifact;

import io.bowline.control.secret.Secret;

/// What a request brought to prove who sent it; nothing of it is believed yet.
public sealed interface Presented {
  record Nothing() implements Presented {}

  record Directly(Credential credential) implements Presented {}

  record ByPass(Secret text) implements Presented {}
}
