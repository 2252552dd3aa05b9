import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Forward ADDRESS PORT...: lets who reaches ADDRESS talk to what listens on the same port of
 * 127.0.0.1. Prints a line when it is ready.
 */
class Forward {
  public static void main(String[] args) throws IOException {
    var address = InetAddress.getByName(args[0]);
    for (int i = 1; i < args.length; i++) {
      int port = Integer.parseInt(args[i]);
      var server = new ServerSocket();
      server.bind(new InetSocketAddress(address, port));
      Thread.ofPlatform().start(() -> serve(server, port));
    }
    System.out.println("forwarding");
  }

  private static void serve(ServerSocket server, int port) {
    while (true) {
      try {
        var from = server.accept();
        Thread.ofVirtual().start(() -> join(from, port));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void join(Socket from, int port) {
    try (from;
        var to = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var back = Thread.ofVirtual().start(() -> copy(to, from));
      copy(from, to);
      back.join();
    } catch (IOException | InterruptedException e) {
      // one side is gone: so is the other
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
      close(from);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }
}
