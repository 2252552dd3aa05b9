package io.dbprovision.core.observability;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The process as the system sees it, under the names that every Prometheus client uses. */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RSS = "VmRSS:";

  private ProcessMetrics() {}

  static void register(PrometheusRegistry registry) {
    ProcessHandle.Info process = ProcessHandle.current().info();
    GaugeWithCallback.builder()
        .name("process_resident_memory_bytes")
        .help("Resident memory size in bytes.")
        .callback(gauge -> residentBytes(STATUS).ifPresent(bytes -> gauge.call((double) bytes)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("process_start_time_seconds")
        .help("Start time of the process since unix epoch in seconds.")
        .callback(
            gauge ->
                process
                    .startInstant()
                    .ifPresent(start -> gauge.call(start.toEpochMilli() / 1_000.0)))
        .register(registry);
    CounterWithCallback.builder()
        .name("process_cpu_seconds_total")
        .help("Total user and system CPU time spent in seconds.")
        .callback(
            counter ->
                ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .ifPresent(used -> counter.call(OperatorMetrics.seconds(used))))
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .help("The used memory, in bytes.")
        .labelNames("area")
        .callback(
            gauge -> {
              Runtime runtime = Runtime.getRuntime();
              gauge.call((double) (runtime.totalMemory() - runtime.freeMemory()), "heap");
            })
        .register(registry);
  }

  /** Empty where the system has no such file, as on a Mac. */
  static OptionalLong residentBytes(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RSS))
          .map(line -> line.substring(RSS.length()).replace("kB", "").strip())
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1_024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
