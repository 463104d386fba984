package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.place.Cloud;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The role under which a base layer is made, once, in a cloud other than AWS (that is
/// [InstallerRole]): its documents, in the form that the cloud takes, out of one catalogue.
///
/// @param name of the install, which the role is called after
/// @param account subscription, project or tenancy
/// @param until when it stops to be of use
/// @param network whether it makes the network, too; else nothing at its level may be made
public record OneShot(Cloud cloud, String name, String account, Instant until, boolean network) {
  public OneShot {
    if (cloud == Cloud.AWS) {
      throw new IllegalArgumentException("AWS has a document of its own");
    }
    until = until.truncatedTo(ChronoUnit.SECONDS);
  }

  /// What it may do: a role's definition, or a policy.
  public ObjectNode permissions() {
    return switch (cloud) {
      case AZURE -> AzureOneShot.role(this);
      case GCP -> GoogleOneShot.role(this);
      case ORACLE -> OracleOneShot.policy(this);
      case AWS -> throw new IllegalStateException();
    };
  }

  /// How it is given, with its end: a body for Azure's role assignments, a condition for Google's.
  /// Empty where the end stands in the permissions themselves.
  public Optional<ObjectNode> assignment() {
    return switch (cloud) {
      case AZURE -> Optional.of(AzureOneShot.assignment(this));
      case GCP -> Optional.of(GoogleOneShot.condition(this));
      case ORACLE -> Optional.empty();
      case AWS -> throw new IllegalStateException();
    };
  }

  /// What is denied to it whatever else it is given; empty where the cloud has no such thing for
  /// people.
  public Optional<ObjectNode> denial() {
    return switch (cloud) {
      case AZURE -> Optional.empty();
      case GCP -> Optional.of(GoogleOneShot.denial(this));
      case ORACLE -> Optional.of(OracleOneShot.denial(this));
      case AWS -> throw new IllegalStateException();
    };
  }

  /// The cloud's own commands that make it, in order; and, after those, the ones that take it away.
  public Commands commands() {
    return switch (cloud) {
      case AZURE -> AzureOneShot.commands(this);
      case GCP -> GoogleOneShot.commands(this);
      case ORACLE -> OracleOneShot.commands(this);
      case AWS -> throw new IllegalStateException();
    };
  }

  /// Lines to be typed; what a person puts in is in capitals.
  public record Commands(List<String> make, List<String> away) {
    public Commands {
      make = List.copyOf(make);
      away = List.copyOf(away);
    }
  }

  /// Everything that it may do, each with its reason.
  public List<Grant> grants() {
    return OneShotList.of(cloud).grants(network);
  }

  List<String> actions() {
    return grants().stream().flatMap(grant -> grant.actions().stream()).distinct().toList();
  }

  String title() {
    return "bowline-installer-" + name;
  }
}
