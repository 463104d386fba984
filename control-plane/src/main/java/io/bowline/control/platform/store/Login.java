package io.bowline.control.platform.store;

/// A database role and its password.
public record Login(String user, String password) {
  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
