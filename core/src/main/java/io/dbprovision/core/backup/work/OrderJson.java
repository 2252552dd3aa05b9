package io.dbprovision.core.backup.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.ForeignEncryption;
import io.dbprovision.core.backup.stream.StreamOptions;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders as JSON: between programs of one version only. Holds secrets, so nobody prints it. */
public final class OrderJson {
  // raised when an older worker would do another work than it was told
  private static final int VERSION = 1;

  private static final String ID = "id";
  private static final String DATABASE = "database";
  private static final String BLOCK = "block";
  private static final String STORE = "store";
  private static final String SERVER = "server";
  private static final String PATH = "path";
  private static final String KEY = "key";
  private static final String TYPE = "type";
  private static final String COMPRESSION = "compression";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private OrderJson() {}

  public static byte[] write(WorkOrder order) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("deadlineSeconds", Math.max(1, order.deadline().toSeconds()));
    json.put("work", work(order.work()));
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a work is texts, numbers and maps", e);
    }
  }

  /**
   * @throws EngineException INVALID, with nothing of the text in it
   */
  public static WorkOrder read(byte[] text) {
    Fields json;
    try {
      json = Fields.of(MAPPER.readValue(text, MAP));
    } catch (IOException e) {
      // its message would quote the text
      throw unreadable("it is no JSON object");
    }
    long version = json.number("version", 0);
    if (version != VERSION) {
      throw unreadable(
          "it is of version %d and this worker reads version %d; worker and operator have to be of"
                  .formatted(version, VERSION)
              + " one image, see --worker-image");
    }
    try {
      return new WorkOrder(
          work(json.object("work")), Duration.ofSeconds(json.number("deadlineSeconds", 0)));
    } catch (IllegalArgumentException e) {
      throw unreadable("a field of it is missing or wrong");
    }
  }

  private static Map<String, Object> work(Work work) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(ID, work.id());
    json.put(STORE, AccessJson.store(work.store()));
    switch (work) {
      case DumpWork dump -> {
        json.put(TYPE, "dump");
        json.put(SERVER, AccessJson.server(dump.server()));
        json.put(DATABASE, dump.database());
        json.put(BLOCK, AccessJson.section(dump.block()));
        json.put(PATH, dump.path());
        json.put("uid", dump.header().uid());
        json.put("engine", dump.header().engine());
        json.put("source", dump.header().database());
        json.put("format", dump.header().format());
        json.put(COMPRESSION, dump.options().compression().name());
        json.put("level", dump.options().level());
        json.put(KEY, key(dump.options().key()));
      }
      case LoadWork load -> {
        json.put(TYPE, "load");
        json.put(SERVER, AccessJson.server(load.server()));
        json.put(DATABASE, load.database());
        json.put(BLOCK, AccessJson.section(load.block()));
        json.put("compare", load.compare());
        json.put("from", source(load.source()));
      }
      case VerifyWork verify -> {
        json.put(TYPE, "verify");
        json.put(PATH, verify.path());
        json.put(KEY, key(verify.key()));
      }
      case StoreWork errand -> {
        json.put(TYPE, "errand");
        json.put("errand", ErrandJson.write(errand.errand()));
      }
    }
    return json;
  }

  private static Work work(Fields json) {
    String id = AccessJson.required(json, ID);
    StoreAccess store = AccessJson.store(json.object(STORE));
    String type = AccessJson.required(json, TYPE);
    return switch (type) {
      case "dump" ->
          new DumpWork(
              id,
              AccessJson.server(json.object(SERVER)),
              AccessJson.required(json, DATABASE),
              AccessJson.section(json.object(BLOCK)),
              store,
              AccessJson.required(json, PATH),
              new BackupHeader(
                  AccessJson.required(json, "uid"),
                  AccessJson.required(json, "engine"),
                  AccessJson.required(json, "source"),
                  AccessJson.required(json, "format")),
              new StreamOptions(
                  Compression.valueOf(AccessJson.required(json, COMPRESSION)),
                  Math.toIntExact(json.number("level", 0)),
                  key(json)));
      case "load" ->
          new LoadWork(
              id,
              AccessJson.server(json.object(SERVER)),
              AccessJson.required(json, DATABASE),
              AccessJson.section(json.object(BLOCK)),
              store,
              source(json.object("from")),
              json.flag("compare", false));
      case "verify" -> new VerifyWork(id, store, AccessJson.required(json, PATH), key(json));
      case "errand" -> new StoreWork(id, store, ErrandJson.read(json.object("errand")));
      default -> throw new IllegalArgumentException("no work is a " + type);
    };
  }

  private static Map<String, Object> source(LoadSource source) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(PATH, source.path());
    switch (source) {
      case LoadSource.Archive archive -> {
        json.put(TYPE, "archive");
        json.put(KEY, key(archive.key()));
      }
      case LoadSource.Foreign foreign -> {
        json.put(TYPE, "foreign");
        json.put("prefix", foreign.prefix());
        json.put(COMPRESSION, foreign.compression().name());
        json.put("encryption", foreign.encryption().name());
        json.put(KEY, key(foreign.key()));
        json.put("acknowledged", foreign.acknowledged());
      }
    }
    return json;
  }

  private static LoadSource source(Fields json) {
    String path = AccessJson.required(json, PATH);
    return switch (AccessJson.required(json, TYPE)) {
      case "archive" -> new LoadSource.Archive(path, key(json));
      case "foreign" ->
          new LoadSource.Foreign(
              path,
              json.text("prefix", ""),
              Compression.valueOf(AccessJson.required(json, COMPRESSION)),
              ForeignEncryption.valueOf(AccessJson.required(json, "encryption")),
              key(json),
              json.flag("acknowledged", false));
      default -> throw new IllegalArgumentException("a load is from an archive or a foreign file");
    };
  }

  private static String key(@Nullable EncryptionKey key) {
    return key == null ? "" : Base64.getEncoder().encodeToString(key.reveal());
  }

  private static @Nullable EncryptionKey key(Fields json) {
    Optional<String> text = json.text(KEY);
    return text.map(Base64.getDecoder()::decode).map(EncryptionKey::of).orElse(null);
  }

  private static EngineException unreadable(String why) {
    return EngineException.of(ErrorKind.INVALID, "the work cannot be read: " + why);
  }
}
