package io.dbprovision.core.kube;

/**
 * Names an object within its kind.
 *
 * @param namespace empty when cluster-scoped
 */
record ObjectKey(String namespace, String name) {
  static ObjectKey parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new ObjectKey("", text)
        : new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
