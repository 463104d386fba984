package io.bowline.model.belonging;

/// Something that is, or was, in a customer's account because of an install, as whoever looked has
/// seen it.
///
/// @param maker `door` for what whoever made the base layer has made, else a component's name
/// @param kind as Terraform calls its type, `aws_s3_bucket`; of Kubernetes `kubernetes/` and its
///   kind; or `image-repository`
/// @param name by which it is found there: a cloud's own id, or `namespace/name`
/// @param holdsData whether it may hold what the customer cannot make again
/// @param there whether it was there
/// @param why of what is there though it was to go; empty when there is nothing to say
/// @param size as whoever looked spells it, `10Gi`; empty where it is not known
public record Belonging(
    String maker,
    String kind,
    String name,
    boolean holdsData,
    boolean there,
    String why,
    String size) {
  /// Who made what an installer makes.
  public static final String DOOR = "door";

  /// Stands before the kinds of Kubernetes.
  public static final String KUBERNETES = "kubernetes/";

  /// A repository in the customer's registry that the runner has put images into.
  public static final String IMAGES = "image-repository";

  /// A component that is a Helm release.
  public static final String RELEASE = KUBERNETES + "helm-release";

  /// A component that is objects of the cluster.
  public static final String OBJECTS = KUBERNETES + "objects";

  /// A component that Terraform has made in the account.
  public static final String STATE = "terraform/component";

  /// A claim of the cluster for a volume.
  public static final String CLAIM = KUBERNETES + "PersistentVolumeClaim";

  /// A volume as the cluster knows it.
  public static final String VOLUME = KUBERNETES + "PersistentVolume";

  /// The longest that each text may be.
  public static final int LONGEST = 1024;

  public Belonging {
    if (maker.isBlank() || kind.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("a belonging has a maker, a kind and a name");
    }
    if (Math.max(Math.max(maker.length(), kind.length()), name.length()) > LONGEST) {
      throw new IllegalArgumentException("longer than " + LONGEST + " characters");
    }
  }

  /// One that is there.
  public static Belonging there(String maker, String kind, String name, boolean holdsData) {
    return new Belonging(maker, kind, name, holdsData, true, "", "");
  }

  /// The same, with a size.
  public Belonging sized(String known) {
    return new Belonging(maker, kind, name, holdsData, there, why, known);
  }

  /// The same, as it is now.
  public Belonging now(boolean isThere, String because) {
    return new Belonging(maker, kind, name, holdsData, isThere, because, size);
  }

  /// By what people call it.
  public Named named() {
    return new Named(kind, name);
  }

  /// Whether a cluster's API knows it, so that it goes with the cluster.
  public boolean ofKubernetes() {
    return kind.startsWith(KUBERNETES);
  }
}
