package io.bowline.control.edge.http.account;

import io.bowline.control.account.Account;
import io.bowline.control.account.Passwords;
import io.bowline.control.account.SecondFactorChanges;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.Given;
import io.bowline.control.edge.http.Needs;
import io.bowline.control.edge.http.Problem;
import io.bowline.control.org.Scope;
import io.bowline.control.secret.Secret;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What the calling member proves by who they are.
@Path("/api/v1/organizations/{org}/account")
@Tag(name = "accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@RunOnVirtualThread
@Needs(value = Scope.READ, person = true)
public class AccountResource {
  private static final int LONGEST_CODE = 10;

  private final Passwords passwords;
  private final SecondFactorChanges factors;
  private final Caller caller;

  AccountResource(Passwords passwords, SecondFactorChanges factors, Caller caller) {
    this.passwords = passwords;
    this.factors = factors;
    this.caller = caller;
  }

  /// What a member has to prove by who they are.
  ///
  /// @param recoveryCodes how many are left
  public record AccountView(boolean password, boolean secondFactor, int recoveryCodes) {}

  /// A wish for another password.
  ///
  /// @param currentPassword absent when there is none yet
  public record PasswordWish(@Nullable String currentPassword, @Nullable String password) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "PasswordWish[]";
    }
  }

  /// What became of a password.
  ///
  /// @param sessionsEnded how many other sessions did
  public record PasswordView(int sessionsEnded) {}

  /// A proof that it is they who call.
  public record PasswordProof(@Nullable String password) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "PasswordProof[]";
    }
  }

  /// A second factor that is not on yet.
  ///
  /// @param secret as people type it
  /// @param address as apps scan it
  public record TotpView(String secret, String address) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "TotpView[]";
    }
  }

  /// A code of it.
  public record TotpCode(@Nullable String code) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "TotpCode[]";
    }
  }

  /// Codes that stand in for the second factor, each once; shown this once.
  public record RecoveryCodesView(List<String> codes) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "RecoveryCodesView[]";
    }

    static RecoveryCodesView of(List<Secret> codes) {
      return new RecoveryCodesView(codes.stream().map(Secret::revealText).toList());
    }
  }

  @GET
  @Operation(summary = "Show what the calling member proves by who they are")
  public AccountView show() {
    Account account = passwords.account(caller.org(), caller.person().id());
    return new AccountView(account.password(), account.secondFactor(), account.recoveryCodes());
  }

  @PUT
  @Path("password")
  @Operation(summary = "Set one's password; all of one's other sessions end")
  public PasswordView setPassword(PasswordWish wish) {
    PasswordWish given = Given.body(wish);
    Optional<Secret> current =
        Optional.ofNullable(given.currentPassword())
            .map(text -> Password.read("currentPassword", text));
    Secret next = Password.read("password", given.password());
    int ended =
        Answers.shown(
            passwords.change(caller.org(), caller.person(), current, next, caller.session()));
    return new PasswordView(ended);
  }

  @POST
  @Path("totp")
  @Operation(summary = "Begin a second factor; it is on once a code of it is shown")
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public TotpView propose(PasswordProof proof) {
    SecondFactorChanges.Proposal made =
        Answers.shown(factors.propose(caller.org(), caller.person(), password(proof)));
    return new TotpView(made.secret().revealText(), made.address().revealText());
  }

  @POST
  @Path("totp/confirm")
  @Operation(summary = "Turn a second factor on by a code of it; shows recovery codes this once")
  @Extension(name = Problem.KEY_AWAY, value = "503")
  public RecoveryCodesView confirm(TotpCode code) {
    String given = Given.bounded("code", Given.body(code).code(), LONGEST_CODE);
    return RecoveryCodesView.of(
        Answers.shown(factors.confirm(caller.org(), caller.person(), given)));
  }

  @POST
  @Path("totp/remove")
  @Operation(summary = "Turn one's second factor off")
  public AccountView remove(PasswordProof proof) {
    Answers.shown(factors.remove(caller.org(), caller.person(), password(proof)));
    return show();
  }

  @POST
  @Path("recovery-codes")
  @Operation(summary = "Make recovery codes in place of all others; shows them this once")
  public RecoveryCodesView recoveryCodes(PasswordProof proof) {
    return RecoveryCodesView.of(
        Answers.shown(factors.recoveryCodes(caller.org(), caller.person(), password(proof))));
  }

  private static Secret password(PasswordProof proof) {
    return Password.read("password", Given.body(proof).password());
  }
}
