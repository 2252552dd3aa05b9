package io.dbprovision.postgres;

class HostileValuesOn15Test extends HostileValues {
  HostileValuesOn15Test() {
    super(15);
  }
}
