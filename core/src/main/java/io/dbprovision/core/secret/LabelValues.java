package io.dbprovision.core.secret;

/** Makes label values of object names, which may be longer than a label's 63 characters. */
public final class LabelValues {
  private static final int MAX_LENGTH = 63;

  private LabelValues() {}

  public static String of(String objectName) {
    if (objectName.length() <= MAX_LENGTH) {
      return objectName;
    }
    int room = MAX_LENGTH - ShortHash.LENGTH - 1;
    return objectName.substring(0, room) + "-" + ShortHash.of(objectName);
  }
}
