package io.bowline.release.cosign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/// What cosign made for one kind of key; see the README beside the files.
record Recorded(String kind) {
  static final String REPOSITORY = "acme/broker";

  byte[] bytes(String file) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream("/cosign/" + kind + "." + file)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  Digest image() throws IOException {
    return Digest.of(bytes("image.json"));
  }

  SignedImage signed() throws IOException {
    return new SignedImage(image(), Set.of(REPOSITORY));
  }

  CosignKey key() throws IOException {
    return CosignKey.read("vendor-" + kind, new String(bytes("pub"), StandardCharsets.UTF_8));
  }

  Evidence.Simple simple() throws IOException {
    JsonNode manifest = JsonMapper.builder().build().readTree(bytes("sig.manifest.json"));
    String signature =
        manifest.path("layers").path(0).path("annotations").path(CosignTypes.SIGNATURE).asText();
    return new Evidence.Simple(bytes("sig.payload.json"), Base64.getDecoder().decode(signature));
  }

  Evidence.Bundled bundle() throws IOException {
    return new Evidence.Bundled(bytes("bundle.json"));
  }
}
