package io.bowline.registry;

/// Who sent a request, as the server that received it made out.
public interface Caller {
  /// Whether this caller may ask for anything at this moment; asked once a request, before all
  /// else.
  default Admission now() {
    return new Admission.Granted();
  }

  /// Asks to read so many bytes of a blob, here or at an address of the store.
  default Taking take(long bytes) {
    return new Taking.Free();
  }

  /// Whether this caller may speak to the registry at all; asked for `GET /v2/`.
  Admission enter();

  /// Whether this caller may use a repository in this way.
  ///
  /// @param repository a name of the specification's grammar, which need not exist
  Admission may(Right right, String repository);

  /// Whether this caller goes on at another address when told to.
  default boolean followsRedirects() {
    return true;
  }

  /// Whether this caller may let a repository have a blob of another: read there and push here. A
  /// challenge names both, so that one login is enough; all but `Granted` and `Challenged` become
  /// an ordinary upload.
  default Admission mayMount(String repository, String from) {
    Admission push = may(Right.PUSH, repository);
    return push instanceof Admission.Granted ? may(Right.PULL, from) : push;
  }
}
