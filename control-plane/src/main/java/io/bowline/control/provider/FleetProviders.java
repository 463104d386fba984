package io.bowline.control.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.form.CredentialForm;
import io.bowline.cloud.form.Reading;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.OrgId;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The fleet providers of every organization. Their configurations are sealed under the
/// organization's key; they are opened to be changed or used, never to be shown.
@ApplicationScoped
public class FleetProviders {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Transactions transactions;
  private final Ids ids;
  private final FleetProviderStore store;
  private final Vault vault;
  private final Audit audit;
  private final List<ProviderUse> uses;

  public FleetProviders(
      Transactions transactions,
      Ids ids,
      FleetProviderStore store,
      Vault vault,
      Audit audit,
      @All List<ProviderUse> uses) {
    this.uses = uses;
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.vault = vault;
    this.audit = audit;
  }

  /// Makes a provider, in the caller's transaction.
  public Admission create(Tx tx, OrgId org, NewProvider wish, String by) {
    if (!IDENTIFIER.matcher(wish.identifier()).matches()) {
      return new Admission.Refused(
          List.of(
              new Complaint(
                  "identifier", "must have 1 to 63 of a-z, 0-9 and -, and no - at its ends.")));
    }
    return switch (CredentialForm.read(wish.cloud(), wish.configuration())) {
      case Reading.Refused(List<Complaint> complaints) -> new Admission.Refused(complaints);
      case Reading.Good(Configuration configuration) -> made(tx, org, wish, configuration, by);
    };
  }

  private Admission made(
      Tx tx, OrgId org, NewProvider wish, Configuration configuration, String by) {
    var id = new FleetProviderId(ids.get());
    var provider =
        new FleetProvider(
            org,
            id,
            wish.identifier(),
            wish.cloud(),
            configuration.shown(),
            1,
            by,
            tx.now(),
            tx.now());
    if (!store.insert(tx, provider, seal(tx, provider, configuration))) {
      return new Admission.IdentifierTaken(store.find(tx, org, wish.identifier()).orElseThrow());
    }
    audit.record(
        tx,
        org,
        new AuditEntry(
            by, "fleet-provider.create", id.toString(), detail(provider, configuration.keys())));
    return new Admission.Admitted(store.find(tx, org, wish.identifier()).orElseThrow());
  }

  /// Changes a provider's configuration. What is not sent, or sent as it was shown, stays.
  public Admission change(OrgId org, String identifier, Map<String, JsonNode> sent, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(provider -> changed(tx, provider, sent, by))
                .orElseGet(Admission.Absent::new));
  }

  private Admission changed(Tx tx, FleetProvider provider, Map<String, JsonNode> sent, String by) {
    Configuration before = open(tx, provider);
    return switch (CredentialForm.change(before, sent)) {
      case Reading.Refused(List<Complaint> complaints) -> new Admission.Refused(complaints);
      case Reading.Good(Configuration after) when after.equals(before) ->
          new Admission.Admitted(provider);
      case Reading.Good(Configuration after) -> {
        store.change(tx, provider.org(), provider.id(), after.shown(), seal(tx, provider, after));
        audit.record(
            tx,
            provider.org(),
            new AuditEntry(
                by,
                "fleet-provider.update",
                provider.id().toString(),
                detail(provider, after.differingFrom(before))));
        yield new Admission.Admitted(
            store.find(tx, provider.org(), provider.identifier()).orElseThrow());
      }
    };
  }

  public Optional<FleetProvider> find(OrgId org, String identifier) {
    return transactions.inOrg(org, tx -> store.find(tx, org, identifier));
  }

  /// The same in the caller's transaction.
  public Optional<FleetProvider> find(Tx tx, OrgId org, String identifier) {
    return store.find(tx, org, identifier);
  }

  /// The provider, locked until the caller's transaction ends.
  Optional<FleetProvider> lock(Tx tx, OrgId org, String identifier) {
    return store.lock(tx, org, identifier);
  }

  /// The same by its id.
  Optional<FleetProvider> lock(Tx tx, OrgId org, FleetProviderId id) {
    return store.lock(tx, org, id);
  }

  /// In order of identifiers.
  public List<FleetProvider> list(OrgId org, String after, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, after, limit));
  }

  /// Deletes a provider and its secrets, unless somebody needs it.
  public Deletion delete(OrgId org, String identifier, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(provider -> deleted(tx, provider, by))
                .orElseGet(Deletion.Absent::new));
  }

  private Deletion deleted(Tx tx, FleetProvider provider, String by) {
    Optional<String> use =
        uses.stream().flatMap(each -> each.of(tx, provider).stream()).findFirst();
    if (use.isPresent()) {
      return new Deletion.InUse(use.get());
    }
    store.delete(tx, provider.org(), provider.id());
    audit.record(
        tx,
        provider.org(),
        new AuditEntry(
            by, "fleet-provider.delete", provider.id().toString(), detail(provider, List.of())));
    return new Deletion.Deleted();
  }

  private Sealed seal(Tx tx, FleetProvider provider, Configuration configuration) {
    try {
      byte[] document = JSON.writeValueAsBytes(configuration.reveal());
      return vault.seal(tx, provider.org(), context(provider), Secret.of(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts that is no JSON", e);
    }
  }

  /// The configuration, for the one place that uses it.
  Configuration open(Tx tx, FleetProvider provider) {
    Sealed sealed = store.sealed(tx, provider.org(), provider.id()).orElseThrow();
    Secret opened = vault.open(tx, provider.org(), context(provider), sealed);
    try {
      return new Configuration(
          provider.cloud(),
          JSON.readValue(opened.reveal(), new TypeReference<Map<String, String>>() {}));
    } catch (IOException e) {
      // its message may quote the document
      throw new IllegalStateException(
          "the sealed configuration of fleet provider " + provider.id() + " is no JSON");
    }
  }

  private static String context(FleetProvider provider) {
    return "fleet-provider/%s/configuration".formatted(provider.id());
  }

  /// Names only: no value of a configuration is in the audit, seen or not.
  private static String detail(FleetProvider provider, List<String> keys) {
    return JSON.createObjectNode()
        .put("identifier", provider.identifier())
        .put("provider_type", provider.cloud().text())
        .set("configuration", JSON.valueToTree(keys))
        .toString();
  }
}
