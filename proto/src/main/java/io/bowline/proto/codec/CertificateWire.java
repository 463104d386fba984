package io.bowline.proto.codec;

import com.google.protobuf.ByteString;
import io.bowline.proto.link.LinkWire;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// Certificates, addresses and held jobs: the small parts that several messages share.
final class CertificateWire {
  private static final int MAX_CERTIFICATE = 16 * 1024;
  private static final int MAX_CHAIN = 10;
  private static final int MAX_AUTHORITIES = 20;

  private CertificateWire() {}

  static List<ByteString> write(List<X509Certificate> certificates) {
    return certificates.stream().map(CertificateWire::write).toList();
  }

  static List<X509Certificate> chain(String field, List<ByteString> wire) {
    if (wire.isEmpty()) {
      throw Fields.bad(field, "is missing");
    }
    return Fields.list(field, wire, MAX_CHAIN, CertificateWire::read);
  }

  static List<X509Certificate> authorities(String field, List<ByteString> wire) {
    return Fields.list(field, wire, MAX_AUTHORITIES, CertificateWire::read);
  }

  static LinkWire.Addresses write(Addresses addresses) {
    return LinkWire.Addresses.newBuilder()
        .setLink(write(addresses.link()))
        .setLogs(write(addresses.logs()))
        .setMetrics(write(addresses.metrics()))
        .setArtifacts(write(addresses.artifacts()))
        .build();
  }

  static Addresses read(LinkWire.Addresses wire) {
    return new Addresses(
        read("addresses.link", wire.getLink()),
        read("addresses.logs", wire.getLogs()),
        read("addresses.metrics", wire.getMetrics()),
        read("addresses.artifacts", wire.getArtifacts()));
  }

  private static ByteString write(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  private static X509Certificate read(String field, ByteString wire) {
    byte[] der = Fields.bytes(field, wire, MAX_CERTIFICATE);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new MalformedMessageException(field, "is not an X.509 certificate", e);
    }
  }

  private static LinkWire.Address write(Addresses.Address address) {
    return LinkWire.Address.newBuilder()
        .setHost(address.host())
        .setPort(address.port())
        .setAlternateHost(address.alternateHost())
        .setAlternatePort(address.alternatePort())
        .build();
  }

  private static Addresses.Address read(String field, LinkWire.Address wire) {
    return new Addresses.Address(
        Fields.filled(field + ".host", wire.getHost(), 253),
        Fields.between(field + ".port", wire.getPort(), 1, 65_535),
        Fields.filled(field + ".alternate_host", wire.getAlternateHost(), 253),
        Fields.between(field + ".alternate_port", wire.getAlternatePort(), 1, 65_535));
  }
}
