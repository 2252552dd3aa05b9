package io.dbprovision.postgres;

class ConformanceOn18Test extends Conformance {
  ConformanceOn18Test() {
    super(18);
  }
}
