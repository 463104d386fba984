package io.bowline.control.arrival.witness;

import io.bowline.control.platform.StartupFailure;
import io.bowline.model.place.Cloud;
import io.bowline.sso.AskedAddresses;
import io.bowline.sso.CloudWords;
import io.bowline.sso.Names;
import io.bowline.sso.Trust;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes what hears clouds' words, by the operator's settings.
@Singleton
final class WitnessProducer {
  private static final Set<Cloud> HEARD = EnumSet.of(Cloud.AWS, Cloud.AZURE, Cloud.GCP);

  @Produces
  @Singleton
  CloudWords words(InstantSource clock) {
    try {
      return new CloudWords(
          AskedAddresses.admitting(List.of()), Names.SYSTEM, Trust.with(Optional.empty()), clock);
    } catch (GeneralSecurityException | IOException e) {
      throw new StartupFailure("Java's own trusted certificates cannot be read", e);
    }
  }

  void close(@Disposes CloudWords words) {
    words.close();
  }

  @Produces
  @Singleton
  CloudWitnesses.Verified verified(WitnessSettings settings) {
    Set<Cloud> clouds = EnumSet.noneOf(Cloud.class);
    for (String text : settings.clouds().orElse(List.of())) {
      clouds.add(
          Cloud.parse(text.strip())
              .filter(HEARD::contains)
              .orElseThrow(() ->
                  new StartupFailure(
                      "bowline.account-proof.clouds: %s is none of those whose word can be verified: aws, azure, gcp"
                          .formatted(text))));
    }
    return new CloudWitnesses.Verified(clouds);
  }
}
