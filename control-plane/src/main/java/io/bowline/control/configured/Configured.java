package io.bowline.control.configured;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.UnsealException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The change log of the vendor's own configuration. Each start compares its settings with those of
/// the host's last one, and records what is another way, in the vendor's audit chain as well. No
/// value of a secret is kept: digests under a key of their own say whether it is another one.
@Singleton
public final class Configured {
  private static final String PURPOSE = "configuration";
  private static final Pattern SECRET = Pattern.compile(".*(password|master-key|secret|token)");
  private static final Pattern WITH_LOGIN = Pattern.compile(".*(//[^/]*@|password=).*");
  private static final int KEY_BYTES = 32;
  private static final int DIGEST_BYTES = 8;
  private static final int MOST_IN_AUDIT = 40;
  private static final int LONGEST_IN_AUDIT = 60;
  private static final int LONGEST = 1000;

  private final Transactions transactions;
  private final ConfigurationStore store;
  private final Audit audit;
  private final PurposeKeys keys;
  private final SecureRandom random;

  public Configured(
      Transactions transactions,
      ConfigurationStore store,
      Audit audit,
      PurposeKeys keys,
      SecureRandom random) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.keys = keys;
    this.random = random;
  }

  /// A start.
  ///
  /// @param standards by key, for whoever has never started before
  /// @param settings by key, as they are in effect; empty where there is none
  public record Start(
      String host, String version, Map<String, String> standards, Map<String, String> settings) {}

  /// Compares a start with the one before.
  ///
  /// @return how many settings are another way
  public int started(Start start) {
    return transactions.inOrg(Audit.VENDOR, tx -> started(tx, start));
  }

  private int started(Tx tx, Start start) {
    store.lock(tx);
    byte[] key = key(tx);
    Map<String, String> before = store.last(tx, start.host());
    if (before.isEmpty()) {
      before = shown(key, start.standards());
    }
    var now = new TreeMap<>(shown(key, start.settings()));
    now.put("version", start.version());
    var changes = new ArrayList<ConfigurationChange>();
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String was = before.getOrDefault(name, "");
      String is = now.getOrDefault(name, "");
      if (!was.equals(is)) {
        changes.add(
            new ConfigurationChange(
                0, Instant.EPOCH, start.host(), start.version(), name, was, is));
      }
    }
    store.keep(tx, start.host(), now);
    changes.forEach(change -> store.insert(tx, change));
    if (!changes.isEmpty()) {
      audit.record(
          tx,
          Audit.VENDOR,
          new AuditEntry("system", "configuration.change", start.host(), detail(changes)));
    }
    return changes.size();
  }

  /// Bounded, since an entry is: the rows have all of it.
  private static String detail(List<ConfigurationChange> changes) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.put("version", changes.getFirst().version()).put("settings", changes.size());
    ObjectNode before = detail.putObject("before");
    ObjectNode after = detail.putObject("after");
    for (ConfigurationChange change : changes.subList(0, Math.min(MOST_IN_AUDIT, changes.size()))) {
      before.put(change.key(), shortened(change.before(), LONGEST_IN_AUDIT));
      after.put(change.key(), shortened(change.after(), LONGEST_IN_AUDIT));
    }
    return detail.toString();
  }

  private static String shortened(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest - 3) + "..." : text;
  }

  /// Newest first.
  public List<ConfigurationChange> list(Optional<Long> before, int limit) {
    return transactions.inOrg(
        Audit.VENDOR, tx -> store.list(tx, before.orElse(Long.MAX_VALUE), limit));
  }

  private static Map<String, String> shown(byte[] key, Map<String, String> settings) {
    var shown = new TreeMap<String, String>();
    settings.forEach((name, value) -> {
      boolean secret = SECRET.matcher(name).matches() || WITH_LOGIN.matcher(value).matches();
      shown.put(name, secret && !value.isEmpty() ? digest(key, value) : shortened(value, LONGEST));
    });
    return shown;
  }

  private static String digest(byte[] key, String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return "digest " + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC", e);
    }
  }

  /// Where the key of before cannot be opened any more, secrets count as changed.
  private byte[] key(Tx tx) {
    Optional<Sealed> sealed = store.key(tx);
    if (sealed.isPresent()) {
      try {
        Secret text = keys.key(PURPOSE).open(PURPOSE, sealed.get());
        return Base64.getDecoder().decode(text.revealText());
      } catch (UnsealException another) {
        return made(tx);
      }
    }
    return made(tx);
  }

  private byte[] made(Tx tx) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Secret text = Secret.of(Base64.getEncoder().encodeToString(key));
    store.setKey(tx, keys.key(PURPOSE).seal(PURPOSE, text));
    return key;
  }
}
