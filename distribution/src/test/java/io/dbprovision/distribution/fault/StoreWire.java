package io.dbprovision.distribution.fault;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way to a store's server, on which calls come to harm from a certain one on. */
final class StoreWire implements AutoCloseable {
  private static final Duration SERVER_AT_REST = Duration.ofSeconds(5);

  /**
   * @param from the number of the first call that is harmed, from 1 on
   * @param times how many calls are
   * @param place any number: where within a message it is cut
   */
  record Order(Harm harm, int from, int times, int place, Runnable told) {}

  private final URI server;
  private final Order order;
  private final ServerSocket listener;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<String> harmed = new CopyOnWriteArrayList<>();
  private int calls;
  private int done;

  StoreWire(URI server, Order order) throws IOException {
    this.server = server;
    this.order = order;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** What kind of call each harmed one was. */
  List<String> harmed() {
    return List.copyOf(harmed);
  }

  private synchronized boolean strikes() {
    calls++;
    if (calls < order.from() || done >= order.times()) {
      return false;
    }
    done++;
    return true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        clients.add(client);
        threads.add(Thread.startVirtualThread(() -> serve(client)));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket target = new Socket(server.getHost(), server.getPort())) {
      Link link =
          new Link(
              client,
              target,
              new BufferedInputStream(client.getInputStream()),
              new BufferedInputStream(target.getInputStream()));
      Optional<HttpMessage> request = HttpMessage.request(link.fromClient());
      while (request.isPresent() && passed(link, request.get())) {
        request = HttpMessage.request(link.fromClient());
      }
    } catch (IOException e) {
      // either side is gone
    }
  }

  private boolean passed(Link link, HttpMessage request) throws IOException {
    if (!strikes()) {
      return link.forward(request) && link.back(request);
    }
    harmed.add(Calls.name(request.firstLine()));
    return switch (order.harm()) {
      case RESET -> link.breakWithin(request);
      case LOST_ANSWER -> link.lose(request);
      case CUT_ANSWER -> link.cutAnswer(request, order.place());
      case ERROR_500 -> link.refuse(request, "500 Internal Server Error", "InternalError");
      case ERROR_503 -> link.refuse(request, "503 Slow Down", "SlowDown");
      case ERROR_504 -> link.refuse(request, "504 Gateway Timeout", "GatewayTimeout");
      case HANG -> link.hang();
      case TELL_BEFORE -> {
        order.told().run();
        yield link.forward(request) && link.back(request);
      }
      case TELL_AFTER -> {
        boolean open = link.forward(request);
        Optional<HttpMessage> answer = link.answer(request);
        order.told().run();
        yield open && answer.isPresent() && link.give(answer.get());
      }
    };
  }

  /** Ends all connections; the server has come to the end of what it got. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : clients) {
      client.close();
    }
    for (Thread thread : threads) {
      try {
        boolean _ = thread.join(SERVER_AT_REST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One connection of a client and the one that it goes on by. */
  private record Link(
      Socket client, Socket target, InputStream fromClient, InputStream fromServer) {
    boolean forward(HttpMessage request) throws IOException {
      send(target, request.head());
      send(target, request.body());
      if (!request.whole()) {
        target.shutdownOutput();
        boolean _ = answer(request).isPresent();
      }
      return request.whole();
    }

    Optional<HttpMessage> answer(HttpMessage request) throws IOException {
      return HttpMessage.answer(fromServer, request.isHead());
    }

    boolean back(HttpMessage request) throws IOException {
      Optional<HttpMessage> answer = answer(request);
      return answer.isPresent() && give(answer.get());
    }

    boolean give(HttpMessage answer) throws IOException {
      send(client, answer.head());
      send(client, answer.body());
      return answer.whole();
    }

    boolean breakWithin(HttpMessage request) throws IOException {
      if (request.body().length > 0) {
        send(target, request.head());
        target.getOutputStream().write(request.body(), 0, request.body().length / 2);
        target.getOutputStream().flush();
        target.shutdownOutput();
        boolean _ = answer(request).isPresent();
      }
      return reset();
    }

    boolean lose(HttpMessage request) throws IOException {
      boolean _ = forward(request) && answer(request).isPresent();
      return reset();
    }

    /**
     * @param at any number: the place in its head
     */
    boolean cutAnswer(HttpMessage request, int at) throws IOException {
      if (forward(request)) {
        Optional<HttpMessage> answer = answer(request);
        if (answer.isPresent()) {
          byte[] head = answer.get().head();
          client.getOutputStream().write(head, 0, 1 + at % (head.length - 1));
          client.getOutputStream().flush();
        }
      }
      return reset();
    }

    boolean refuse(HttpMessage request, String status, String code) throws IOException {
      byte[] text =
          ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>")
              .getBytes(StandardCharsets.US_ASCII);
      String head =
          "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n"
              .formatted(status, text.length);
      send(client, head.getBytes(StandardCharsets.US_ASCII));
      if (!request.isHead()) {
        send(client, text);
      }
      return true;
    }

    /** Until the client goes, or the wire is closed. */
    boolean hang() throws IOException {
      return fromClient.read() >= 0;
    }

    private boolean reset() throws IOException {
      client.setSoLinger(true, 0);
      client.close();
      return false;
    }

    private static void send(Socket to, byte[] bytes) throws IOException {
      OutputStream out = to.getOutputStream();
      out.write(bytes);
      out.flush();
    }
  }
}
