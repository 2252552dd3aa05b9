package io.dbprovision.distribution.fault;

/** Which of an upload's calls a request is, for the table. */
final class Calls {
  private Calls() {}

  /**
   * @param line such as {@code PUT /bucket/key?partNumber=2&uploadId=x HTTP/1.1}
   */
  static String name(String line) {
    String method = line.split(" ", 2)[0];
    String object =
        line.contains(".manifest")
            ? " of the manifest"
            : line.contains(".key") ? " of the key" : "";
    return switch (method) {
      case "POST" -> line.contains("uploadId=") ? "end of an upload" : "begin of an upload";
      case "PUT" -> line.contains("partNumber=") ? "part " + number(line) : "object" + object;
      case "HEAD" -> "look" + object;
      case "DELETE" -> line.contains("uploadId=") ? "giving up an upload" : "deletion" + object;
      default -> method + object;
    };
  }

  private static String number(String line) {
    return line.replaceAll(".*partNumber=(\\d+).*", "$1");
  }
}
