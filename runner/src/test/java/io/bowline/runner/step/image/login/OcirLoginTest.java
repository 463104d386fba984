package io.bowline.runner.step.image.login;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class OcirLoginTest extends LoginContract {
  private static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
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
    return place.ocir(config);
  }

  @Override
  FakeService.Answer answer(FakeService.Asked asked) {
    return asked.uri().getPath().equals("/20180419/docker/token") && isSigned(asked)
        ? FakeService.Answer.of(
            200,
            "{\"token\":\"jwt-%d\",\"expires_in\":%d}"
                .formatted(issued.incrementAndGet(), LIFE.toSeconds()))
        : no();
  }

  /// As the service checks it: by the headers that the signature names.
  private static boolean isSigned(FakeService.Asked asked) {
    Matcher header =
        Pattern.compile(
                "Signature version=\"1\",keyId=\"ocid1.tenancy/ocid1.user/aa:bb\","
                    + "algorithm=\"rsa-sha256\",headers=\"([^\"]+)\",signature=\"([^\"]+)\"")
            .matcher(asked.header("Authorization"));
    if (!header.matches()) {
      return false;
    }
    List<String> names = List.of(header.group(1).split(" ", -1));
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String value =
          name.equals("(request-target)") ? "get " + asked.uri().getRawPath() : asked.header(name);
      text.append(text.isEmpty() ? "" : "\n").append(name).append(": ").append(value);
    }
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(KEYS.getPublic());
      check.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return names.containsAll(List.of("date", "(request-target)", "host"))
          && check.verify(Base64.getDecoder().decode(header.group(2)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  FakeService.Answer no() {
    return FakeService.Answer.of(401, "{\"code\":\"NotAuthenticated\"}");
  }

  @Override
  Credentials expected(int number) {
    return new Credentials("BEARER_TOKEN", "jwt-" + number);
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
