package io.bowline.control.edge.grpc;

import io.bowline.control.runner.Admission;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.LinkRefusal;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Reads who is at the other end, once per connection.
///
/// TLS itself takes any client certificate, so that one which does not count can be refused with a
/// reason; the peer has still proven that it holds the certificate's key. Nothing but this class
/// decides what a certificate is worth.
final class Peers extends ServerTransportFilter implements ServerInterceptor {
  static final Context.Key<Peer> PEER = Context.key("bowline-peer");

  private static final Attributes.Key<Peer> ATTRIBUTE = Attributes.Key.create("bowline-peer");
  private static final int URI_NAME = 6;
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final Supplier<List<X509Certificate>> authorities;
  private final String trustDomain;
  private final InstantSource clock;

  Peers(Supplier<List<X509Certificate>> authorities, String trustDomain, InstantSource clock) {
    this.authorities = authorities;
    this.trustDomain = trustDomain;
    this.clock = clock;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    Peer peer = session == null ? new Peer.Nobody() : of(session);
    return attributes.toBuilder().set(ATTRIBUTE, peer).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Peer peer = call.getAttributes().get(ATTRIBUTE);
    Context context = Context.current().withValue(PEER, peer == null ? new Peer.Nobody() : peer);
    return Contexts.interceptCall(context, call, headers, next);
  }

  private Peer of(SSLSession session) {
    try {
      X509Certificate[] chain =
          Arrays.stream(session.getPeerCertificates())
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      return judge(chain);
    } catch (SSLPeerUnverifiedException e) {
      return new Peer.Nobody();
    }
  }

  /// What a certificate chain, leaf first, is worth.
  Peer judge(X509Certificate[] chain) {
    X509Certificate leaf = chain[0];
    try {
      validate(chain, leaf);
      if (leaf.getExtendedKeyUsage() == null || !leaf.getExtendedKeyUsage().contains(CLIENT_AUTH)) {
        return unfit(LinkRefusal.CERTIFICATE_FOREIGN, "the certificate is not for clients");
      }
      Identity identity = identity(leaf);
      return identity.trustDomain().equals(trustDomain)
          ? new Peer.Known(identity, leaf.getNotAfter().toInstant())
          : unfit(
              LinkRefusal.CERTIFICATE_FOREIGN,
              "the certificate is of trust domain " + identity.trustDomain());
    } catch (CertPathValidatorException e) {
      return unfit(
          LinkRefusal.CERTIFICATE_FOREIGN, "the certificate was not issued by this control plane");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return unfit(
          LinkRefusal.CERTIFICATE_FOREIGN, "the certificate does not count: " + e.getMessage());
    }
  }

  /// The path is judged at a moment when the leaf was valid, and its time afterwards, so that an
  /// ended certificate of ours is told from a foreign one.
  @SuppressWarnings("JavaUtilDate") // PKIXParameters knows no other
  private void validate(X509Certificate[] chain, X509Certificate leaf)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors =
        authorities.get().stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toSet());
    var parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    boolean over = clock.instant().isAfter(leaf.getNotAfter().toInstant());
    parameters.setDate(over ? leaf.getNotAfter() : Date.from(clock.instant()));
    var path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(
                Arrays.stream(chain).filter(one -> !anchorsHold(anchors, one)).toList());
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static boolean anchorsHold(Set<TrustAnchor> anchors, X509Certificate certificate) {
    return anchors.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert()));
  }

  private static Identity identity(X509Certificate leaf) throws CertificateParsingException {
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    if (names == null || names.size() != 1) {
      throw new IllegalArgumentException("it has not exactly one name");
    }
    List<?> name = names.iterator().next();
    if (!Integer.valueOf(URI_NAME).equals(name.get(0))) {
      throw new IllegalArgumentException("its name is no URI");
    }
    return Identity.parse(String.valueOf(name.get(1)));
  }

  private static Peer unfit(LinkRefusal why, String message) {
    return new Peer.Unfit(new Admission.Refused(why, message));
  }
}
