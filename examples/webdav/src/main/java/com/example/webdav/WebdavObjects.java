package com.example.webdav;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.StoreContext;
import io.dbprovision.spi.StoredObject;
import io.dbprovision.spi.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Files of a folder by their paths. Uploads are files of a folder that nobody lists. */
final class WebdavObjects implements ObjectStore {
  /** Each upload below the path of its key, which {@link #abandon} has to tell. */
  static final String UPLOADS = ".dbops-uploads";

  private static final Comparator<StoredObject> BY_BYTES =
      (one, other) -> Arrays.compareUnsigned(bytes(one.key()), bytes(other.key()));

  private final Dav dav;
  private final StoreContext context;

  WebdavObjects(Dav dav, StoreContext context) {
    this.dav = dav;
    this.context = context;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String path(String key) {
    List<String> names = List.of(key.split("/", -1));
    if (bytes(key).length > 900
        || names.getFirst().equals(UPLOADS)
        || names.stream().anyMatch(List.of("", ".", "..")::contains)) {
      throw EngineException.of(ErrorKind.INVALID, "'" + key + "' cannot be a key");
    }
    return "/" + key;
  }

  /** A file or a folder. */
  private record Entry(String path, boolean folder, long size, Instant modified) {}

  /** What is there, and directly below where the depth is 1; nothing where nothing is. */
  private List<Entry> look(String path, int depth) {
    HttpResponse<InputStream> answer =
        dav.send("PROPFIND", path, BodyPublishers.noBody(), "Depth", Integer.toString(depth));
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 404) {
        if (path.isEmpty()) {
          throw dav.unexpected("PROPFIND", 404);
        }
        return List.of();
      }
      if (answer.statusCode() != 207) {
        throw dav.unexpected("PROPFIND", answer.statusCode());
      }
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      NodeList found =
          factory.newDocumentBuilder().parse(body).getElementsByTagNameNS("DAV:", "response");
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        entries.add(entry((Element) found.item(i)));
      }
      return entries;
    } catch (IOException e) {
      throw dav.failure(e);
    } catch (SAXException | ParserConfigurationException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "the server's listing cannot be read")
          .causedBy(e);
    }
  }

  private Entry entry(Element response) {
    String root = URI.create(dav.address("")).getPath();
    String path = URI.create(text(response, "href")).getPath().substring(root.length());
    String size = text(response, "getcontentlength");
    ZonedDateTime modified =
        ZonedDateTime.parse(
            text(response, "getlastmodified"), DateTimeFormatter.RFC_1123_DATE_TIME);
    return new Entry(
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        response.getElementsByTagNameNS("DAV:", "collection").getLength() > 0,
        size.isEmpty() ? 0 : Long.parseLong(size),
        modified.toInstant());
  }

  private static String text(Element response, String name) {
    NodeList found = response.getElementsByTagNameNS("DAV:", name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  /** Every file below a folder, in no order. */
  private void walk(String folder, Predicate<String> wanted, Consumer<Entry> each) {
    for (Entry entry : look(folder, 1)) {
      if (entry.folder() && !entry.path().equals(folder) && wanted.test(entry.path() + "/")) {
        walk(entry.path(), wanted, each);
      } else if (!entry.folder() && wanted.test(entry.path())) {
        each.accept(entry);
      }
    }
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    List<StoredObject> found = new ArrayList<>();
    Predicate<String> wanted =
        path -> !path.startsWith("/" + UPLOADS + "/") && overlap(path.substring(1), prefix);
    look("", 0);
    int end = prefix.lastIndexOf('/');
    walk(
        end < 0 ? "" : "/" + prefix.substring(0, end),
        wanted,
        entry -> found.add(object(entry.path().substring(1), entry)));
    found.stream().sorted(BY_BYTES).forEach(each);
  }

  /** A folder may have what begins with the prefix; a file has to. */
  private static boolean overlap(String path, String prefix) {
    return path.startsWith(prefix) || (path.endsWith("/") && prefix.startsWith(path));
  }

  private static StoredObject object(String key, Entry entry) {
    return new StoredObject(key, entry.size(), entry.modified());
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return look(path(key), 0).stream()
        .filter(entry -> !entry.folder())
        .map(entry -> object(key, entry))
        .findFirst();
  }

  @Override
  public InputStream open(String key, long offset) {
    StoredObject object =
        stat(key)
            .orElseThrow(
                () -> {
                  look("", 0);
                  return EngineException.of(ErrorKind.NOT_FOUND, "there is no object " + key);
                });
    return new WebdavInput(dav, path(key), object, offset);
  }

  @Override
  public Upload begin(String key) {
    return new WebdavUpload(
        dav, context, this, key, path(key), "/" + UPLOADS + path(key) + "~" + UUID.randomUUID());
  }

  @Override
  public void delete(String key) {
    if (stat(key).isPresent()) { // of a folder everything would go
      remove(path(key));
    }
  }

  void remove(String path) {
    int status = dav.status("DELETE", path);
    if (status >= 300 && status != 404) {
      throw dav.unexpected("DELETE", status);
    }
  }

  /** Makes the folders that a path is in, but for the first one. */
  void folders(String path) {
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      int status = dav.status("MKCOL", path.substring(0, end));
      if (status != 201 && status != 405) { // 405: it is there
        throw dav.unexpected("MKCOL", status);
      }
    }
  }

  @Override
  public int abandon(String prefix, Instant before) {
    return abandon(prefix, before, key -> true);
  }

  @Override
  public int abandon(String prefix, Instant before, Predicate<String> keys) {
    List<Entry> old = new ArrayList<>();
    walk(
        "/" + UPLOADS,
        path -> true,
        entry -> {
          String upload = entry.path().substring(UPLOADS.length() + 2);
          String key = upload.substring(0, Math.max(0, upload.lastIndexOf('~')));
          if (key.startsWith(prefix) && keys.test(key) && entry.modified().isBefore(before)) {
            old.add(entry);
          }
        });
    old.forEach(entry -> remove(entry.path()));
    return old.size();
  }

  @Override
  public void check() {
    look("", 0);
    String key = ".dbops-check-" + UUID.randomUUID();
    try (Upload upload = begin(key)) {
      upload.commit();
    }
    delete(key);
  }

  @Override
  public void close() {
    dav.close();
  }
}
