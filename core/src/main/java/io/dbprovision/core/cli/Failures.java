package io.dbprovision.core.cli;

import io.dbprovision.core.status.Remedies;
import io.dbprovision.spi.EngineException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;

/** Turns what goes wrong into a line on standard error; nobody gets to see a stack trace. */
final class Failures {
  private Failures() {}

  /** A command that can tell what is wrong with its options besides what could not be read. */
  interface Checked {
    List<String> problems();
  }

  /**
   * Makes a command line answer in our words: 1 for a failure unless a command says otherwise, 2
   * for a wrong call.
   */
  static CommandLine politely(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              failed.getErr().println("error: " + sentence(failure));
              return failed.getCommandSpec().exitCodeOnExecutionException();
            })
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              CommandLine called = wrong.getCommandLine();
              called.getErr().println("error: " + wrong.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(wrong, called.getErr());
              // all at once: nobody likes to be told one thing a try
              if (wrong instanceof CommandLine.UnmatchedArgumentException
                  && called.getCommand() instanceof Checked command) {
                command.problems().forEach(problem -> called.getErr().println("error: " + problem));
              }
              called
                  .getErr()
                  .println("see: " + called.getCommandSpec().qualifiedName() + " --help");
              return 2;
            });
  }

  /** One line that stands for itself: the messages of the JDK's file exceptions are only a path. */
  static String sentence(Throwable failure) {
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    return switch (failure) {
      case NoSuchFileException e -> "there is no file " + e.getFile();
      case AccessDeniedException e -> e.getFile() + " may not be read or written by this user";
      case FileAlreadyExistsException e -> e.getFile() + " is in the way: it is no folder";
      case NotDirectoryException e -> e.getFile() + " is no folder";
      case FileSystemException e ->
          e.getFile() + ": " + Optional.ofNullable(e.getReason()).orElse("not usable");
      case UncheckedIOException e -> sentence(Objects.requireNonNull(e.getCause()));
      case EngineException e -> Remedies.message(e);
      case Throwable e when message.isEmpty() ->
          e.getClass().getSimpleName() + "; more with --log-level=debug";
      case Throwable e -> message;
    };
  }
}
