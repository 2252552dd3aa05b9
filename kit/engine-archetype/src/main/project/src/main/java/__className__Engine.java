package ${package};

import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineContext;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.Kind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.spi.Validation;
import java.util.Set;

/** The provider that {@code META-INF/services/io.dbprovision.spi.Engine} names. */
public final class ${className}Engine implements Engine {
  static final EngineName NAME = new EngineName("${engineName}");

  private final MemoryServer memory = new MemoryServer();

  @Override
  public Set<EngineName> names() {
    return Set.of(NAME);
  }

  @Override
  public String section() {
    return "${engineName}";
  }

  @Override
  public Validation validate(Kind kind, Section section) {
    return Validation.of(kind, section, ${className}Options.TYPES);
  }

  @Override
  public Session open(Endpoint endpoint, EngineContext context) {
    endpoint.options().as(${className}Options.Instance.class);
    return new ${className}Session(endpoint, Connection.open(memory, endpoint, context));
  }

  /** For tests, which look at the server past the engine. */
  MemoryServer memory() {
    return memory;
  }
}
