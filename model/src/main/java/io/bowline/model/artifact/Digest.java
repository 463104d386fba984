package io.bowline.model.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A content address as the OCI image specification writes it: `sha256:<64 hex digits>`.
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  private static final Pattern LOWER_HEX = Pattern.compile("[0-9a-f]+");

  /// The two algorithms that the image specification registers.
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String label;
    private final String jdkName;
    private final int hexLength;

    Algorithm(String label, String jdkName, int hexLength) {
      this.label = label;
      this.jdkName = jdkName;
      this.hexLength = hexLength;
    }

    /// The name in a digest's text form.
    public String label() {
      return label;
    }

    /// A fresh hash of this algorithm; feed it while streaming, then call `Digest.finish`.
    public MessageDigest hash() {
      try {
        return MessageDigest.getInstance(jdkName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK carries " + jdkName, e);
      }
    }
  }

  public Digest {
    if (hex.length() != algorithm.hexLength || !LOWER_HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a " + algorithm.label + " digest has " + algorithm.hexLength + " lower-case hex digits");
    }
  }

  /// The SHA-256 of these bytes.
  public static Digest of(byte[] bytes) {
    return finish(Algorithm.SHA256, Algorithm.SHA256.hash(), bytes);
  }

  /// Closes a running hash into a digest.
  public static Digest finish(Algorithm algorithm, MessageDigest running) {
    return new Digest(algorithm, HexFormat.of().formatHex(running.digest()));
  }

  private static Digest finish(Algorithm algorithm, MessageDigest running, byte[] last) {
    running.update(last);
    return finish(algorithm, running);
  }

  /// Reads `algorithm:hex`.
  ///
  /// @throws IllegalArgumentException naming what is wrong
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a digest reads algorithm:hex");
    }
    String label = text.substring(0, colon);
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.label.equals(label)) {
        return new Digest(algorithm, text.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException("digest algorithm is neither sha256 nor sha512");
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm.label + ":" + hex;
  }
}
