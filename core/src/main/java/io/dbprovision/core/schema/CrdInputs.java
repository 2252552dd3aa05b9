package io.dbprovision.core.schema;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that CRDs are composed from.
 *
 * @param base one CRD per kind, without engine sections and engine names
 * @param permanent sections that every composition has, plugins or not
 * @param plugins sections that plugins bring
 * @param installed CRDs that are in the cluster: what they have is kept. Empty drops whatever
 *     nobody brings any more
 */
public record CrdInputs(
    List<SchemaFile> base,
    List<SchemaBundle> permanent,
    List<SchemaBundle> plugins,
    List<SchemaFile> installed) {
  public CrdInputs {
    base = List.copyOf(base);
    permanent = List.copyOf(permanent);
    plugins = List.copyOf(plugins);
    installed = List.copyOf(installed);
  }

  /** These sections on top of the permanent ones there are. */
  public CrdInputs withPermanent(List<SchemaBundle> added) {
    return new CrdInputs(
        base, Stream.concat(permanent.stream(), added.stream()).toList(), plugins, installed);
  }

  public CrdInputs withPlugins(List<SchemaBundle> added) {
    return new CrdInputs(base, permanent, added, installed);
  }

  public CrdInputs withInstalled(List<SchemaFile> found) {
    return new CrdInputs(base, permanent, plugins, found);
  }
}
