package io.dbprovision.mysql;

/** The sorts of servers that the tests run on, each in one version or more. */
enum Product {
  MARIADB("mariadb"),
  MYSQL("mysql");

  final String name;

  Product(String name) {
    this.name = name;
  }
}
