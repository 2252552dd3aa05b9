package io.dbprovision.postgres;

class HostileValuesOn18Test extends HostileValues {
  HostileValuesOn18Test() {
    super(18);
  }
}
