package io.dbprovision.distribution.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.distribution.Command.Result;
import org.junit.jupiter.api.Test;

/** The alert rules, by Prometheus's own tool. */
class AlertsIT {
  private final Promtool promtool = new Promtool();

  @Test
  void theyAreRulesAndFireWhenTheyShouldAndThenOnly() {
    Result checked = promtool.checkRules(MonitoringFiles.RULES);
    assertThat(checked.status()).as(checked.out() + checked.err()).isZero();

    Result tested = promtool.testRules(MonitoringFiles.CASES);
    assertThat(tested.status()).as(tested.out() + tested.err()).isZero();
  }
}
