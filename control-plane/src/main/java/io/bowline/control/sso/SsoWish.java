package io.bowline.control.sso;

import io.bowline.control.org.Role;
import io.bowline.control.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A wish for a way in through an identity provider.
///
/// @param secret empty to keep the one of the same provider and client, or to have none
public record SsoWish(
    String issuer,
    String clientId,
    Optional<Secret> secret,
    List<String> scopes,
    String groupsClaim,
    Map<String, Role> roles,
    SsoSetting.Standing standing) {}
