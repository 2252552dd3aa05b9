package io.dbprovision.core.config;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets a command take flags the way Go programs do: {@code -leader-elect} is {@code
 * --leader-elect}, and of a flag given twice the last one counts.
 */
public final class GoStyle implements IParameterPreprocessor {
  private static final Pattern SINGLE_DASH =
      Pattern.compile("-([a-z][a-z0-9]+(?:-[a-z0-9]+)*)(=.*)?");

  @Override
  public boolean preprocess(
      Stack<String> args, CommandSpec command, @Nullable ArgSpec arg, Map<String, Object> info) {
    command.parser().overwrittenOptionsAllowed(true);
    args.replaceAll(text -> normalised(command, text));
    // The arguments are left for picocli to read.
    return false;
  }

  private static String normalised(CommandSpec command, String text) {
    Matcher flag = SINGLE_DASH.matcher(text);
    boolean known = flag.matches() && command.optionsMap().containsKey("--" + flag.group(1));
    return known ? "-" + text : text;
  }
}
