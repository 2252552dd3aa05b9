package io.dbprovision.core.secret.template;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads Go's quoted strings and character constants. */
final class StringLiteral {
  private final Source source;
  private final Token token;
  private final String body;
  // bytes, because \xff and \377 name bytes of the UTF-8 text
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int position;

  private StringLiteral(Source source, Token token) {
    this.source = source;
    this.token = token;
    this.body = token.text().substring(1, token.text().length() - 1);
  }

  static String read(Source source, Token token) throws TemplateException {
    StringLiteral literal = new StringLiteral(source, token);
    // a template file with CRLF line ends gives the same text
    return token.type() == TokenType.RAW_STRING
        ? literal.body.replace("\r", "")
        : literal.unescaped();
  }

  /** A character constant is its code point's number. */
  static Value readCharacter(Source source, Token token) throws TemplateException {
    StringLiteral literal = new StringLiteral(source, token);
    boolean namesByte = literal.body.matches("\\\\(x[0-9a-fA-F]{2}|[0-7]{3})");
    if (namesByte) {
      literal.escape();
      return new Value.Whole(literal.bytes.toByteArray()[0] & 0xFF);
    }
    String text = literal.unescaped();
    if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
      throw source.error(token.at(), "a character constant holds exactly one character");
    }
    return new Value.Whole(text.codePointAt(0));
  }

  private String unescaped() throws TemplateException {
    while (position < body.length()) {
      if (body.charAt(position) == '\\') {
        escape();
      } else {
        put(body.codePointAt(position));
        position += Character.charCount(body.codePointAt(position));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw source.error(token.at(), "the escapes of this string give no valid UTF-8 text");
    }
  }

  private void escape() throws TemplateException {
    char kind = body.charAt(position + 1);
    position += 2;
    switch (kind) {
      case 'a' -> bytes.write(0x07);
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(0x0b);
      case '\\' -> bytes.write('\\');
      case 'x' -> bytes.write(digits(2, 16));
      case 'u' -> put(digits(4, 16));
      case 'U' -> put(digits(8, 16));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        position--;
        int number = digits(3, 8);
        if (number > 0xFF) {
          throw bad();
        }
        bytes.write(number);
      }
      default -> {
        if (kind != token.text().charAt(0)) {
          throw bad();
        }
        bytes.write(kind);
      }
    }
  }

  private int digits(int count, int radix) throws TemplateException {
    if (position + count > body.length()) {
      throw bad();
    }
    long number = 0;
    for (int i = 0; i < count; i++) {
      int digit = Character.digit(body.charAt(position++), radix);
      if (digit < 0) {
        throw bad();
      }
      number = number * radix + digit;
    }
    if (number > Character.MAX_CODE_POINT) {
      throw bad();
    }
    return (int) number;
  }

  private void put(int codePoint) throws TemplateException {
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw bad();
    }
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private TemplateException bad() {
    return source.error(token.at(), "this string holds an escape that does not exist");
  }
}
