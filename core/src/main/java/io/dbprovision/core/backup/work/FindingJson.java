package io.dbprovision.core.backup.work;

import io.dbprovision.core.api.Fields;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.Compression;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.spi.ContentSummary;
import io.dbprovision.spi.DumpSummary;
import io.dbprovision.spi.StoredObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings as JSON-like maps. Whoever can write to a volume can write anything into a manifest, and
 * all has to fit in what Kubernetes keeps of a pod's last words: a text that is longer than any of
 * ours is cut.
 */
final class FindingJson {
  private static final int LONGEST = 250;
  private static final int LONGEST_SENTENCE = 1000;
  private static final String TYPE = "type";
  private static final String KEY = "key";

  private FindingJson() {}

  static Map<String, Object> write(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (finding) {
      case Finding.Good _ -> json.put(TYPE, "good");
      case Finding.Archive archive -> {
        json.put(TYPE, "archive");
        write(archive.manifest(), json);
      }
      case Finding.File file -> {
        json.put(TYPE, "file");
        json.put(KEY, file.object().key());
        json.put("size", file.object().size());
        json.put("modified", file.object().modified().toString());
      }
      case Finding.Broken broken -> {
        json.put(TYPE, "broken");
        json.put("why", cut(broken.why(), LONGEST_SENTENCE));
      }
      case Finding.Nothing _ -> json.put(TYPE, "nothing");
      case Finding.Removal removal -> {
        json.put(TYPE, "removal");
        json.put("what", removal.what().name());
      }
      case Finding.Cleaned cleaned -> {
        json.put(TYPE, "cleaned");
        json.put("objects", cleaned.objects());
      }
    }
    return json;
  }

  private static void write(Manifest manifest, Map<String, Object> json) {
    json.put("uid", cut(manifest.header().uid(), LONGEST));
    json.put("engine", cut(manifest.header().engine(), LONGEST));
    json.put("database", cut(manifest.header().database(), LONGEST));
    json.put("format", cut(manifest.header().format(), LONGEST));
    json.put("compression", manifest.compression().name());
    json.put("encrypted", manifest.encrypted());
    json.put("finished", manifest.finished().toString());
    json.put("plainBytes", manifest.plainBytes());
    json.put("segments", manifest.segments());
    json.put("storedBytes", manifest.storedBytes());
    json.put("checksum", cut(manifest.checksum(), LONGEST));
    json.put("tool", cut(manifest.summary().tool(), LONGEST));
    json.put("serverVersion", cut(manifest.summary().serverVersion(), LONGEST));
  }

  /** Empty when it is none. */
  static Optional<Finding> read(Fields json) {
    try {
      return Optional.of(
          switch (json.text(TYPE, "")) {
            case "good" -> new Finding.Good();
            case "archive" -> new Finding.Archive(manifest(json));
            case "file" ->
                new Finding.File(
                    new StoredObject(
                        json.text(KEY, ""),
                        json.number("size", 0),
                        Instant.parse(json.text("modified", ""))));
            case "broken" -> new Finding.Broken(json.text("why", ""));
            case "nothing" -> new Finding.Nothing();
            case "removal" -> new Finding.Removal(Removed.valueOf(json.text("what", "")));
            case "cleaned" -> new Finding.Cleaned((int) json.number("objects", 0));
            default -> throw new IllegalArgumentException("no finding");
          });
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Manifest manifest(Fields json) {
    return new Manifest(
        new BackupHeader(
            json.text("uid", ""),
            json.text("engine", ""),
            json.text("database", ""),
            json.text("format", "")),
        Compression.valueOf(json.text("compression", "")),
        json.flag("encrypted", false),
        Instant.parse(json.text("finished", "")),
        json.number("plainBytes", 0),
        json.number("segments", 0),
        List.of(json.number("storedBytes", 0)),
        json.text("checksum", ""),
        new DumpSummary(
            json.text("tool", ""),
            json.text("serverVersion", ""),
            ContentSummary.unknown(),
            List.of()));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
