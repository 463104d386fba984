package io.bowline.control.arrival.witness;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.install.ProofPolicy;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.runner.AccountWitness;
import io.bowline.control.runner.EnrollmentToken;
import io.bowline.model.place.Cloud;
import io.bowline.proto.codec.CloudWitness;
import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.sso.Clouds;
import io.bowline.sso.Whereabouts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/// Holds what a runner brings of its cloud's word against the install that it comes for (ADR 0041).
@ApplicationScoped
public class CloudWitnesses implements AccountWitness {
  private final Transactions transactions;
  private final Installs installs;
  private final Clouds clouds;
  private final Set<Cloud> verified;

  /// @param verified clouds whose word is asked for
  public CloudWitnesses(
      Transactions transactions, Installs installs, Clouds clouds, Verified verified) {
    this.transactions = transactions;
    this.installs = installs;
    this.clouds = clouds;
    this.verified = verified.clouds();
  }

  /// The clouds that the operator has named.
  public record Verified(Set<Cloud> clouds) {
    public Verified {
      clouds = Set.copyOf(clouds);
    }
  }

  @Override
  public Testimony hear(EnrollmentToken token, Enrollment.Enroll call) {
    Optional<InstallRecord> install =
        transactions.inOrg(token.org(), tx -> installs.find(tx, token.org(), token.install()));
    return install
        .map(of -> hear(of, call))
        .orElseGet(() -> new Testimony.Heard(Optional.empty(), "not of an install"));
  }

  private Testimony hear(InstallRecord install, Enrollment.Enroll call) {
    Optional<Cloud> cloud = Cloud.parse(install.cloud());
    ProofPolicy policy = policy(install, cloud);
    if (policy == ProofPolicy.NONE) {
      return declared("no proof of it is asked for");
    }
    if (call.witness() instanceof CloudWitness.Nobody) {
      return lacking(policy, "the runner brought no proof of its account");
    }
    if (cloud.filter(verified::contains).isEmpty()) {
      return lacking(
          policy, "this control plane verifies no proof of " + install.cloud() + " accounts");
    }
    String bound = Enrollment.witnessed(call.token(), call.csr());
    return judged(install, policy, asked(install, call.witness(), bound));
  }

  /// Hears what somebody else brings from the install's account; nobody has to bring anything.
  ///
  /// @param bound what the cloud's word has to be made for
  public Testimony hear(InstallRecord install, CloudWitness brought, String bound) {
    boolean heard = Cloud.parse(install.cloud()).filter(verified::contains).isPresent();
    return brought instanceof CloudWitness.Nobody || !heard
        ? new Testimony.Heard(Optional.empty(), "")
        : judged(install, ProofPolicy.IF_OFFERED, asked(install, brought, bound));
  }

  /// What an install asks for that does not say it itself.
  private ProofPolicy policy(InstallRecord install, Optional<Cloud> cloud) {
    return install
        .proof()
        .policy()
        .orElseGet(() ->
            cloud.filter(verified::contains).isPresent()
                ? ProofPolicy.REQUIRED
                : ProofPolicy.IF_OFFERED);
  }

  private Whereabouts asked(InstallRecord install, CloudWitness brought, String witnessed) {
    String cloud = install.cloud();
    return switch (brought) {
      case CloudWitness.AwsQuestion(String authorization, String date, String session)
          when cloud.equals(Cloud.AWS.text()) ->
          clouds.aws(
              new Clouds.Question(install.region(), authorization, date, session),
              CloudWitness.AWS_HEADER,
              witnessed);
      case CloudWitness.GoogleToken(String text) when cloud.equals(Cloud.GCP.text()) ->
          clouds.google(text, CloudWitness.GOOGLE_AUDIENCE + witnessed);
      case CloudWitness.AzureToken(String text) when cloud.equals(Cloud.AZURE.text()) ->
          clouds.azure(text, CloudWitness.AZURE_AUDIENCE);
      case CloudWitness.AwsQuestion _,
          CloudWitness.GoogleToken _,
          CloudWitness.AzureToken _,
          CloudWitness.Nobody _ ->
          new Whereabouts.Disbelieved("is not of the install's cloud, " + cloud);
    };
  }

  private static Testimony judged(
      InstallRecord install, ProofPolicy policy, Whereabouts whereabouts) {
    return switch (whereabouts) {
      case Whereabouts.Known(String account, String region, String principal) -> {
        if (!account.equals(install.account())) {
          yield foreign("account", install.account(), account, install.cloud());
        }
        if (!region.isEmpty() && !region.equals(install.region())) {
          yield foreign("region", install.region(), region, install.cloud());
        }
        yield new Testimony.Heard(
            Optional.of(principal),
            "%s vouches for it as %s".formatted(install.cloud(), principal));
      }
      case Whereabouts.Disbelieved(String why) ->
          new Testimony.Against(
              LinkRefusal.ACCOUNT_UNPROVEN, "what the runner brought of its cloud " + why, true);
      case Whereabouts.Unasked(String why) -> {
        if (policy == ProofPolicy.IF_OFFERED) {
          yield declared(why);
        }
        yield new Testimony.Against(
            LinkRefusal.BUSY, "the account cannot be verified now: " + why, false);
      }
    };
  }

  private static Testimony foreign(String what, String meant, String found, String cloud) {
    return new Testimony.Against(
        LinkRefusal.TOKEN_FOREIGN,
        "the install is for %s %s, and %s says that this runner is in %s"
            .formatted(what, meant, cloud, found),
        true);
  }

  private static Testimony lacking(ProofPolicy policy, String why) {
    return policy == ProofPolicy.REQUIRED
        ? new Testimony.Against(
            LinkRefusal.ACCOUNT_UNPROVEN,
            "this install requires a proof of its account, and " + why,
            false)
        : declared(why);
  }

  private static Testimony declared(String why) {
    return new Testimony.Heard(Optional.empty(), "its account is as it says itself: " + why);
  }

  @Override
  public void keep(Tx tx, EnrollmentToken token, Testimony.Heard heard) {
    installs.vouched(tx, token.org(), token.install(), heard.principal());
  }
}
