package io.bowline.runner.step.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bowline.runner.step.StepException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/// A client's private key in the one form that every Java reads, PKCS #8, whichever of the usual
/// forms it came in. Prints nothing of itself.
final class ClientKey {
  private static final byte[] EC_PUBLIC_KEY = {
    6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 4;
  private static final int PARAMETERS = 0xa0;

  private final String algorithm;
  private final byte[] pem;

  private ClientKey(String algorithm, byte[] pem) {
    this.algorithm = algorithm;
    this.pem = pem;
  }

  static ClientKey of(byte[] pem) {
    String text = new String(pem, US_ASCII);
    if (text.contains("BEGIN EC PRIVATE KEY")) {
      byte[] wrapped = wrapped(der(text, "EC PRIVATE KEY"));
      return new ClientKey("EC", armoured(wrapped));
    }
    boolean elliptic =
        text.contains("BEGIN PRIVATE KEY") && contains(der(text, "PRIVATE KEY"), EC_PUBLIC_KEY);
    return new ClientKey(elliptic ? "EC" : "RSA", pem);
  }

  String algorithm() {
    return algorithm;
  }

  String base64() {
    return Base64.getEncoder().encodeToString(pem);
  }

  @Override
  public String toString() {
    return "ClientKey[" + algorithm + "]";
  }

  /// SEC 1 inside PKCS #8: version 0, the algorithm with the curve, the key.
  private static byte[] wrapped(byte[] sec1) {
    byte[] algorithm = tagged(SEQUENCE, joined(EC_PUBLIC_KEY, curve(sec1)));
    byte[] version = {2, 1, 0};
    return tagged(SEQUENCE, joined(version, algorithm, tagged(OCTETS, sec1)));
  }

  private static byte[] curve(byte[] sec1) {
    // version, then the key itself as octets, then the parameters under tag 0
    int at = 2 + (sec1[1] < 0 ? sec1[1] & 0x7f : 0) + 3;
    at += 2 + sec1[at + 1];
    if ((sec1[at] & 0xff) != PARAMETERS) {
      throw new StepException("kubeconfig-refused", "the client key names no curve");
    }
    return Arrays.copyOfRange(sec1, at + 2, at + 2 + sec1[at + 1]);
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] der(String text, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("-----END", from);
    return Base64.getMimeDecoder().decode(text.substring(from, Math.max(from, to)));
  }

  private static byte[] armoured(byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
        .getBytes(US_ASCII);
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
