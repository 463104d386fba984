package io.bowline.cloud.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/// One context of a kubeconfig: a server, by what it is known, and who asks. It holds a secret and
/// prints none.
///
/// @param context as the file names it
/// @param server an https address; its host is no address of the machine that reads it
/// @param tlsServerName the name that its certificate has, where that is not the host
/// @param authorities in PEM; without them the well-known ones are trusted
/// @param namespace that the context names
public record ClusterAccess(
    String context,
    URI server,
    Optional<String> tlsServerName,
    Optional<String> authorities,
    ClusterCredential credential,
    Optional<String> namespace) {
  private static final String NAME = "cluster";

  /// A kubeconfig with this context and nothing else, secret and all; JSON, which is YAML.
  public String reveal() {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("apiVersion", "v1").put("kind", "Config").put("current-context", NAME);
    ObjectNode cluster = named(file, "clusters", "cluster").put("server", server.toString());
    tlsServerName.ifPresent(name -> cluster.put("tls-server-name", name));
    authorities.ifPresent(pem -> cluster.put("certificate-authority-data", base64(pem)));
    ObjectNode user = named(file, "users", "user");
    switch (credential) {
      case ClusterCredential.Token token -> user.put("token", token.text());
      case ClusterCredential.Certificate certificate ->
          user.put("client-certificate-data", base64(certificate.chain()))
              .put("client-key-data", base64(certificate.key()));
    }
    ObjectNode chosen = named(file, "contexts", "context").put("cluster", NAME).put("user", NAME);
    namespace.ifPresent(name -> chosen.put("namespace", name));
    return file.toString();
  }

  private static ObjectNode named(ObjectNode file, String list, String kind) {
    return file.putArray(list).addObject().put("name", NAME).putObject(kind);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
  }
}
