package io.dbprovision.postgres;

import org.junit.jupiter.api.Tag;

@Tag("thorough")
class HostileValuesOn15Test extends HostileValues {
  HostileValuesOn15Test() {
    super(15);
  }
}
