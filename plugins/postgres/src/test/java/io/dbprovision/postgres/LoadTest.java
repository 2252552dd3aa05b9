package io.dbprovision.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbprovision.spi.DatabaseSpec;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.UserSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {15, 18})
class LoadTest {
  @Parameter int major;

  @Test
  void eightThreadsShareOneGroupAndFourConnections() throws Exception {
    try (Lab lab = Lab.on(major);
        ExecutorService threads = Executors.newFixedThreadPool(9)) {
      Lab.converge(lab.users(), Lab.withPassword("l_group", Map.of()));
      AtomicBoolean running = new AtomicBoolean(true);
      AtomicInteger most = new AtomicInteger();
      Future<?> watch =
          threads.submit(
              () -> {
                while (running.get()) {
                  most.accumulateAndGet(connections(lab), Math::max);
                }
              });
      List<Future<?>> work = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    UserSpec user =
                        Lab.withPassword(
                            "l_u" + thread + "_" + i, Map.of("inRoles", List.of("l_group")));
                    Lab.converge(lab.users(), user);
                    if (i % 5 == 0) {
                      DatabaseSpec database =
                          Lab.database(
                                  "l_d" + thread + "_" + i,
                                  Map.of("schemas", List.of(Map.of("name", "app"))))
                              .databaseOwner("l_group")
                              .build();
                      Lab.converge(lab.databases(), database);
                      assertThat(Lab.remove(lab.databases(), database, DropMode.DROP).failure())
                          .isEmpty();
                    }
                    assertThat(Lab.remove(lab.users(), user, DropMode.DROP).failure()).isEmpty();
                  }
                }));
      }
      for (Future<?> future : work) {
        future.get();
      }
      running.set(false);
      watch.get();
      assertThat(most.get()).isBetween(2, 4);
    }
  }

  private static int connections(Lab lab) {
    return Integer.parseInt(
        lab.server
            .ask("postgres", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dbops_admin'")
            .getFirst());
  }
}
