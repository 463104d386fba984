package io.bowline.runner.step.image.login;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class OcirLoginTest extends OcirContract {
  private static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      // a short one is quick to make
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  Login login(CloudPlace place) throws Exception {
    Path key = folder.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        """
        [OTHER]
        user=nobody
        [DEFAULT]
        user=ocid1.user
        fingerprint=aa:bb
        tenancy=ocid1.tenancy
        region=eu-frankfurt-1
        key_file=%s
        """
            .formatted(key));
    return place.ocir(Optional.of(config));
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return asked.uri().getPath().equals("/20180419/docker/token")
            && OracleCheck.isSigned(asked, "ocid1.tenancy/ocid1.user/aa:bb", KEYS.getPublic())
        ? token()
        : no();
  }

  @Override
  String todo() {
    return "API key";
  }

  @Override
  List<String> secrets() {
    return List.of(
        "jwt-1",
        Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded()).substring(0, 40));
  }
}
