package io.bowline.control.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Serves one certificate at a time under an alias that changes with it, since TLS libraries cache
/// by alias. The one before it stays for handshakes under way.
final class ChangingKeys extends X509ExtendedKeyManager {
  private record Held(String alias, List<X509Certificate> chain, PrivateKey key) {}

  private volatile @Nullable Held current;
  private volatile @Nullable Held previous;
  private int generation;

  synchronized void use(List<X509Certificate> chain, PrivateKey key) {
    previous = current;
    generation++;
    current = new Held("server-" + generation, List.copyOf(chain), key);
  }

  X509Certificate leaf() {
    return held().chain().getFirst();
  }

  private Held held() {
    Held held = current;
    if (held == null) {
      throw new IllegalStateException("no server certificate yet");
    }
    return held;
  }

  private @Nullable Held byAlias(String alias) {
    Held now = current;
    if (now != null && now.alias().equals(alias)) {
      return now;
    }
    Held before = previous;
    return before != null && before.alias().equals(alias) ? before : null;
  }

  private @Nullable String aliasFor(String keyType) {
    Held held = held();
    boolean fits = keyType.startsWith(held.key().getAlgorithm()) || keyType.equals("EC_EC");
    return fits ? held.alias() : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return aliasFor(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return aliasFor(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {held().alias()};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Held held = byAlias(alias);
    return held == null ? null : held.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Held held = byAlias(alias);
    return held == null ? null : held.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
