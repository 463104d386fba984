package io.bowline.control.quota;

/// What a namespace holds, and may hold.
///
/// @param ofOrganization whether it is an organization's: the one of this name
/// @param bytes of what its repositories have, the same content once
/// @param uploading bytes of uploads under way
public record Stock(
    String namespace,
    boolean ofOrganization,
    Quota quota,
    long bytes,
    long uploading,
    long repositories) {
  /// The namespace that a repository belongs to: the first word of its name.
  public static String namespace(String repository) {
    int slash = repository.indexOf('/');
    return slash < 0 ? repository : repository.substring(0, slash);
  }

  /// How many more bytes there may be.
  long room() {
    long most = quota.bytesStored() == 0 ? Long.MAX_VALUE : quota.bytesStored();
    return Math.max(0, most - bytes - uploading);
  }

  boolean hasRoomForARepository() {
    return quota.repositories() == 0 || repositories < quota.repositories();
  }

  /// Why so many bytes more may not come.
  String noRoom(long wanted) {
    return "the namespace %s holds %d of the %d bytes that it may hold, %d of them in uploads under way,"
            .formatted(namespace, bytes + uploading, quota.bytesStored(), uploading)
        + " and this asks for %d more; ".formatted(wanted)
        + remedy("bytes-stored");
  }

  /// Why no repository may be added.
  String noRepository() {
    return "the namespace %s has %d of the %d repositories that it may have, and this would be one more; "
            .formatted(namespace, repositories, quota.repositories())
        + remedy("repositories");
  }

  private String remedy(String name) {
    return "delete what is not needed and collect garbage (bowline registry gc), or raise the quota "
        + (ofOrganization
            ? "(bowline org limit --org %s --%s)".formatted(namespace, name)
            : "(bowline.artifacts.quota.%s)".formatted(name));
  }
}
