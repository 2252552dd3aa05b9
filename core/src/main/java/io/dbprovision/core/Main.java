package io.dbprovision.core;

import io.dbprovision.core.cli.DbopsCommand;

/** One program: the operator and the tools around it. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(DbopsCommand.run(arguments));
  }
}
