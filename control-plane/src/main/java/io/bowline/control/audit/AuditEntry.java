package io.bowline.control.audit;

/// What somebody did.
///
/// @param actor who, as `token/<id>`, `staff/<name>`, `runner/<id>` or `system`
/// @param action what, as `token.create`
/// @param subject to what, mostly an id
/// @param detail more about it as a JSON object; never a secret
public record AuditEntry(String actor, String action, String subject, String detail) {
  private static final int LONGEST = 16 * 1024;

  public AuditEntry {
    if (detail.length() > LONGEST) {
      throw new IllegalArgumentException("the audit detail of " + action + " is too long");
    }
  }

  /// An entry that needs no detail.
  public AuditEntry(String actor, String action, String subject) {
    this(actor, action, subject, "{}");
  }
}
