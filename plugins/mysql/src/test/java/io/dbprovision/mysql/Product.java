package io.dbprovision.mysql;

/** The servers that the tests run on. */
enum Product {
  MARIADB("mariadb", "10.11"),
  MYSQL("mysql", "sid");

  final String name;
  final String version;

  Product(String name, String version) {
    this.name = name;
    this.version = version;
  }

  String script() {
    return System.getProperty("dbops.repo", "../..") + "/hack/" + name + ".sh";
  }
}
