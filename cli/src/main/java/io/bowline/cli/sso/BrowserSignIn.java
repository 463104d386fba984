package io.bowline.cli.sso;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Api;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Signs somebody in through their organization's identity provider, in a browser, and fetches the
/// session with what this command alone knows.
public final class BrowserSignIn {
  private final Shell shell;
  private final Api api;

  /// @param api of the server, without anybody's token
  public BrowserSignIn(Shell shell, Api api) {
    this.shell = shell;
    this.api = api;
  }

  /// Does so.
  ///
  /// @param elsewhere whether the browser is on another machine, whose last address is then asked
  ///   for
  /// @return what a sign-in answers
  public JsonNode signIn(String organization, boolean elsewhere) {
    String verifier = shell.world().freshSecret();
    String state = shell.world().freshSecret();
    try (Doorway doorway = new Doorway(state)) {
      shell.out().println("Open this address in a browser:");
      shell.out().println(address(organization, doorway.port(), state, verifier));
      shell.out().flush();
      Optional<Map<String, String>> answer = elsewhere ? asked(doorway) : doorway.await();
      String code = code(answer);
      return api.post(
          "sign-in/sso/exchange",
          JsonNodeFactory.instance.objectNode().put("code", code).put("verifier", verifier));
    }
  }

  private Optional<Map<String, String>> asked(Doorway doorway) {
    shell.out().println("It ends at an address of 127.0.0.1 that does not open. Copy that here.");
    shell.out().flush();
    String typed =
        shell
            .world()
            .ask("Address: ", false)
            .orElseThrow(() -> new CliFailure(Exit.USAGE, "--paste needs somebody at a terminal"));
    try {
      return doorway.read(URI.create(typed.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String code(Optional<Map<String, String>> answer) {
    String error = answer.map(said -> said.get("error")).orElse(null);
    if (error != null) {
      String plain = error.replaceAll("\\p{Cntrl}", " ");
      throw new CliFailure(Exit.NOT_ALLOWED, "you were not let in: " + plain);
    }
    return answer
        .map(said -> said.get("code"))
        .orElseThrow(
            () -> new CliFailure(Exit.NOT_ALLOWED, "nobody came back from the browser; try again"));
  }

  private String address(String organization, int port, String state, String verifier) {
    return api.profile().server()
        + "api/v1/sign-in/sso/%s?port=%d&state=%s&challenge=%s"
            .formatted(Api.segment(organization), port, state, challenge(verifier));
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
