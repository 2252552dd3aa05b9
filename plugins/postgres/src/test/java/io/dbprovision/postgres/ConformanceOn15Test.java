package io.dbprovision.postgres;

class ConformanceOn15Test extends Conformance {
  ConformanceOn15Test() {
    super(15);
  }
}
