package io.bowline.simulator.platform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for loopback that an account signs for itself when it starts.
public final class SelfSigned {
  private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final KeyPair keys;
  private final Certificate certificate;

  private SelfSigned(KeyPair keys, Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /// Makes a key and a certificate for localhost, valid for a year.
  public static SelfSigned loopback(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] body = body(keys, now);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] der = sequence(body, ECDSA_SHA256, bits(signature.sign()));
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
      return new SelfSigned(keys, certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with P-256", e);
    }
  }

  /// The certificate as kubeconfig and trust stores want it.
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just read can be written", e);
    }
  }

  /// TLS for a server that shows this certificate.
  public SSLContext serverContext() {
    try {
      char[] password = {};
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("self", keys.getPrivate(), password, new Certificate[] {certificate});
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the account's own TLS key cannot be used", e);
    }
  }

  private static byte[] body(KeyPair keys, Instant now) {
    byte[] name = name("bowline-simulator");
    byte[] basic = extension("551d13", true, sequence(tagged(0x01, new byte[] {-1})));
    byte[] names =
        sequence(
            tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
            tagged(0x87, new byte[] {127, 0, 0, 1}),
            tagged(0x87, HexFormat.of().parseHex("00000000000000000000000000000001")));
    byte[] serial = new BigInteger(120, new SecureRandom()).setBit(120).toByteArray();
    return sequence(
        tagged(0xa0, tagged(0x02, new byte[] {2})),
        tagged(0x02, serial),
        ECDSA_SHA256,
        name,
        sequence(time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(365)))),
        name,
        keys.getPublic().getEncoded(),
        tagged(0xa3, sequence(basic, extension("551d11", false, names))));
  }

  private static byte[] name(String commonName) {
    byte[] oid = tagged(0x06, HexFormat.of().parseHex("550403"));
    byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(tagged(0x31, sequence(oid, text)));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    byte[] id = tagged(0x06, HexFormat.of().parseHex(oid));
    byte[] content = tagged(0x04, value);
    return critical ? sequence(id, tagged(0x01, new byte[] {-1}), content) : sequence(id, content);
  }

  private static byte[] time(Instant at) {
    return tagged(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bits(byte[] value) {
    byte[] padded = new byte[value.length + 1];
    System.arraycopy(value, 0, padded, 1, value.length);
    return tagged(0x03, padded);
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return tagged(0x30, all.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 128) {
      out.write(length);
    } else if (length < 256) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
