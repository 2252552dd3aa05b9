package io.dbprovision.core.secret;

import io.dbprovision.core.secret.template.Arguments;
import io.dbprovision.core.secret.template.BoundedText;
import io.dbprovision.core.secret.template.FunctionException;
import io.dbprovision.core.secret.template.TemplateFunction;
import io.dbprovision.core.secret.template.TemplateFunctions;
import io.dbprovision.core.secret.template.UrlEscape;
import io.dbprovision.core.secret.template.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a Secret template may call beside the functions of the language. */
public final class CredentialFunctions {
  /** Those and the language's; other templates of the API may use them too. */
  public static final TemplateFunctions ALL =
      TemplateFunctions.language()
          .with(
              Map.ofEntries(
                  Map.entry("urlEncode", ofText(UrlEscape::query)),
                  Map.entry("urlPathEncode", ofText(UrlEscape::pathSegment)),
                  Map.entry("base64Encode", ofText(CredentialFunctions::base64)),
                  Map.entry("base64Decode", CredentialFunctions::decode),
                  Map.entry("upper", ofText(LetterCase::upper)),
                  Map.entry("lower", ofText(LetterCase::lower)),
                  Map.entry("title", ofText(LetterCase::title)),
                  Map.entry("trim", ofText(CredentialFunctions::trim)),
                  Map.entry("trimPrefix", CredentialFunctions::trimPrefix),
                  Map.entry("trimSuffix", CredentialFunctions::trimSuffix),
                  Map.entry("replace", CredentialFunctions::replace),
                  Map.entry("quote", ofText(JsonText::quoted)),
                  Map.entry("squote", ofText(CredentialFunctions::shellQuoted)),
                  Map.entry("default", CredentialFunctions::orDefault),
                  Map.entry("toJson", a -> text(JsonText.of(a.exactly(1).value(0)))),
                  Map.entry("join", CredentialFunctions::join)));

  private CredentialFunctions() {}

  private static TemplateFunction ofText(UnaryOperator<String> function) {
    return arguments -> text(function.apply(arguments.exactly(1).text(0)));
  }

  private static Value.Text text(String text) {
    return new Value.Text(text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Value decode(Arguments arguments) throws FunctionException {
    // Go skips line ends and insists on the padding; the JDK does neither
    String encoded = arguments.exactly(1).text(0).replace("\r", "").replace("\n", "");
    if (encoded.length() % 4 != 0) {
      throw new FunctionException("the text is not base64");
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      return text(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (IllegalArgumentException e) {
      throw new FunctionException("the text is not base64");
    } catch (CharacterCodingException e) {
      throw new FunctionException("the decoded bytes are not UTF-8 text");
    }
  }

  /** Takes away what Unicode calls white space, which includes no-break spaces. */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
  }

  private static Value trimPrefix(Arguments arguments) throws FunctionException {
    String text = arguments.exactly(2).text(0);
    String prefix = arguments.text(1);
    return text(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
  }

  private static Value trimSuffix(Arguments arguments) throws FunctionException {
    String text = arguments.exactly(2).text(0);
    String suffix = arguments.text(1);
    return text(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
  }

  private static Value replace(Arguments arguments) throws FunctionException {
    String text = arguments.exactly(3).text(0);
    String old = arguments.text(1);
    String replacement = arguments.text(2);
    BoundedText result = arguments.result();
    if (old.isEmpty()) {
      // as Go does: before each character and at the end
      result.append(replacement);
      for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
        result.append(Character.toString(text.codePointAt(i))).append(replacement);
      }
      return result.value();
    }
    int from = 0;
    for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, from)) {
      result.append(text.substring(from, at)).append(replacement);
      from = at + old.length();
    }
    return result.append(text.substring(from)).value();
  }

  private static String shellQuoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static Value orDefault(Arguments arguments) throws FunctionException {
    Value value = arguments.exactly(2).value(1);
    return value.isTrue() ? value : arguments.value(0);
  }

  private static Value join(Arguments arguments) throws FunctionException {
    String separator = arguments.exactly(2).text(1);
    BoundedText result = arguments.result();
    String before = "";
    for (Value item : arguments.items(0)) {
      if (!(item instanceof Value.Text(String text))) {
        throw new FunctionException("the list must hold strings, not " + item.typeName());
      }
      result.append(before).append(text);
      before = separator;
    }
    return result.value();
  }
}
