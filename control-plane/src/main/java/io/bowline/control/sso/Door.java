package io.bowline.control.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.regex.Pattern;

/// Where a command line waits on its own machine for somebody who signs in by a browser there.
///
/// @param port of 127.0.0.1
/// @param state what it gave to be told apart by, which comes back to it
/// @param challenge SHA-256, in base64url, of what it will fetch the session with
public record Door(int port, String state, String challenge) {
  private static final int LEAST_PORT = 1024;
  private static final int MOST_PORT = 65_535;
  private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{16,100}");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  public Door {
    port(port);
    state(state);
    challenge(challenge);
  }

  /// The same port, if a command line may listen on it.
  public static int port(int port) {
    if (port < LEAST_PORT || port > MOST_PORT) {
      throw new IllegalArgumentException("a command line listens on a port from 1024 to 65535");
    }
    return port;
  }

  /// The same state, if it is one.
  public static String state(String state) {
    if (!STATE.matcher(state).matches()) {
      throw new IllegalArgumentException("a state has 16 to 100 characters of base64url");
    }
    return state;
  }

  /// The same challenge, if it is one.
  public static String challenge(String challenge) {
    if (!CHALLENGE.matcher(challenge).matches()) {
      throw new IllegalArgumentException(
          "a challenge is a SHA-256 in base64url without padding, 43 characters");
    }
    return challenge;
  }

  /// Where the browser goes to say why there is none.
  URI without(String why) {
    String text = URLEncoder.encode(why, UTF_8);
    return URI.create(
        "http://127.0.0.1:%d/callback?error=%s&state=%s".formatted(port, text, state));
  }

  /// Where the browser goes with the code, on the machine that it runs on.
  URI with(String code) {
    return URI.create("http://127.0.0.1:%d/callback?code=%s&state=%s".formatted(port, code, state));
  }
}
