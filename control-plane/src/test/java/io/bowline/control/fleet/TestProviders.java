package io.bowline.control.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.model.place.Cloud;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// Configurations of fleet providers that are in form, and are nobody's.
final class TestProviders {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final KeyPair KEY = key();

  private TestProviders() {}

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem() {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(
            Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(KEY.getPrivate().getEncoded()));
  }

  private static String fingerprint() {
    try {
      byte[] print = MessageDigest.getInstance("MD5").digest(KEY.getPublic().getEncoded());
      return HexFormat.ofDelimiter(":").formatHex(print);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, JsonNode> configuration(Cloud cloud) {
    return switch (cloud) {
      case AWS ->
          Map.of(
              "aws_access_key", JSON.textNode("AKIAIOSFODNN7EXAMPLE"),
              "aws_access_secret", JSON.textNode("a".repeat(40)));
      case GCP ->
          Map.of(
              "service_account_json",
              JSON.textNode(
                  JSON.objectNode()
                      .put("type", "service_account")
                      .put("project_id", "acme-streaming")
                      .put("private_key_id", "0123456789abcdef0123456789abcdef01234567")
                      .put("private_key", pem())
                      .put("client_email", "bowline@acme-streaming.iam.gserviceaccount.com")
                      .put("client_id", "123456789012345678901")
                      .put("token_uri", "https://oauth2.googleapis.com/token")
                      .toString()));
      case AZURE ->
          Map.of(
              "client_id", JSON.textNode("1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
              "client_secret", JSON.textNode("abc8Q~0123456789abcdefghijklmnopqrstuvwx"),
              "tenant_id", JSON.textNode("2b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
              "subscription_id", JSON.textNode("3b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"));
      case ORACLE ->
          Map.of(
              "user_ocid", JSON.textNode("ocid1.user.oc1..aaaaaaaabbbbbbbbccccccccdddddddd"),
              "tenancy_ocid", JSON.textNode("ocid1.tenancy.oc1..aaaaaaaabbbbbbbbccccccccdddddddd"),
              "fingerprint", JSON.textNode(fingerprint()),
              "private_key", JSON.textNode(pem()),
              "region", JSON.textNode("eu-frankfurt-1"));
    };
  }
}
