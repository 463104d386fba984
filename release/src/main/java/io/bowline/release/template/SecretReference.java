package io.bowline.release.template;

/// A key of a Secret that is in the customer's cluster already. The value never comes this way.
public record SecretReference(String namespace, String name, String key) {
  /// Reads the checked text `namespace/name#key`.
  static SecretReference parse(String text) {
    int slash = text.indexOf('/');
    int hash = text.indexOf('#');
    return new SecretReference(
        text.substring(0, slash), text.substring(slash + 1, hash), text.substring(hash + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name + "#" + key;
  }
}
