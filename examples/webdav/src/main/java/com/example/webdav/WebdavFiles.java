package com.example.webdav;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.ManagedFiles;
import io.dbprovision.spi.StoreContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Files and folders by WebDAV; all else of a store comes from {@link ManagedFiles}. */
final class WebdavFiles extends ManagedFiles {
  private final Dav dav;

  WebdavFiles(Dav dav, StoreContext context) {
    super(dav.url(), context);
    this.dav = dav;
  }

  @Override
  protected Optional<Entry> look(String path) throws IOException {
    return find(path, 0).stream().findFirst();
  }

  @Override
  protected List<Entry> entries(String folder) throws IOException {
    return find(folder, 1).stream().filter(entry -> !entry.path().equals(folder)).toList();
  }

  /** What is there, and directly below where the depth is 1; nothing where nothing is. */
  private List<Entry> find(String path, int depth) throws IOException {
    HttpResponse<InputStream> answer =
        dav.send("PROPFIND", path, BodyPublishers.noBody(), "Depth", Integer.toString(depth));
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 404) {
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
    } catch (SAXException | ParserConfigurationException e) {
      throw EngineException.of(ErrorKind.INTERNAL, "the server's listing cannot be read")
          .causedBy(e);
    }
  }

  private Entry entry(Element response) {
    String root = URI.create(dav.address("")).getPath();
    String path = URI.create(text(response, "href") + "/").getPath().substring(root.length());
    String size = text(response, "getcontentlength");
    return new Entry(
        path.replaceAll("/+$", ""),
        response.getElementsByTagNameNS("DAV:", "collection").getLength() > 0,
        size.isEmpty() ? 0 : Long.parseLong(size),
        ZonedDateTime.parse(text(response, "getlastmodified"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant());
  }

  private static String text(Element response, String name) {
    NodeList found = response.getElementsByTagNameNS("DAV:", name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  @Override
  protected InputStream read(String path, long offset) throws IOException {
    HttpResponse<InputStream> answer =
        dav.send("GET", path, BodyPublishers.noBody(), "Range", "bytes=" + offset + "-");
    if (answer.statusCode() == 206 || (answer.statusCode() == 200 && offset == 0)) {
      return answer.body();
    }
    throw dav.unexpected("GET", answer.statusCode());
  }

  /** A request that broke off leaves nothing: the server drops what it got of it. */
  @Override
  protected void write(String path, InputStream bytes) throws IOException {
    expect("PUT", dav.status("PUT", path, BodyPublishers.ofInputStream(() -> bytes)), 201, 204);
  }

  @Override
  protected boolean rename(String from, String to) throws IOException {
    int status = dav.status("MOVE", from, "Destination", dav.address(to), "Overwrite", "F");
    expect("MOVE", status, 201, 204, 412);
    return status != 412;
  }

  @Override
  protected void remove(String path) throws IOException {
    expect("DELETE", dav.status("DELETE", path), 200, 204, 404);
  }

  @Override
  protected void makeFolder(String path) throws IOException {
    expect("MKCOL", dav.status("MKCOL", path), 201, 405); // 405: it is there
  }

  private void expect(String verb, int status, Integer... fine) {
    if (!List.of(fine).contains(status)) {
      throw dav.unexpected(verb, status);
    }
  }

  @Override
  public void close() {
    dav.close();
  }
}
