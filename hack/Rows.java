import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows for a demo of backups, the password on standard input.
 *
 * <pre>
 * Rows fill ENGINE HOST PORT USER DATABASE           a shop's tables, with other rows each time
 * Rows compare ENGINE HOST PORT USER DATABASE COPY   of each table the number of rows and a digest of
 *                                                    them; fails unless both databases have the same
 * </pre>
 */
class Rows {
  private static final int CUSTOMERS = 400;
  private static final int PRODUCTS = 120;
  private static final int ORDERS = 3000;
  private static final List<String> FIRST =
      List.of(
          "Ada", "Björn", "Chloë", "Dmitri", "Emre", "Fatima", "Grace", "Hélène", "Ichirō",
          "Jürgen");
  private static final List<String> LAST =
      List.of(
          "O'Brien",
          "Müller",
          "García",
          "Nguyễn",
          "Håkansson",
          "Kowalski",
          "Öztürk",
          "Smith",
          "Łukasz",
          "王");
  private static final List<String> CITIES =
      List.of("Zürich", "Kraków", "São Paulo", "Reykjavík", "Leeds", "Kyōto", "Izmir", "Malmö");
  private static final List<String> THINGS =
      List.of(
          "kettle",
          "lamp",
          "notebook",
          "bicycle bell",
          "tea 🍵",
          "rug",
          "50% off voucher",
          "ink \\ blue");

  private final Connection connection;
  private final boolean postgres;
  private final Random random = new Random();

  private Rows(Connection connection, boolean postgres) {
    this.connection = connection;
    this.postgres = postgres;
  }

  private record Table(int rows, String digest) {}

  public static void main(String[] args) throws Exception {
    var password = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
    switch (args[0]) {
      case "fill" -> {
        try (var connection = connect(args, args[5], password)) {
          new Rows(connection, args[1].equals("postgres")).fill();
        }
      }
      case "compare" -> {
        if (!same(
            args[5], tables(args, args[5], password), args[6], tables(args, args[6], password))) {
          System.exit(1);
        }
      }
      default -> throw new IllegalArgumentException("fill or compare");
    }
  }

  private static Connection connect(String[] args, String database, String password)
      throws SQLException {
    boolean postgres = args[1].equals("postgres");
    var properties = new Properties();
    properties.put("user", args[4]);
    properties.put("password", password);
    properties.put(postgres ? "reWriteBatchedInserts" : "allowPublicKeyRetrieval", "true");
    return DriverManager.getConnection(
        "jdbc:%s://%s:%s/%s"
            .formatted(postgres ? "postgresql" : "mariadb", args[2], args[3], database),
        properties);
  }

  private void fill() throws SQLException {
    connection.setAutoCommit(false);
    for (String table : List.of("order_lines", "orders", "products", "customers")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    run(
        """
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, email VARCHAR(120) NOT NULL UNIQUE,
          city VARCHAR(40), since DATE NOT NULL)
        """);
    run(
        "CREATE TABLE products (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, price DECIMAL(10,2)"
            + " NOT NULL)");
    run(
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT NOT NULL%s, placed TIMESTAMP NOT NULL, note TEXT)"
            .formatted(references("customers")));
    run(
        "CREATE TABLE order_lines (order_id INT NOT NULL%s, line INT NOT NULL, product_id INT NOT NULL%s, quantity INT NOT NULL, PRIMARY KEY (order_id, line))"
            .formatted(references("orders"), references("products")));
    run("CREATE INDEX orders_by_customer ON orders (customer_id, placed)");
    insert("customers", customers());
    insert("products", products());
    List<Object[]> orders = orders();
    insert("orders", orders);
    insert("order_lines", lines(orders.size()));
    connection.commit();
  }

  /** Elsewhere a login needs a right of its own for that. */
  private String references(String table) {
    return postgres ? " REFERENCES " + table : "";
  }

  private List<Object[]> customers() {
    List<Object[]> rows = new ArrayList<>();
    for (int id = 1; id <= CUSTOMERS; id++) {
      String city = random.nextInt(10) == 0 ? null : any(CITIES);
      rows.add(
          new Object[] {
            id,
            any(FIRST) + " " + any(LAST),
            "customer" + id + "@example.com",
            city,
            LocalDate.of(2019, 1, 1).plusDays(random.nextInt(2000))
          });
    }
    return rows;
  }

  private List<Object[]> products() {
    List<Object[]> rows = new ArrayList<>();
    for (int id = 1; id <= PRODUCTS; id++) {
      rows.add(
          new Object[] {
            id, any(THINGS) + " no. " + id, BigDecimal.valueOf(random.nextInt(50_000), 2)
          });
    }
    return rows;
  }

  private List<Object[]> orders() {
    List<Object[]> rows = new ArrayList<>();
    for (int id = 1; id <= ORDERS; id++) {
      String note =
          random.nextInt(4) == 0
              ? "leave it \"at the door\";\n" + any(FIRST) + "'s neighbour knows"
              : null;
      rows.add(
          new Object[] {
            id,
            1 + random.nextInt(CUSTOMERS),
            // at noon: there is no such hour that a clock leaves out
            LocalDateTime.of(2024, 1, 1, 12, 0)
                .plusDays(random.nextInt(600))
                .plusSeconds(random.nextInt(3600)),
            note
          });
    }
    return rows;
  }

  private List<Object[]> lines(int orders) {
    List<Object[]> rows = new ArrayList<>();
    for (int order = 1; order <= orders; order++) {
      for (int line = 1, last = 1 + random.nextInt(4); line <= last; line++) {
        rows.add(new Object[] {order, line, 1 + random.nextInt(PRODUCTS), 1 + random.nextInt(9)});
      }
    }
    return rows;
  }

  private String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(String table, List<Object[]> rows) throws SQLException {
    String places = ", ?".repeat(rows.getFirst().length).substring(2);
    try (var insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, row[i]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
    System.out.printf("%-14s %,8d rows%n", table, rows.size());
  }

  private static Map<String, Table> tables(String[] args, String database, String password)
      throws Exception {
    Map<String, Table> tables = new TreeMap<>();
    try (var connection = connect(args, database, password)) {
      var rows = new Rows(connection, args[1].equals("postgres"));
      for (String name : rows.names()) {
        tables.put(name, rows.read(name));
      }
    }
    return tables;
  }

  private List<String> names() throws SQLException {
    List<String> names = new ArrayList<>();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                    + (postgres ? "'public'" : "DATABASE()"))) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /** The tables above are told apart by their first two columns. */
  private Table read(String table) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    int count = 0;
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        count++;
        for (int column = 1; column <= columns; column++) {
          String value = row.getString(column);
          // the length tells ("a", "bc") from ("ab", "c"), and nothing from empty
          digest.update(
              (value == null ? "-1:" : value.length() + ":" + value)
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return new Table(count, HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }

  private static boolean same(
      String name, Map<String, Table> there, String copyName, Map<String, Table> copied) {
    var all = new TreeSet<>(there.keySet());
    all.addAll(copied.keySet());
    boolean same = !all.isEmpty();
    String line = "%-14s %8s %8s   %-16s  %-16s  %s%n";
    System.out.printf(line, "table", "rows", "rows", "digest in", "digest in", "");
    System.out.printf(line, "", "", "copied", name, copyName, "");
    for (String table : all) {
      Table one = there.getOrDefault(table, new Table(0, "no such table"));
      Table other = copied.getOrDefault(table, new Table(0, "no such table"));
      boolean equal = one.equals(other) && one.rows() > 0;
      same &= equal;
      System.out.printf(
          line,
          table,
          "%,d".formatted(one.rows()),
          "%,d".formatted(other.rows()),
          one.digest(),
          other.digest(),
          equal ? "same" : "DIFFERENT");
    }
    return same;
  }
}
