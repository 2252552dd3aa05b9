package io.dbprovision.core.kube;

/** Resource versions are decimal numbers of one counter: the longer, then the later text wins. */
final class ResourceVersions {
  private ResourceVersions() {}

  /** Negative when the first is the older one. */
  static int compare(String one, String other) {
    int byLength = Integer.compare(one.length(), other.length());
    return byLength != 0 ? byLength : one.compareTo(other);
  }
}
